import { day } from '@cie/web-kit/language/dates.ts';

/** ING-5: the date as precise as it was given: the hospital's own words for it where the exchange has them. */
export const documentDay = ({ at, atText }: { readonly at: string | null; readonly atText: string | null }): string | null =>
  atText !== null && /^\d{4}(-\d{2})?$/.test(atText) ? atText : at === null ? atText : day(at);

/** `123 KB`, `1.2 MB`; null when the size is not known. */
export function fileSize(bytes: number | null): string | null {
  if (bytes === null) return null;
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

import { preciseDay } from '@cie/web-kit/language/precise.ts';
import { words } from '../../language/documents.en.ts';

interface Dated {
  readonly at: string | null;
  readonly atText: string | null;
}

/** ING-5: the date as precisely as it was given. */
export const documentDay = ({ at, atText }: Dated): string | null => preciseDay(at, atText);

/** `123 KB`, `1.2 MB`; null when the size is not known. */
export function fileSize(bytes: number | null): string | null {
  if (bytes === null) return null;
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const isNamedKind = (mediaType: string): mediaType is keyof typeof words.kinds => Object.hasOwn(words.kinds, mediaType);

/** `PDF, 123 KB`: what kind of file and how large, the same way for every kind. */
export const kindAndSize = (mediaType: string, size: number | null): string =>
  [isNamedKind(mediaType) ? words.kinds[mediaType] : words.file, fileSize(size)].filter((part) => part !== null).join(', ');

/** What a browser shows in its own viewer. */
export const isOpened = (mediaType: string): boolean => ['application/pdf', 'image/png', 'image/jpeg'].includes(mediaType);

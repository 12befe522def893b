import type { Page } from '@cie/web-kit/page/area.ts';

/**
 * Whether a page needs its script at once. The server has drawn it and its links lead on without script, so a frame
 * that only shows a record fetches the script when the reader reaches for it: a first view costs its style sheet.
 * Sign-in must open a window within a click; charts, files and forms are script.
 */
export const wakesAtOnce = ({ framed, reader, route }: Page): boolean =>
  !framed || reader?.kind !== 'patient' || route.test !== undefined || route.document !== undefined;

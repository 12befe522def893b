import { requiredNumber, type Settings } from './settings.ts';

/** What people may add to a record (DOC-2): what a browser or a phone shows without running anything in it. */
export const uploadMediaTypes = ['application/pdf', 'image/png', 'image/jpeg', 'text/plain'] as const;
export type UploadMediaType = (typeof uploadMediaTypes)[number];

export function isUploadMediaType(text: string): text is UploadMediaType {
  return uploadMediaTypes.some((each) => each === text);
}

const megabyte = 1_000_000;

/** Largest file that people may add, in bytes: CIE_UPLOAD_MAX_BYTES, 20 MB unless it is set. */
export function uploadLimit(settings: Settings): number {
  return settings['CIE_UPLOAD_MAX_BYTES'] === undefined ? 20 * megabyte : requiredNumber(settings, 'CIE_UPLOAD_MAX_BYTES', 1000, 200 * megabyte);
}

/** Bytes of a file that travel and are sealed together. */
export const partBytes = 512 * 1024;

const endings: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf', 'text/plain': '.txt', 'image/png': '.png', 'image/jpeg': '.jpg', 'application/rtf': '.rtf',
};
const longestName = 120;

/**
 * A name for a file, from a title or from what an uploader's system called it: no folder, nothing invisible or that turns
 * writing around, no ending but that of its type, 120 characters at the most (abuse case 52).
 */
export function cleanFileName(name: string, mediaType: string): string {
  const ending = endings[mediaType] ?? '';
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*%;]/g, '-')
    .replace(/\.(?:pdf|txt|png|jpe?g|rtf)$/i, '')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s-]+|[.\s-]+$/g, '');
  // By code point, so that none is cut in two.
  return `${Array.from(plain === '' ? 'document' : plain).slice(0, longestName - ending.length).join('').trimEnd()}${ending}`;
}

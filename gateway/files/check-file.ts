import { CieError } from '@cie/kit/errors.ts';
import { isUploadMediaType, type UploadMediaType } from '@cie/kit/uploads.ts';
import { fileTypeFromBuffer } from 'file-type';
import { imageSize, type ImageSize } from './image-size.ts';

/** Most pixels of a picture, and the longest side: a file of a few kilobytes can unfold to gigabytes where it is shown. */
const mostPixels = 100_000_000;
const longestSide = 30_000;

/** Follows a file as it comes, and says what it is. Throws FILE_TYPE_REFUSED or IMAGE_TOO_LARGE; never reads a file as a whole, and never unpacks one. */
export interface FileCheck {
  readonly mediaType: UploadMediaType;
  /** Takes the next bytes, the first ones included. */
  take(bytes: Uint8Array): void;
  /** The file is whole. */
  end(): void;
}

/**
 * What a file is by its first bytes, whatever its name and its sender say (abuse case 52). Both our own strict reading and that of
 * file-type have to agree: each alone would take files that carry two formats in one.
 */
export async function beginFileCheck(head: Uint8Array): Promise<FileCheck> {
  const mediaType = typeOf(head);
  const second = (await fileTypeFromBuffer(head))?.mime;
  if (mediaType === null || second !== (mediaType === 'text/plain' ? undefined : mediaType)) throw refused();
  if (mediaType === 'image/png' || mediaType === 'image/jpeg') checkSize(imageSize(head, mediaType));
  return mediaType === 'text/plain' ? textCheck() : { mediaType, take: () => undefined, end: () => undefined };
}

function typeOf(head: Uint8Array): UploadMediaType | null {
  const text = Buffer.from(head.subarray(0, 1024)).toString('latin1');
  // At the very first byte: readers take a PDF that begins later, and what stands before it may be HTML.
  if (/^%PDF-[12]\.\d/.test(text)) return 'application/pdf';
  if (text.startsWith('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  return isPlain(text) ? 'text/plain' : null;
}

/** Words, and no markup: HTML, SVG and XML begin with a tag, and some readers take a PDF that begins later. */
function isPlain(text: string): boolean {
  return text !== '' && !unprintable.test(text) && !/^(?:\xef\xbb\xbf)?\s*</.test(text) && !text.includes('%PDF-');
}

// oxlint-disable-next-line no-control-regex -- control characters are what tells a program from a text
const unprintable = /[\x00-\x08\x0b\x0e-\x1f\x7f]/;

/** Every byte of a text is UTF-8 and stands for something that can be read. */
function textCheck(): FileCheck {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const check = (read: () => string): void => {
    let text: string;
    try {
      text = read();
    } catch {
      throw refused();
    }
    if (unprintable.test(text)) throw refused();
  };
  return { mediaType: 'text/plain', take: (bytes) => check(() => decoder.decode(bytes, { stream: true })), end: () => check(() => decoder.decode()) };
}

function checkSize(size: ImageSize | null): void {
  if (size === null) throw refused();
  const { width, height } = size;
  if (width === 0 || height === 0 || width > longestSide || height > longestSide || width * height > mostPixels) {
    throw new CieError('IMAGE_TOO_LARGE', 'This picture has more dots than the exchange takes. Make it smaller, then add it again.');
  }
}

function refused(): CieError {
  return new CieError('FILE_TYPE_REFUSED', 'This kind of file cannot be added. Choose a PDF, a JPEG or PNG picture, or a plain text.');
}

/** A type that was checked before; anything else is handed out as bytes of no type. */
export function servedType(mediaType: string): string {
  if (mediaType === 'text/plain') return 'text/plain; charset=utf-8';
  return isUploadMediaType(mediaType) || mediaType === 'application/rtf' ? mediaType : 'application/octet-stream';
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Width and height as a picture's own header says, without unpacking anything; null when the first bytes do not say. */
export function imageSize(head: Uint8Array, mediaType: 'image/png' | 'image/jpeg'): ImageSize | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return mediaType === 'image/png' ? pngSize(view) : jpegSize(view);
}

/** PNG (RFC 2083, 4.1.1): IHDR is the first chunk. */
function pngSize(view: DataView): ImageSize | null {
  return view.byteLength < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) };
}

/** JPEG (ITU T.81, B.1): segments follow each other, each with its length, up to the frame header (SOF). */
function jpegSize(view: DataView): ImageSize | null {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // fill bytes
      continue;
    }
    if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // The picture itself begins, or ends, before any frame header.
    if (marker === 0xda || marker === 0xd9) return null;
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

/** SOF0 to SOF15, without the tables that share their numbers: DHT, JPG, DAC. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

import { seal, unseal } from '@cie/kit/notices/seal.ts';
import { hkdfSync } from 'node:crypto';

/** Seals what people wrote about cases and flags, each text bound to its row. */
export interface PrivacySeal {
  close(id: string, texts: object): Buffer;
  /** What `close` was given. */
  open<Texts>(id: string, sealed: Buffer): Texts;
}

/** The key comes from the one that guards NHS numbers here, for this use alone (RFC 5869). */
export function privacySeal(finderKey: Buffer): PrivacySeal {
  const key = Buffer.from(hkdfSync('sha256', finderKey, '', 'texts of the privacy officer', 32));
  return {
    close: (id, texts) => seal(key, JSON.stringify(texts), id),
    // Sealed by `close` of this very object under the row's id: the shape is the one that its table keeps.
    open: <Texts>(id: string, sealed: Buffer) => JSON.parse(unseal(key, sealed, id)) as Texts,
  };
}

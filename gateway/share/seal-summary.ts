import { sealBytes, unsealBytes } from '@cie/kit/sealing.ts';
import { CompactEncrypt, compactDecrypt } from 'jose';

const contentTypes = { bundle: 'application/fhir+json', page: 'text/html' } as const;
type Part = keyof typeof contentTypes;

/** A file of a summary as SMART Health Links want it: JWE (RFC 7516), the link's key itself, AES-256-GCM, a nonce of its own. What kind of file it is is sealed with it. */
export function sealPart(key: Buffer, part: Part, content: string): Promise<string> {
  return new CompactEncrypt(Buffer.from(content)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: contentTypes[part] }).encrypt(key);
}

/** Throws when it was sealed with another key, was changed, or is another kind of file. */
export async function openPart(key: Buffer, part: Part, sealed: string): Promise<string> {
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, key, { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] });
  if (protectedHeader.cty !== contentTypes[part]) throw new Error('A summary holds another file than it should.');
  return Buffer.from(plaintext).toString();
}

const about = 'key of a summary';
export const wrapKey = (wrap: Buffer, key: Buffer): Buffer => sealBytes(wrap, key, about);
/** Throws FILE_SEAL_BROKEN when code or date of birth are not those it was wrapped with. */
export const unwrapKey = (wrap: Buffer, wrapped: Buffer): Buffer => unsealBytes(wrap, wrapped, about);

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '@cie/kit/sealing.ts';

/**
 * What the gateway shows when it fetches a file part by part: made only for who has just read the document under a pass, good
 * for that viewer alone. A pass is over after 30 seconds; a large file on a slow telephone takes longer.
 */
export interface FileTicket {
  readonly patientId: string;
  readonly documentId: string;
  readonly version: number;
  readonly part: 'text' | 'file';
  /** Account. */
  readonly viewer: string;
}

const lifetimeMilliseconds = 5 * 60_000;

export function signTicket(ring: KeyRing, { patientId, documentId, version, part, viewer }: FileTicket, now: Date): string {
  const body = [patientId, documentId, version, part, viewer, now.getTime() + lifetimeMilliseconds, ring.current].join('|');
  return `${body}|${signature(ring, ring.current, body) ?? ''}`;
}

/** The ticket of a text, or null when it is forged, late or another viewer's. */
export function readTicket(ring: KeyRing, text: string, viewer: string | undefined, now: Date): FileTicket | null {
  const cut = text.lastIndexOf('|');
  const [patientId = '', documentId = '', version = '', part = '', madeFor = '', expiry = '', keyId = ''] = text.slice(0, cut).split('|');
  const expected = signature(ring, keyId, text.slice(0, cut));
  if (expected === null || !sameText(expected, text.slice(cut + 1))) return null;
  if (madeFor !== viewer || Number(expiry) <= now.getTime() || (part !== 'text' && part !== 'file')) return null;
  return { patientId, documentId, version: Number(version), part, viewer: madeFor };
}

function signature(ring: KeyRing, keyId: string, body: string): string | null {
  const key = ring.keys.get(keyId);
  if (key === undefined) return null;
  // A key of its own from the same secret: what signs tickets seals no file.
  return createHmac('sha256', Buffer.from(hkdfSync('sha256', key, '', 'file ticket', 32))).update(body).digest('base64url');
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import type { AccessContext } from '@cie/kit/access-context.ts';
import type { ProxyLabel } from '@cie/kit/proxies.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import type { ShareOutcome, SummaryShare, SummaryTry, SummaryWay } from '@cie/kit/summary-shares.ts';
import type { WayIn } from './summary-keys.ts';

export interface SealedSummary {
  readonly id: string;
  readonly labels: readonly ProxyLabel[];
  readonly hours: number;
  readonly code: WayIn;
  readonly link: WayIn;
  readonly wrapped: Buffer;
  readonly bundle: string;
  readonly page: string;
}

export interface OpeningTry {
  readonly way: SummaryWay;
  readonly find: Buffer;
  readonly proof: Buffer | null;
  readonly who: string;
  /** Of a receiver that takes no longer file in an answer, and by what it will fetch it. */
  readonly fetch?: { readonly longerThan: number; readonly find: Buffer };
}

/** Summaries as sharing keeps them (kit/summary-shares.ts). */
export interface SummaryLink {
  share(summary: SealedSummary, access: AccessContext): Promise<ShareOutcome>;
  list(access: AccessContext): Promise<readonly SummaryShare[]>;
  stop(id: string, access: AccessContext): Promise<boolean>;
  open(attempt: OpeningTry, access: AccessContext): Promise<SummaryTry>;
  fetch(find: Buffer, access: AccessContext): Promise<string | null>;
}

export function summaryLink(sharing: Pick<RoomLink, 'command'>): SummaryLink {
  // The answers are the room's own, in a form of kit/summary-shares.ts, which describes it for both sides.
  const ask = async <Answer>(name: string, input: object, access: AccessContext) => (await sharing.command(name, input, access)) as Answer;
  return {
    share: async ({ id, labels, hours, code, link, wrapped, bundle, page }, access) => {
      const keys = { codeFind: text(code.find), codeProof: text(code.proof), linkFind: text(link.find), linkProof: text(link.proof) };
      const { outcome } = await ask<{ outcome: ShareOutcome }>('share-summary', { id, labels, hours: String(hours), ...keys, wrapped: text(wrapped), bundle, page }, access);
      return outcome;
    },
    list: async (access) => (await ask<{ shares: readonly SummaryShare[] }>('summary-shares', {}, access)).shares,
    stop: async (id, access) => (await ask<{ stopped: boolean }>('stop-summary', { id }, access)).stopped,
    open: ({ way, find, proof, who, fetch }, access) =>
      ask('open-summary', {
        way, find: text(find), proof: proof === null ? null : text(proof), who,
        ...(fetch === undefined ? {} : { fetch: text(fetch.find), embeddedMost: String(fetch.longerThan) }),
      }, access),
    fetch: async (find, access) => (await ask<{ bundle: string | null }>('fetch-summary', { find: text(find) }, access)).bundle,
  };
}

const text = (bytes: Buffer): string => bytes.toString('base64url');

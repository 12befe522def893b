import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RoomLink } from '@cie/kit/room.ts';

/** Sharing's answers, as subgraphs/sharing/domain/copy-access-log.ts writes them. */
interface CopiedEntry {
  readonly body: string;
  readonly hash: string;
}
interface CopiedLog {
  readonly record: string;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly checkpoint: unknown;
}
export interface LogCopy {
  readonly record: string;
  readonly logs: readonly CopiedLog[];
}
export type PublicLogKeys = readonly { readonly id: string; readonly key: string }[];

export interface CopyToWrite {
  readonly copy: LogCopy;
  readonly keys: PublicLogKeys;
  readonly exchange: string;
  readonly access: AccessContext;
}

/**
 * The copy as JSON, entry by entry: a long log is never in memory whole. What it holds is described in subgraphs/sharing/access-log.md;
 * `bodies` are texts, since a person who hashes them needs them byte for byte.
 */
export async function* writeCopy(sharing: Pick<RoomLink, 'command'>, { copy, keys, exchange, access }: CopyToWrite): AsyncGenerator<string> {
  const head = { format: 'cie-access-log-copy', version: 1, made: access.now.toISOString(), exchange, record: copy.record, keys };
  yield `${JSON.stringify(head).slice(0, -1)},"logs":[`;
  for (const [index, { record, head: end, checkpoint }] of copy.logs.entries()) {
    yield `${index === 0 ? '' : ','}\n{"record":${JSON.stringify(record)},"head":${JSON.stringify(end)},"checkpoint":${JSON.stringify(checkpoint)},"entries":[`;
    for (let after = 0; after < end.seq; ) {
      // Sharing answers what its own command is described to.
      const part = (await sharing.command('log-copy-part', { record, after: String(after), until: String(end.seq) }, access)) as readonly CopiedEntry[];
      // An end before it was announced gives a file that is no JSON, rather than one that looks whole.
      if (part.length === 0) return;
      yield part.map((entry, place) => `${after === 0 && place === 0 ? '\n' : ',\n'}${JSON.stringify(entry)}`).join('');
      after += part.length;
    }
    yield ']}';
  }
  yield ']}\n';
}

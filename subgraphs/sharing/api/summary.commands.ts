import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import { CieError } from '@cie/kit/errors.ts';
import { Label } from '@cie/kit/names.ts';
import { proxyLabels } from '@cie/kit/proxies.ts';
import type { Command } from '@cie/kit/room.ts';
import { summaryWays, type ShareOutcome, type SummaryShare, type SummaryTry } from '@cie/kit/summary-shares.ts';
import type { DoorStore } from '../domain/open-record.ts';
import { listSummaries, openSummary, shareSummary, stopSummary } from '../domain/share-summary.ts';
import { summaryState, type SharedSummary, type SummaryStore } from '../domain/summary-share.ts';
import { asking, oneOf } from './command-reading.ts';
import { createSharingContext } from './sharing-context.ts';

/** Summaries that patients give away (ACS-3); kit/summary-shares.ts says what each command takes. */
export function summaryCommands(store: SummaryStore, doors: DoorStore): Readonly<Record<string, Command>> {
  const groupIn = (access: AccessContext) => createSharingContext(access, doors).groupOf;
  return {
    'share-summary': async (input, given): Promise<{ outcome: ShareOutcome }> => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const labels = read.texts('labels').map((each) => labelOf(each));
      const wish = {
        id: read.text('id'), labels, hours: Number(read.text('hours')),
        keys: { code: wayIn(read, 'code'), link: wayIn(read, 'link') },
        content: { wrapped: bytes(read.text('wrapped')), page: read.text('page'), bundle: read.text('bundle') },
      };
      return { outcome: await shareSummary(access, store, wish) };
    },
    'summary-shares': async (_input, given): Promise<{ shares: readonly SummaryShare[] }> => {
      const access = asking(given);
      const summaries = await listSummaries(access, store, groupIn(access));
      return { shares: summaries.map((each) => shown(each, access.now)) };
    },
    'stop-summary': async (input, given): Promise<{ stopped: boolean }> => {
      const access = asking(given);
      return { stopped: await stopSummary(access, store, groupIn(access), readCommandInput(input).text('id')) };
    },
    'open-summary': async (input, given): Promise<SummaryTry> => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const way = oneOf(summaryWays, read.text('way'), 'way');
      const [proof, fetch] = [read.optionalText('proof'), read.optionalText('fetch')];
      const { kind, content, remaining } = await openSummary(access, store, {
        way, find: bytes(read.text('find')), proof: proof === null ? null : bytes(proof), who: read.optionalText('who') ?? '',
        fetch: fetch === null ? null : { find: bytes(fetch), longerThan: Number(read.text('embeddedMost')) },
      });
      if (content !== null) return { outcome: 'opened', wrapped: content.wrapped.toString('base64url'), page: content.page, bundle: content.bundle };
      return kind === 'wrong' || kind === 'burning' || kind === 'unasked' ? { outcome: 'wrong', remaining } : { outcome: 'closed' };
    },
    'fetch-summary': async (input, given): Promise<{ bundle: string | null }> => ({ bundle: await store.fetch(bytes(readCommandInput(input).text('find')), asking(given).now) }),
  };
}

/** As its owner is shown it: nothing by which it is found or opened. */
function shown(summary: SharedSummary, now: Date): SummaryShare {
  const { id, labels, madeAt, endsAt, wrong, openedAt, openedBy, stoppedAt } = summary;
  return {
    id, labels: proxyLabels.filter((each) => labels.includes(Label[each])), madeAt: madeAt.toISOString(), until: endsAt.toISOString(), state: summaryState(summary, now),
    wrong, openedAt: openedAt?.toISOString() ?? null, openedBy, stoppedAt: stoppedAt?.toISOString() ?? null,
  };
}

function wayIn(read: CommandInput, name: 'code' | 'link') {
  return { find: bytes(read.text(`${name}Find`)), proof: bytes(read.text(`${name}Proof`)) };
}

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

function labelOf(name: string): Label {
  const known = proxyLabels.find((each) => each === name);
  if (known === undefined) throw invalid('labels', `some of: ${proxyLabels.join(', ')}`);
  return Label[known];
}

function invalid(name: string, expected: string): CieError {
  return new CieError('COMMAND_INPUT_INVALID', `The command's field "${name}" must be ${expected}.`);
}

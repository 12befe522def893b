import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { Label } from '@cie/kit/names.ts';
import type { ProxyLabel } from '@cie/kit/proxies.ts';
import type { ShareOutcome } from '@cie/kit/summary-shares.ts';
import type { AskGraph, DownloadOperations, RecordIn } from '../export/record.ts';
import type { Sink } from '../export/sink.ts';
import { writeBundle } from '../export/write-bundle.ts';
import { healthLink } from './health-link.ts';
import { asRecord, readSummary } from './read-summary.ts';
import { sealPart, wrapKey } from './seal-summary.ts';
import type { ShareParts } from './share-parts.ts';
import { keysOfCode, keysOfLink, newCode, newSecret } from './summary-keys.ts';
import { summaryPage } from './summary-page.ts';
import { words } from './words.ts';

export interface SummaryChoice {
  /** Made with the form, so that a form sent twice makes one summary. */
  readonly id: string;
  readonly labels: readonly ProxyLabel[];
  readonly hours: number;
}

/** What its owner is shown once, and what is kept nowhere. */
export interface MadeSummary {
  readonly outcome: 'added';
  readonly code: string;
  readonly link: string;
  readonly page: string;
  readonly endsAt: Date;
}

/** Bytes that a summary may have as a bundle or as a page; both together travel in one call to a room. */
export const largestSummary = 3_000_000;

/**
 * ACS-3: makes a summary of the viewer's own record and gives it to sharing as cipher text alone. The key goes into the link, and sealed with
 * code and date of birth beside the cipher text: nobody opens it without one of the two and the date, neither who runs the exchange nor who
 * steals its databases. Throws SUMMARY_UNAVAILABLE, SUMMARY_NO_BIRTH_DATE, SUMMARY_TOO_LONG, and what sharing throws.
 */
export async function makeSummary(parts: ShareParts, viewer: Viewer, patientId: string, { id, labels, hours }: SummaryChoice): Promise<MadeSummary | { readonly outcome: Exclude<ShareOutcome, 'added'> }> {
  const summary = await readSummary(patientId, askAs(parts, viewer, labels));
  const birthDate = summary.details?.birthDate ?? null;
  if (birthDate === null) throw new CieError('SUMMARY_NO_BIRTH_DATE', words.give.noBirthDate);
  const now = parts.clock();
  const sink = new TextSink();
  await writeBundle(asRecord(summary), sink, { now, wording: words.summary });
  const files = { bundle: sink.content, page: summaryPage(summary, now).text };
  for (const file of Object.values(files)) if (Buffer.byteLength(file) > largestSummary) throw new CieError('SUMMARY_TOO_LONG', words.give.tooLong);

  const [key, code, address] = [randomBytes(32), newCode(), newSecret()];
  const codeKeys = await keysOfCode(parts.slowKey, code, birthDate);
  const [bundle, page] = await Promise.all([sealPart(key, 'bundle', files.bundle), sealPart(key, 'page', files.page)]);
  const access = { requestId: randomUUID(), viewer, now, from: { place: 'page' } } as const;
  const outcome = await parts.summaries.share({ id, labels, hours, code: codeKeys, link: keysOfLink(address, birthDate), wrapped: wrapKey(codeKeys.wrap, key), bundle, page }, access);
  if (outcome !== 'added') return { outcome };
  const endsAt = new Date(now.getTime() + hours * 3_600_000);
  return { outcome, code, endsAt, ...healthLink({ ownOrigin: parts.ownOrigin, address, key, endsAt }) };
}

/** As the person themself, for a summary, with the labels they chose: sharing and the rooms' databases show nothing else (ACS-2). */
function askAs({ execute, clock, pauses }: ShareParts, viewer: Viewer, labels: readonly ProxyLabel[]): AskGraph {
  const onlyLabels = labels.map((each) => Label[each]);
  return async <Name extends keyof DownloadOperations>(name: Name, variables: DownloadOperations[Name]['takes']) => {
    for (const pause of [...pauses, null]) {
      const { data, errors } = await execute(name, { ...variables }, { requestId: randomUUID(), viewer, now: clock(), purpose: 'share', onlyLabels, from: { place: 'page' } });
      if (errors === undefined) {
        // The generator wrote the types of each operation from its document and the committed schema.
        const { patient } = (data ?? { patient: null }) as unknown as DownloadOperations[Name]['gives'];
        if (patient === null) throw new CieError('OWN_RECORD_ONLY', 'This record does not open for a summary.');
        return patient as RecordIn<Name>;
      }
      if (pause !== null) await sleep(pause);
    }
    throw new CieError('SUMMARY_UNAVAILABLE', words.give.unavailable);
  };
}

/** Keeps a bundle whole: a summary is short. */
class TextSink implements Sink {
  readonly #parts: string[] = [];
  #first = '';

  write(content: string | Uint8Array): Promise<void> {
    this.#parts.push(typeof content === 'string' ? content : Buffer.from(content).toString());
    return Promise.resolve();
  }

  begin(content: string): Promise<void> {
    this.#first = content;
    return Promise.resolve();
  }

  get content(): string {
    return this.#first + this.#parts.join('');
  }
}

import { randomInt } from 'node:crypto';
import { changePurposes } from '@cie/kit/changes.ts';
import { allLabels } from '@cie/kit/names.ts';
import { seededGenerator } from '@cie/kit/testing/mutate-bytes.ts';
import { decide, type Opening } from '@cie/sharing/decide';
import { describe, expect, it } from 'vitest';
import { doorsTo, mayName, waysIn, type Item } from './reference-model.ts';
import { organisationCodes, randomPolicy } from './random-policies.ts';

const cases = Number(process.env['CIE_POLICIES'] ?? 100_000);
const seed = Number(process.env['CIE_SEED'] ?? randomInt(2 ** 31));

const items: readonly Item[] = allLabels.flatMap((label) => organisationCodes.flatMap((organisation) => [false, true].map((delayed) => ({ label, organisation, delayed }))));

/** What the openings that were decided show of an item, at this moment. */
function doorsDecided(openings: readonly Opening[], item: Item, now: Date): string[] {
  const open = openings.filter(({ labels, organisations, delayed, until }) =>
    labels.some((label) => label === item.label) && (organisations === 'every' || organisations.includes(item.organisation)) && (delayed || !item.delayed) && (until === null || until > now));
  return [...new Set(open.map(({ door }) => door))].toSorted();
}

describe('ACS-2, ACS-3, ACS-4, ACS-5, ACC-4, RES-3, SAR-1: the one decision against a model of the requirements', () => {
  it(`agrees on every item in ${cases} random policies and requests (seed ${seed})`, { timeout: 60_000 + cases }, () => {
    const pick = seededGenerator(seed);
    const opened = new Map<string, number>();
    const mismatches: string[] = [];
    for (let count = 0; count < cases; count += 1) {
      const policy = randomPolicy(pick);
      const { viewer, patientId, facts, operation, now } = policy;
      const openings = decide(viewer, patientId, facts, operation as Parameters<typeof decide>[3], now); // one of the names that the type lists
      const ways = waysIn(viewer, patientId, facts, now);
      const wrong = items.find((item) => doorsDecided(openings, item, now).join() !== doorsTo(ways, operation, item).join());
      if (wrong !== undefined) {
        const [found, expected] = [doorsDecided(openings, wrong, now), doorsTo(ways, operation, wrong)];
        mismatches.push(`case ${count}: decided [${found.join()}], the model says [${expected.join()}] of ${JSON.stringify({ item: wrong, ...policy })}`);
      }
      for (const { door, writes } of openings) {
        opened.set(`${operation} by ${door}`, (opened.get(`${operation} by ${door}`) ?? 0) + 1);
        const names = viewer !== null && operation in changePurposes ? mayName(viewer, operation) ?? 'every' : undefined;
        if (JSON.stringify(writes) !== JSON.stringify(names)) mismatches.push(`case ${count}: may write rows of ${JSON.stringify(writes)}, the model says ${JSON.stringify(names)} of ${JSON.stringify(policy)}`);
      }
    }
    console.info(`${cases} random policies and requests, each asked of ${items.length} items: ${mismatches.length} mismatches with the reference model; ${opened.size} ways in were used (seed ${seed})`);
    expect(mismatches.slice(0, 5)).toEqual([]);
    // Every way in was met, so that agreement is not that of two who always refuse.
    for (const way of ['read by self', 'read by proxy', 'read by invited', 'read by own-organisation', 'read by emergency', 'download by self', 'download by invited', 'release-result by own-organisation', 'move-report by self']) {
      expect(opened.get(way) ?? 0, `${way}`).toBeGreaterThan(cases / 5000);
    }
  });
});

import type { FiledObservation, StoredObservation } from './report.ts';

/**
 * Gives each test the place (`subId`) that it has in the record already, found by what its sender calls it: the order in which
 * tests are listed changes between versions, and must not move a value to its neighbour. A test that is new gets a place of its own.
 */
export function fitSources(stored: readonly StoredObservation[], sent: readonly FiledObservation[]): readonly FiledObservation[] {
  const found = new Map<FiledObservation, StoredObservation>();
  const taken = new Set<string>();
  for (const test of sent) {
    const same = isNamed(test) ? stored.filter((each) => each.sourceId === test.sourceId && each.code === test.code && !taken.has(each.id)) : [];
    const row = same.find(({ subId }) => subId === test.subId) ?? same[0];
    if (row === undefined) continue;
    found.set(test, row);
    taken.add(row.id);
  }
  const used = new Set([...found.values(), ...sent.filter((test) => !isNamed(test))].map(placeOf));
  return sent.map((test) => {
    if (!isNamed(test)) return test;
    const row = found.get(test);
    if (row !== undefined) return { ...test, subId: row.subId };
    const fitted = { ...test, subId: freePlace(test, used) };
    used.add(placeOf(fitted));
    return fitted;
  });
}

function isNamed({ sourceId = null }: FiledObservation): boolean {
  return sourceId !== null;
}

const placeOf = ({ code, subId }: Pick<FiledObservation, 'code' | 'subId'>): string => JSON.stringify([code, subId]);

function freePlace({ code, subId }: FiledObservation, used: ReadonlySet<string>): string {
  let place = subId;
  for (let number = 2; used.has(placeOf({ code, subId: place })); number++) place = `${subId}~${number}`;
  return place;
}

import { Label } from '@cie/kit/names.ts';
import type { FilingContext } from '@cie/kit/feed.ts';
import type { FiledPlace, FilingStore, FilingTransaction, ReportPlace } from './file-report.ts';
import { emptied } from './left-out.ts';
import { isDropped, mergeReport, type MergeRules } from './merge-report.ts';
import { isGone, ResultStatus, type FiledObservation, type FiledReport, type StoredReport } from './report.ts';
import { supersedes } from './supersede.ts';

/** A report made of named resources, with the names of all tests that it speaks for. */
export interface SourcedReport {
  readonly report: FiledReport;
  readonly sources: readonly string[];
}

/** A test, or panel of tests, that came without a report that speaks for it. */
export interface LoneTest extends SourcedReport {
  /** True for what is measured beside a person; a laboratory's or a scanner's finding waits for its report, which knows delay and label. */
  readonly mayStand: boolean;
  /** Names of those that say themselves when they were issued. */
  readonly dated: ReadonlySet<string>;
  /** Where it stood in what was sent. */
  readonly path: string;
}

export interface SourcedResults {
  readonly reports: readonly SourcedReport[];
  readonly alone: readonly LoneTest[];
}

/** A test came before its report. Nothing of the message was filed. */
export class ReportMissing extends Error {
  readonly path: string;

  constructor(path: string) {
    super('A test came before the report that speaks for it.');
    this.name = 'ReportMissing';
    this.path = path;
  }
}

interface Filer {
  readonly store: FilingStore;
  readonly filing: FilingContext;
  readonly rules: MergeRules;
}

/**
 * Files reports whose tests are resources of their own (FHIR), exactly once: a test sent alone is the next version of what its
 * report says, and a report takes over the tests that it speaks for and that were filed alone. Throws ReportMissing.
 */
export async function fileSourcedResults(filing: FilingContext, { reports, alone }: SourcedResults, transaction: FilingTransaction, newId: () => string, now = new Date()): Promise<void> {
  await transaction(async (store) => {
    await store.lock(filing.recordIds);
    if (!(await store.claim(filing.messageId, filing.patientId))) return;
    const delays = await store.delayRules(filing.organisation);
    const filer: Filer = { store, filing, rules: { organisation: filing.organisation, delays, newId, now } };
    const resources = Map.groupBy(reports, ({ report }) => JSON.stringify([report.filler, report.sourceCode ?? null]));
    for (const parts of resources.values()) await fileResource(filer, parts);
    for (const each of alone) await fileLone(filer, each);
  });
}

/** All reports made of one resource; former ones of it that a correction no longer has are withdrawn, and all of them with the whole. */
async function fileResource(filer: Filer, parts: readonly SourcedReport[]): Promise<void> {
  const [first] = parts;
  if (first === undefined) return;
  const { store, filing, rules } = filer;
  const panels = await store.findPanels(filing, first.report);
  const fresh: ReportPlace[] = [];
  for (const part of parts) {
    const isKnown = panels.some(({ state }) => state.report.code === part.report.code);
    // A withdrawal that names no panel is about those that are there.
    const isSaid = panels.length > 0 && isGone(part.report.status) && part.report.observations.length === 0;
    if (isKnown || !(isSaid || panels.some(({ state }) => isDropped(state.report, part.report)))) {
      const place = await filePart(filer, part);
      if (!isKnown) fresh.push(place);
    }
  }
  const replaced: FiledPlace[] = [];
  for (const { patientId, state } of panels) {
    const isListed = parts.some(({ report }) => report.code === state.report.code);
    const takesAlong = isGone(first.report.status) || first.report.isWhole === true;
    const ends = takesAlong && supersedes(first.report, state.report);
    if (isListed || !(ends || isGone(state.report.status))) continue;
    replaced.push({ patientId, state });
    if (!ends) continue;
    const status = isGone(first.report.status) ? first.report.status : ResultStatus.withdrawn;
    await store.save({ ...filing, patientId }, mergeReport(state, { ...goneReport(state.report, first.report), status }, rules));
  }
  await carryChoices(store, replaced, fresh);
}

/** ACS-1: a panel whose code was put right is the one that the patient moved. Of several choices one that hides comes before general. */
async function carryChoices(store: FilingStore, replaced: readonly FiledPlace[], fresh: readonly ReportPlace[]): Promise<void> {
  for (const from of replaced.toSorted((one, other) => other.state.report.label - one.state.report.label)) {
    for (const to of fresh) await store.carryChoice(placeOf(from), to);
  }
}

const placeOf = ({ patientId, state }: FiledPlace): ReportPlace => ({ patientId, id: state.report.id });

async function filePart({ store, filing, rules }: Filer, { report, sources }: SourcedReport): Promise<ReportPlace> {
  const stored = await store.find(filing, report);
  const found = await store.findSources(filing, sources);
  const lone = found.filter(({ state }) => sources.includes(state.report.filler) && state.report.filler !== report.filler);
  const patientId = stored?.patientId ?? lone[0]?.patientId ?? filing.patientId;
  // What lies in another record of the person, was decided about, or stands here already cannot move: it is withdrawn where it lies.
  const mayMove = (each: FiledPlace): boolean =>
    each.patientId === patientId && each.state.decisions.length === 0 && !each.state.observations.some(({ sourceId }) => stored?.state.observations.some((test) => test.sourceId === sourceId));
  const change = mergeReport(stored?.state ?? null, report, rules, lone.filter(mayMove).map(({ state }) => state));
  await store.save({ ...filing, patientId }, change);
  const place = { patientId, id: change.report.id };
  const stays = lone.filter((one) => !mayMove(one));
  for (const each of stored === null ? found : stays.filter(({ state }) => !isGone(state.report.status))) await keepHidden(store, each, place);
  for (const each of stays) await retire({ store, filing, rules }, each, change.report);
  return place;
}

async function fileLone(filer: Filer, lone: LoneTest): Promise<void> {
  const { report, sources } = lone;
  const found = await filer.store.findSources(filer.filing, sources);
  const own = found.find(({ state }) => state.report.filler === report.filler && state.report.code === report.code);
  const others = found.filter((each) => each !== own && (!sources.includes(each.state.report.filler) || each.state.report.filler === report.filler));
  const inReport = others.filter(({ state }) => !isGone(state.report.status) || own === undefined);
  if (inReport.length > 0) {
    for (const each of inReport) await fileInto(filer, each, lone);
    const [first] = inReport;
    if (own !== undefined && first !== undefined) {
      for (const each of inReport) await keepHidden(filer.store, own, placeOf(each));
      await retire(filer, own, first.state.report);
    }
  } else if (own !== undefined || lone.mayStand) await fileResource(filer, [lone]);
  else throw new ReportMissing(lone.path);
}

/** The next version of single tests of a report, whose own facts stay. */
async function fileInto({ store, filing, rules }: Filer, { patientId, state }: FiledPlace, { report, dated, path }: LoneTest): Promise<void> {
  const tests: FiledObservation[] = [];
  for (const [sourceId, sent] of Map.groupBy(report.observations, (each) => each.sourceId ?? '')) {
    const rows = state.observations.filter((each) => each.sourceId === sourceId);
    const [newest] = rows.toSorted((one, other) => (supersedes(one, other) ? -1 : 1));
    if (newest === undefined) continue;
    // One that says nothing of its issue was filed with its report's: then the time of sending tells two versions apart.
    const versions = sent.map((each) => (dated.has(sourceId) ? each : { ...each, issuedAt: newest.issuedAt }));
    const [version] = versions;
    if (version === undefined || !supersedes(version, newest)) continue;
    // A result for a report that was taken back or cancelled: only its sender can say where it belongs.
    if (isGone(state.report.status) && !isGone(version.status)) throw new ReportMissing(path);
    const dropped = rows.filter((row) => !versions.some(({ code }) => code === row.code));
    tests.push(...versions, ...dropped.map((row) => emptied(row, version, ResultStatus.withdrawn)));
  }
  if (tests.length === 0 || isGone(state.report.status)) return;
  const change = mergeReport(state, { ...state.report, label: report.label, observations: tests, files: [] }, rules);
  await store.save({ ...filing, patientId }, change);
}

/** What the patient hid with a test stays hidden in the next report that speaks for it. A choice of general is not taken over: that report may hold what is not. */
async function keepHidden(store: FilingStore, from: FiledPlace, into: ReportPlace): Promise<void> {
  if (from.state.report.label !== Label.general) await store.carryChoice(placeOf(from), into);
}

/** Withdraws a report that another speaks for, and hides it as that one is hidden. */
async function retire({ store, filing, rules }: Filer, { patientId, state }: FiledPlace, by: StoredReport): Promise<void> {
  if (isGone(state.report.status)) return;
  const label = state.report.label === Label.general ? by.label : state.report.label;
  const change = mergeReport(state, { ...goneReport(state.report, by), status: ResultStatus.withdrawn, label }, rules);
  const [before, after] = [change.report.delayedUntil, by.delayedUntil];
  const delayedUntil = before !== null && after !== null && before > after ? before : (after ?? before);
  await store.save({ ...filing, patientId }, { ...change, report: { ...change.report, delayedUntil }, showNotice: false });
}

function goneReport(report: StoredReport, by: Pick<FiledReport, 'issuedAt' | 'sentAt'>): FiledReport {
  return { ...report, issuedAt: report.issuedAt > by.issuedAt ? report.issuedAt : by.issuedAt, sentAt: by.sentAt, comments: [], observations: [], files: [] };
}

import { Label } from '@cie/kit/names.ts';
import type { DelayRule } from './delay.ts';
import { goneWithout } from './left-out.ts';
import { fitSources } from './fit-sources.ts';
import { firstVersion, nextVersion, type ObservationChange } from './merge-observation.ts';
import { releaseOf, type Release, type ReleaseDecision } from './release.ts';
import { ReportKind, ResultStatus, type FiledObservation, type FiledReport, type ResultFile, type StoredObservation, type StoredReport } from './report.ts';
import { isFinal, supersedes } from './supersede.ts';

/** A report and its tests as the record has them. */
export interface FiledState {
  readonly report: StoredReport;
  readonly observations: readonly StoredObservation[];
  /** What professionals decided about its release. */
  readonly decisions: readonly ReleaseDecision[];
}

/** What filing one report changes. */
export interface ReportChange {
  readonly report: StoredReport;
  readonly isNew: boolean;
  readonly observations: readonly ObservationChange[];
  /** Files of the tests that changed. */
  readonly files: readonly ResultFile[];
  /** Whether patients are told that it waits. */
  readonly showNotice: boolean;
  /** Reports whose tests all stand in this one from now on. */
  readonly absorbed: readonly string[];
}

export interface MergeRules {
  readonly organisation: string;
  readonly delays: readonly DelayRule[];
  readonly now: Date;
  newId(): string;
}

/**
 * Files what a message says of one order into what the record has (RES-1, RES-3, ING-2). Each test is judged for itself;
 * the report's own facts follow the version that wins. Nothing that the message leaves out is touched, but for what
 * `goneWithout` says. `absorbed` are reports of single tests that this one speaks for: it takes their tests over.
 */
export function mergeReport(stored: FiledState | null, incoming: FiledReport, rules: MergeRules, absorbed: readonly FiledState[] = []): ReportChange {
  const id = stored?.report.id ?? rules.newId();
  const wins = stored === null || supersedes(incoming, stored.report);
  const taken = absorbed.flatMap((each) => each.observations.map((test) => ({ ...test, reportId: id, subId: test.id.replaceAll('-', '') })));
  const known = [...(stored?.observations ?? []), ...taken];
  const sent = fitSources(known, incoming.observations).filter((test) => wins || !isDropped(stored.report, incoming) || known.some((each) => keyOf(each) === keyOf(test)));
  const tests = [...sent, ...goneWithout(stored?.observations ?? [], { ...incoming, observations: sent }, wins)];
  const observations = withTaken(mergeObservations(known, tests, id, rules), taken);
  const facts = wins ? incoming : stored.report;
  const delayFrom = mergedDelayFrom(stored, incoming, wins);
  const kind = mergedKind(stored, incoming, facts);
  const release = releaseOfAll(stored, incoming, { kind, delayFrom }, rules);
  const held = new Set(observations.map(({ state }) => state.fileDigest));
  return {
    isNew: stored === null,
    observations,
    files: incoming.files.filter(({ digest }) => held.has(digest)),
    showNotice: release.showNotice,
    absorbed: absorbed.map(({ report }) => report.id),
    report: {
      id,
      organisation: rules.organisation,
      filler: incoming.filler,
      code: incoming.code,
      placer: facts.placer ?? stored?.report.placer ?? null,
      kind,
      codeSystem: facts.codeSystem,
      name: facts.name,
      status: facts.status,
      issuedAt: facts.issuedAt,
      issuedAtText: facts.issuedAtText,
      sentAt: facts.sentAt,
      ...collectionOf(facts, stored),
      site: facts.site ?? stored?.report.site ?? null,
      author: facts.author ?? stored?.report.author ?? null,
      requester: facts.requester ?? stored?.report.requester ?? null,
      comments: facts.comments.length > 0 || facts.status === ResultStatus.withdrawn ? facts.comments : (stored?.report.comments ?? []),
      sourceCode: facts.sourceCode ?? stored?.report.sourceCode ?? null,
      label: mergedLabel(stored, incoming),
      corrected: stored?.report.corrected === true || facts.status === ResultStatus.corrected || observations.some(({ state }) => state.corrected),
      delayFrom,
      delayedUntil: release.delayedUntil,
    },
  };
}

/** The delay runs from the first final version. Until then it only ever moves on: a version that calls itself older must not end it. */
function mergedDelayFrom(stored: FiledState | null, incoming: FiledReport, wins: boolean): Date {
  if (stored === null) return incoming.delayFrom;
  const { status, delayFrom } = stored.report;
  if (isFinal(status) || !wins) return delayFrom;
  return incoming.delayFrom > delayFrom ? incoming.delayFrom : delayFrom;
}

function mergeObservations(stored: readonly StoredObservation[], incoming: readonly FiledObservation[], reportId: string, rules: MergeRules): ObservationChange[] {
  const known = new Map(stored.map((each) => [keyOf(each), each]));
  let position = stored.reduce((last, each) => Math.max(last, each.position), 0);
  const changes: ObservationChange[] = [];
  for (const each of incoming) {
    const before = known.get(keyOf(each));
    const change = before === undefined ? firstVersion(each, { id: rules.newId(), reportId, position: ++position }) : nextVersion(before, each);
    if (change !== null) changes.push(change);
  }
  return changes;
}

/** Tests that move with their report's end are written even where nothing else about them changed. */
function withTaken(changes: readonly ObservationChange[], taken: readonly StoredObservation[]): ObservationChange[] {
  const changed = new Set(changes.map(({ state }) => state.id));
  return [...changes, ...taken.filter(({ id }) => !changed.has(id)).map((state) => ({ state, replaced: null }))];
}

/** An old version of a resource must not bring back what its correction had left out before the old one came. */
export function isDropped(stored: StoredReport, incoming: FiledReport): boolean {
  const isSettled = stored.status === ResultStatus.corrected || stored.status === ResultStatus.withdrawn;
  return incoming.sourceCode !== undefined && incoming.sourceCode !== null && isSettled && !supersedes(incoming, stored);
}

/** Identity of a test within its order: one value each (protocols, ORU). */
export function keyOf({ code, subId }: { readonly code: string; readonly subId: string }): string {
  return JSON.stringify([code, subId]);
}

/** A label once given stays: a correction without the clue must not open a sensitive report to more people. */
function mergedLabel(stored: FiledState | null, incoming: FiledReport): Label {
  return stored === null || stored.report.label === Label.general ? incoming.label : stored.report.label;
}

/** Radiology once is radiology always: a correction that forgot the section (OBR-24) must not end the delay of a scan. */
function mergedKind(stored: FiledState | null, incoming: FiledReport, facts: Pick<FiledReport, 'kind'>): ReportKind {
  const isRadiology = [stored?.report.kind, incoming.kind].includes(ReportKind.radiology);
  return isRadiology ? ReportKind.radiology : facts.kind;
}

function collectionOf(facts: Pick<FiledReport, 'collectedAt' | 'collectedAtText'>, stored: FiledState | null): Pick<FiledReport, 'collectedAt' | 'collectedAtText'> {
  const { collectedAt, collectedAtText } = facts.collectedAt === null && stored !== null ? stored.report : facts;
  return { collectedAt, collectedAtText };
}

function releaseOfAll(stored: FiledState | null, incoming: FiledReport, { kind, delayFrom }: Pick<StoredReport, 'kind' | 'delayFrom'>, { delays, organisation, now }: MergeRules): Release {
  const before = stored === null ? null : {
    kind: stored.report.kind, isFinal: isFinal(stored.report.status), delayedUntil: stored.report.delayedUntil, codes: testCodesOf(stored.report, stored.observations),
  };
  const codes = [...new Set([...(before?.codes ?? []), ...testCodesOf(incoming, incoming.observations)])];
  return releaseOf({ organisation, kind, delayFrom, codes, rules: delays, decisions: stored?.decisions ?? [], before, now });
}

/** Codes by which a delay policy may list a report: its own and those of its tests. */
export function testCodesOf(report: { readonly code: string }, observations: readonly { readonly code: string }[]): string[] {
  return [report.code, ...observations.map(({ code }) => code)];
}

import { conceptOf, conceptNames, type Concept } from '@cie/kit/fhir/concept.ts';
import { readAttachment, wordsOf } from '@cie/kit/fhir/attachment.ts';
import type { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import { parseFhirTime, timeAt } from '@cie/kit/fhir/fhir-time.ts';
import { nameOf, referenceTo } from '@cie/kit/fhir/named.ts';
import { narrativeOf, notesOf, plainWords } from '@cie/kit/fhir/narrative.ts';
import { sourceIdOf, versionTime } from '@cie/kit/fhir/source-id.ts';
import type { IncomingMessage } from '@cie/kit/feed.ts';
import { issuedBy } from '@cie/kit/hl7/hl7-time.ts';
import { siteName } from '@cie/kit/sender-facts.ts';
import { ReportKind, ResultStatus, type FiledObservation, type FiledReport, type ResultFile } from '../domain/report.ts';
import { largestFile, readResultFile } from '../domain/result-file.ts';
import type { LoneTest, SourcedReport } from '../domain/file-sourced-results.ts';
import { fhirKind, fhirStatus, isGenericReport, mayStandAlone } from './fhir-codes.ts';
import { fhirResultLabel } from './fhir-result-label.ts';
import { hasValue, mapFhirObservation, membersOf, withPlainIds, type ReportFacts } from './map-fhir-observation.ts';

/** Reports as they are filed, and the observations that they spoke for. */
export interface Mapped<Report extends SourcedReport> {
  readonly reports: readonly Report[];
  readonly used: readonly FhirElement[];
}

/** What tests stand under: the report's own heading, or that of a panel in it. */
interface Heading {
  readonly code: Concept;
  readonly observations: readonly FhirElement[];
  /** All that it speaks for: the observations, and a panel that has no value itself. */
  readonly spokenFor: readonly FhirElement[];
}

/**
 * A DiagnosticReport: one report for each panel in it (`hasMember`), one for tests that stand in it directly; all under the
 * report's identifier, as one accession number covers several panels in HL7 v2. Throws FhirHeld.
 */
export function mapDiagnosticReport(incoming: IncomingMessage, bundle: FhirBundle, report: FhirElement): Mapped<SourcedReport> {
  const results = report.elements('result').map((reference) => {
    const found = bundle.resolve(reference, report);
    if (found?.type !== 'Observation') throw new FhirHeld('reference-unresolved', reference.path, 'leads to no Observation that came with it or before it. Send it, then replay.');
    return found;
  });
  const panels = results.map((result) => ({ result, members: membersOf(bundle, result) }));
  const direct = panels.filter(({ members }) => members.length === 0).map(({ result }) => result);
  const headings: Heading[] = panels.filter(({ members }) => members.length > 0).map(({ result, members }) => ({ code: headingOf(result), observations: hasValue(result) ? [result, ...members] : members, spokenFor: [result, ...members] }));
  const attached = attachmentsOf(bundle, report);
  if (direct.length > 0 || headings.length === 0) headings.unshift({ code: reportCode(bundle, report, direct), observations: direct, spokenFor: direct });
  const facts = reportFacts(incoming, bundle, report);
  // The report's own, not that of its tests or request: a version that withdraws it may name neither.
  const sourceCode = headingOf(report).code;
  return {
    used: panels.flatMap(({ result, members }) => [result, ...members]),
    reports: joined(headings).map((heading, index) => fileUnder(incoming, bundle, report, { heading, facts, sourceCode, attached: index === 0 ? attached : nothing })),
  };
}

/** Two panels of one code would be two versions of one report. */
function joined(headings: readonly Heading[]): readonly Heading[] {
  return [...Map.groupBy(headings, ({ code }) => code.code).values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const all = [first, ...others];
    return [{ ...first, observations: [...new Set(all.flatMap((each) => each.observations))], spokenFor: [...new Set(all.flatMap((each) => each.spokenFor))] }];
  });
}

/** An Observation that no report of its message speaks for: the next version of a test that one speaks for, or a report of its own. */
export function mapLoneObservation(incoming: IncomingMessage, bundle: FhirBundle, observation: FhirElement): Mapped<LoneTest> {
  const members = membersOf(bundle, observation);
  const used = [observation, ...members];
  const heading = { code: headingOf(observation), observations: members.length === 0 || hasValue(observation) ? used : members, spokenFor: used };
  const facts = reportFacts(incoming, bundle, observation);
  const filed = fileUnder(incoming, bundle, observation, { heading, facts, sourceCode: observation.type, attached: nothing });
  return {
    used,
    reports: [{
      ...filed, path: observation.path,
      mayStand: mayStandAlone(observation) && members.every((each) => each.elements('category').length === 0 || mayStandAlone(each)),
      dated: new Set(used.filter((each) => each.text('issued') !== null).map(facts.sourceOf)),
    }],
  };
}

interface Attached {
  readonly observations: readonly Pick<FiledObservation, 'code' | 'name' | 'subId' | 'type' | 'value' | 'fileDigest'>[];
  readonly comments: readonly string[];
  readonly files: readonly ResultFile[];
}

const nothing: Attached = { observations: [], comments: [], files: [] };

interface Plan {
  readonly heading: Heading;
  readonly facts: ReportFacts;
  readonly sourceCode: string;
  readonly attached: Attached;
}

function fileUnder(incoming: IncomingMessage, bundle: FhirBundle, of: FhirElement, { heading, facts, sourceCode, attached }: Plan): SourcedReport {
  const { code } = heading;
  const { sourceOf, zone: _zone, ...standing } = facts;
  const isWithdrawn = facts.status === ResultStatus.withdrawn;
  const observations = withPlainIds(heading.observations.flatMap((each) => mapFhirObservation(bundle, each, facts)), attached.observations.map((each) => each.code));
  const text = attached.observations.map((each): FiledObservation => ({
    ...each, codeSystem: '', unit: null, referenceRange: null, low: null, high: null, flag: null, susceptibility: null, comments: [],
    value: isWithdrawn ? null : each.value, fileDigest: isWithdrawn ? null : each.fileDigest,
    status: facts.status, issuedAt: facts.issuedAt, sentAt: facts.sentAt, observedAt: facts.collectedAt ?? facts.issuedAt, observedAtText: facts.collectedAtText,
  }));
  const issued = parseFhirTime(of.text('issued'), facts.zone);
  const requests = of.elements('basedOn').map((reference) => bundle.resolve(reference, of)).filter((each) => each?.type === 'ServiceRequest');
  const [request = null] = requests;
  const place = referenceTo(bundle, of.elements('performer'), of, 'Organization', 'Location');
  const person = referenceTo(bundle, [...of.elements('resultsInterpreter'), ...of.elements('performer')], of, 'Practitioner', 'PractitionerRole');
  const site = nameOf(bundle, place, of);
  const filed: FiledReport = {
    ...standing,
    filler: sourceOf(of),
    sourceCode,
    // What was added to a report (`appended`) leaves nothing out.
    isWhole: facts.status === ResultStatus.corrected,
    placer: request?.element('identifier')?.text('value') ?? null,
    kind: fhirKind(of),
    code: code.code, codeSystem: code.system, name: code.name,
    issuedAtText: issued?.text ?? null,
    delayFrom: issuedBy(issued, facts.sentAt),
    site: site === null ? null : siteName(incoming, site),
    author: nameOf(bundle, person, of),
    requester: request === null ? null : nameOf(bundle, request.element('requester'), request),
    label: fhirResultLabel(incoming, bundle, of, { tests: [code, ...observations], requests: requests.filter((each) => each !== null), members: heading.observations }),
    comments: isWithdrawn ? [] : [...(of.type === 'DiagnosticReport' ? notesOf(of) : []), ...attached.comments],
    observations: [...observations, ...text],
    files: isWithdrawn ? [] : attached.files,
  };
  return { report: filed, sources: heading.spokenFor.map(sourceOf) };
}

/** A contained resource is named within what contains it only. */
function sourceNamer(incoming: IncomingMessage, bundle: FhirBundle, of: FhirElement): (named: FhirElement) => string {
  const own = sourceIdOf(bundle, of, incoming.id);
  return (named) => {
    const isContained = named !== of && !bundle.entries.some(({ resource }) => resource === named) && !named.has('identifier');
    return isContained ? `${own}#${named.text('id') ?? ''}` : sourceIdOf(bundle, named, incoming.id);
  };
}

function reportFacts(incoming: IncomingMessage, bundle: FhirBundle, of: FhirElement): ReportFacts {
  const zone = incoming.sender?.zone;
  const status = fhirStatus(of);
  if (status === null) throw new FhirHeld('malformed', `${of.path}.status`, 'is not a status of a report.');
  const sentAt = versionTime(bundle, of, incoming.receivedAt);
  const specimens = [...of.elements('specimen')].map((reference) => bundle.resolve(reference, of)).flatMap((each) => each?.element('collection') ?? []);
  const collected = timeAt(of, ['effectiveDateTime', 'effectiveInstant', 'effectivePeriod'], zone) ?? specimens.map((each) => timeAt(each, ['collectedDateTime', 'collectedPeriod'], zone)).find((each) => each !== null) ?? null;
  return {
    status, sentAt, zone, sourceOf: sourceNamer(incoming, bundle, of),
    // Not the time of sending: a report that is sent again would otherwise look newly issued.
    issuedAt: parseFhirTime(of.text('issued'), zone)?.instant ?? collected?.instant ?? sentAt,
    collectedAt: collected?.instant ?? null,
    collectedAtText: collected?.text ?? null,
  };
}

function headingOf(of: FhirElement): Concept {
  const code = conceptOf(of.element('code'));
  if (code === null) throw new FhirHeld('required-field-missing', `${of.path}.code`, 'names no test or examination.');
  return code;
}

/** Many UK laboratories call every report a report: then what was asked for, or the one test in it, names it. */
function reportCode(bundle: FhirBundle, report: FhirElement, direct: readonly FhirElement[]): Concept {
  const own = headingOf(report);
  if (!isGenericReport(own.code)) return own;
  const requested = report.elements('basedOn').map((reference) => bundle.resolve(reference, report)).map((request) => conceptOf(request?.element('code') ?? null)).filter((code) => code !== null);
  const [only, ...others] = requested;
  if (only !== undefined && others.length === 0) return only;
  const [test, ...tests] = direct;
  return test !== undefined && tests.length === 0 ? headingOf(test) : own;
}

/** The words and files of a report: its conclusion, the forms it is presented in, else its narrative. */
function attachmentsOf(bundle: FhirBundle, report: FhirElement): Attached {
  const conclusion = [report.text('conclusion'), ...conceptNames(report.elements('conclusionCode'))].flatMap((text) => (text === null ? [] : [plainWords(text)]));
  const texts: string[] = [];
  const files: { file: ResultFile; title: string }[] = [];
  for (const form of report.elements('presentedForm')) {
    const attachment = readAttachment(bundle, form, report, largestFile);
    const words = wordsOf(attachment, form.path);
    const file = words === null ? readResultFile(attachment.bytes) : null;
    if (words !== null) texts.push(words);
    else if (file !== null) files.push({ file, title: attachment.title ?? 'Report' });
    else throw new FhirHeld('content-unsupported', form.path, 'holds neither text, PDF nor a picture.');
  }
  const isRadiology = fhirKind(report) === ReportKind.radiology;
  const narrative = narrativeOf(report);
  const body = [...texts, ...(isRadiology || texts.length === 0 ? conclusion : [])];
  if (body.length === 0 && files.length === 0 && report.elements('result').length === 0 && narrative !== null) body.push(narrative);
  const isText = isRadiology || texts.length > 0;
  return {
    observations: [
      ...(isText && body.length > 0 ? [{ code: 'text', name: 'Report', subId: '', type: 'TX', value: body.join('\n\n'), fileDigest: null }] : []),
      ...files.map(({ file, title }, index) => ({ code: 'presentedForm', name: title, subId: index === 0 ? '' : String(index + 1), type: 'ED', value: file.mediaType === 'application/pdf' ? '[PDF]' : '[picture]', fileDigest: file.digest })),
    ],
    comments: isText ? (isRadiology ? [] : conclusion) : body,
    files: [...new Map(files.map(({ file }) => [file.digest, file])).values()],
  };
}

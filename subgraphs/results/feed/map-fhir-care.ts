import type { IncomingMessage } from '@cie/kit/feed.ts';
import { cluesOf, codesOf, conceptNames, conceptOf, type Concept } from '@cie/kit/fhir/concept.ts';
import type { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import { LABEL_UNCLEAR, securityOf, strictest } from '@cie/kit/fhir/fhir-label.ts';
import { timeAt } from '@cie/kit/fhir/fhir-time.ts';
import { nameOf } from '@cie/kit/fhir/named.ts';
import { narrativeOf, notesOf, plainWords } from '@cie/kit/fhir/narrative.ts';
import { sourceIdOf, versionTime } from '@cie/kit/fhir/source-id.ts';
import { Label } from '@cie/kit/names.ts';
import { labelOfResult } from '../domain/result-label.ts';
import {
  CareKind, carePlanStatuses, clinicalStatuses, criticalities, medicationStatuses, severities, verificationStatuses,
  type FiledCareItem, type FromFeed,
} from '../domain/care/care-item.ts';

/** The medications, allergies, conditions and plans of a bundle about one person (CAR-1, ING-3). Throws FhirHeld. */
export function mapFhirCare(incoming: IncomingMessage, bundle: FhirBundle): readonly FiledCareItem[] {
  return bundle.filed('MedicationStatement', 'AllergyIntolerance', 'Condition', 'CarePlan').map((resource) => mappers[resource.type]?.({ incoming, bundle, resource })).filter((item) => item !== undefined);
}

interface Place {
  readonly incoming: IncomingMessage;
  readonly bundle: FhirBundle;
  readonly resource: FhirElement;
}

const mappers: Readonly<Record<string, (place: Place) => FiledCareItem>> = {
  MedicationStatement: mapMedication,
  AllergyIntolerance: mapAllergy,
  Condition: mapCondition,
  CarePlan: mapCarePlan,
};

function mapMedication(place: Place): FiledCareItem {
  const { bundle, resource } = place;
  const what = medicationOf(bundle, resource);
  return {
    kind: CareKind.medication,
    ...coded(what), ...fromFeed(place, what, ['informationSource']),
    status: oneOf(medicationStatuses, resource.text('status')) ?? 'unknown',
    dosage: resource.elements('dosage').map(dosageText).filter((text) => text !== '').join('\n') || null,
    reason: [...conceptNames(resource.elements('reasonCode')), ...resource.elements('reasonReference').flatMap((each) => nameOfCondition(bundle, each, resource) ?? [])].join('; ') || null,
    ...dates(place, ['effectiveDateTime', 'effectivePeriod'], ['effectivePeriod'], ['dateAsserted']),
  };
}

function mapAllergy(place: Place): FiledCareItem {
  const { resource } = place;
  const what = needed(conceptOf(resource.element('code')), resource, 'code', 'names no substance.');
  const reactions = resource.elements('reaction');
  const shown = reactions.flatMap((each) => [...conceptNames(each.elements('manifestation')), ...each.texts('description').map(plainWords)]);
  const worst = Math.max(...reactions.map((each) => severities.findIndex((severity) => severity === each.text('severity'))));
  return {
    kind: CareKind.allergy,
    ...coded(what), ...fromFeed(place, what, ['asserter', 'recorder']),
    status: oneOf(clinicalStatuses, codeOf(resource, 'clinicalStatus')),
    verification: oneOf(verificationStatuses, codeOf(resource, 'verificationStatus')),
    reaction: [...new Set(shown)].join(', ') || null,
    severity: severities[worst] ?? null,
    criticality: oneOf(criticalities, resource.text('criticality')),
    ...dates(place, ['onsetDateTime', 'onsetPeriod'], [], ['recordedDate']),
  };
}

function mapCondition(place: Place): FiledCareItem {
  const { resource } = place;
  const what = needed(conceptOf(resource.element('code')), resource, 'code', 'names no condition.');
  return {
    kind: CareKind.condition,
    ...coded(what), ...fromFeed(place, what, ['asserter', 'recorder']),
    status: oneOf(clinicalStatuses, codeOf(resource, 'clinicalStatus')),
    verification: oneOf(verificationStatuses, codeOf(resource, 'verificationStatus')),
    severity: severityOf(resource.element('severity')),
    ...dates(place, ['onsetDateTime', 'onsetPeriod'], ['abatementDateTime', 'abatementPeriod'], ['recordedDate']),
  };
}

function mapCarePlan(place: Place): FiledCareItem {
  const { bundle, resource } = place;
  const named = conceptOf(resource.element('category'));
  const title = resource.text('title');
  const what: Concept = { code: named?.code ?? '', system: named?.system ?? '', name: title ?? named?.name ?? 'Care plan' };
  const activities = resource.elements('activity').flatMap((each) => {
    const detail = each.element('detail');
    return detail === null ? [] : [[conceptOf(detail.element('code'))?.name ?? null, detail.text('description')].filter((text) => text !== null).map(plainWords).join(': ')].filter((text) => text !== '');
  });
  const goals = resource.elements('goal').flatMap((reference) => bundle.resolve(reference, resource)?.element('description') ?? []).flatMap((each) => conceptOf(each)?.name ?? []);
  const text = [...resource.texts('description').map(plainWords), ...goals, ...activities];
  return {
    kind: CareKind.carePlan,
    ...coded(what), code: named?.code ?? null, ...fromFeed(place, what, ['author', 'contributor']),
    status: oneOf(carePlanStatuses, resource.text('status')) ?? 'unknown',
    text: (text.length === 0 ? narrativeOf(resource) : text.join('\n')) ?? null,
    ...dates(place, ['period'], ['period'], ['created']),
  };
}

function coded({ code, system, name }: Concept): { code: string | null; codeSystem: string | null; name: string } {
  // Words without a code list have no code; conceptOf gives the words in its place.
  return system === '' && code === name ? { code: null, codeSystem: null, name } : { code, codeSystem: system === '' ? null : system, name };
}

function dates({ incoming, resource }: Place, start: readonly string[], end: readonly string[], recorded: readonly string[]): { startedOn: string | null; endedOn: string | null; recordedOn: string | null } {
  const zone = incoming.sender?.zone;
  const ended = end.map((name) => resource.element(name)).find((period) => period !== null);
  return {
    startedOn: timeAt(resource, start, zone)?.text ?? null,
    endedOn: (ended === undefined ? timeAt(resource, end, zone) : timeAt(ended ?? resource, ['end'], zone))?.text ?? null,
    recordedOn: timeAt(resource, recorded, zone)?.text ?? null,
  };
}

function fromFeed({ incoming, bundle, resource }: Place, what: Concept, people: readonly string[]): FromFeed & { readonly notes: readonly string[] } {
  const encounter = bundle.resolve(resource.element('encounter') ?? resource.element('context'), resource);
  const author = people.flatMap((name) => nameOf(bundle, resource.element(name), resource) ?? [])[0] ?? null;
  const isError = [resource.text('status'), codeOf(resource, 'verificationStatus')].includes('entered-in-error');
  return {
    sourceId: sourceIdOf(bundle, resource, incoming.id),
    withdrawn: isError,
    author,
    site: encounter === null ? null : nameOf(bundle, encounter.element('serviceProvider'), encounter),
    label: labelOf(incoming, bundle, resource, what, encounter),
    sentAt: versionTime(bundle, resource, incoming.receivedAt),
    notes: notesOf(resource),
  };
}

function labelOf(incoming: IncomingMessage, bundle: FhirBundle, resource: FhirElement, what: Concept, encounter: FhirElement | null): Label {
  const services = encounter?.elements('serviceType') ?? [];
  const clues = { teams: [cluesOf(services), cluesOf(resource.elements('category'))], tests: [what, ...codesOf(resource.element('code')).map((code) => ({ code, name: '' })), ...conceptNames(resource.elements('reasonCode')).map((name) => ({ code: '', name }))] };
  const byRule = ['', ...services.flatMap((each) => codesOf(each))].map((specialty) => labelOfResult({ ...clues, specialty })).find((label) => label !== Label.general) ?? Label.general;
  const label = strictest(byRule, securityOf(resource.element('meta'), bundle.root.element('meta')), incoming.sender?.defaultLabel);
  if (label === null) throw new FhirHeld('label-unclear', `${resource.path}.meta.security`, LABEL_UNCLEAR);
  return label;
}

function medicationOf(bundle: FhirBundle, resource: FhirElement): Concept {
  const own = conceptOf(resource.element('medicationCodeableConcept'));
  if (own !== null) return own;
  const reference = resource.element('medicationReference');
  const found = conceptOf(bundle.resolve(reference, resource)?.element('code') ?? null);
  if (found !== null) return found;
  const display = reference?.text('display') ?? null;
  if (display === null) throw new FhirHeld('reference-unresolved', `${resource.path}.medicationReference`, 'leads to no Medication that came with it or before it. Send it, then replay.');
  return { code: display, system: '', name: display };
}

function dosageText(dosage: FhirElement): string {
  const written = [dosage.text('text'), dosage.text('patientInstruction')].filter((text) => text !== null).map(plainWords);
  if (written.length > 0) return written.join(' ');
  const dose = dosage.element('doseAndRate')?.element('doseQuantity');
  const amount = dose === null || dose === undefined ? null : [dose.number('value'), dose.text('unit') ?? dose.text('code')].filter((part) => part !== null).join(' ');
  return [amount, conceptOf(dosage.element('route'))?.name ?? null, conceptOf(dosage.element('timing')?.element('code') ?? null)?.name ?? null].filter((part) => part !== null && part !== '').join(', ');
}

function nameOfCondition(bundle: FhirBundle, reference: FhirElement, from: FhirElement): string | null {
  return conceptOf(bundle.resolve(reference, from)?.element('code') ?? null)?.name ?? reference.text('display');
}

/** SNOMED CT severities; words where a sender codes otherwise. */
function severityOf(element: FhirElement | null): (typeof severities)[number] | null {
  const codes: Readonly<Record<string, (typeof severities)[number]>> = { '255604002': 'mild', '6736007': 'moderate', '24484000': 'severe' };
  const byCode = codesOf(element).map((code) => codes[code]).find((each) => each !== undefined);
  return byCode ?? severities.find((each) => conceptOf(element)?.name.toLowerCase() === each) ?? null;
}

function codeOf(resource: FhirElement, name: string): string | null {
  return codesOf(resource.element(name))[0] ?? null;
}

function oneOf<T extends string>(allowed: readonly T[], text: string | null): T | null {
  return allowed.find((each) => each === text) ?? null;
}

function needed(concept: Concept | null, resource: FhirElement, name: string, rule: string): Concept {
  if (concept === null) throw new FhirHeld('required-field-missing', `${resource.path}.${name}`, rule);
  return concept;
}

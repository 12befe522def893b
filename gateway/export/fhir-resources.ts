import { decimal, type Json, type JsonObject } from './fhir-json.ts';
import { coded, concept, unknown, urn, type References, type Resource } from './fhir-terms.ts';
import { isGone } from './judgement.ts';
import type { Appointment, Culture, Details, Letter, Observation, Organisation, Report } from './record.ts';
import { fhirDate, londonTime } from './times.ts';
import { words } from './words.ts';

export function patientResource(id: string, details: Details | null): Resource {
  if (details === null) return { resourceType: 'Patient', id, name: [unknown] };
  const { prefix, givenName, familyName, birthDate, sex, address, phone, email, nextOfKin, generalPractice, generalPracticeCode } = details;
  const text = [prefix, givenName, familyName].filter((each) => each !== null).join(' ');
  return {
    resourceType: 'Patient', id,
    identifier: details.nhsNumber === null ? null : [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: details.nhsNumber }],
    name: text === '' ? [unknown] : [{ use: 'official', text, family: familyName, given: givenName === null ? null : [givenName], prefix: prefix === null ? null : [prefix] }],
    telecom: telecom(phone, email),
    gender: genderOf(sex),
    birthDate,
    address: address === null ? null : [{ line: address.lines, postalCode: address.postcode }],
    contact: nextOfKin.map((each) => ({ relationship: each.relationship === null ? null : [{ text: each.relationship }], name: { text: each.name }, telecom: telecom(each.phone, each.email) })),
    generalPractitioner: generalPractice === null && generalPracticeCode === null ? null : [{ identifier: odsCode(generalPracticeCode), display: generalPractice }],
  };
}

const telecom = (phone: string | null, email: string | null): Json => [...(phone === null ? [] : [{ system: 'phone', value: phone }]), ...(email === null ? [] : [{ system: 'email', value: email }])];
const odsCode = (value: string | null): JsonObject | null => (value === null ? null : { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value });

function genderOf(sex: string | null): string {
  const word = sex?.toLowerCase() ?? 'unknown';
  return word === 'female' || word === 'male' || word === 'unknown' ? word : 'other';
}

export function organisationResource(id: string, { odsCode: code, name }: Organisation): Resource {
  return { resourceType: 'Organization', id, identifier: [odsCode(code) ?? {}], name };
}

const observationStatus = {
  REGISTERED: 'registered', PARTIAL: 'preliminary', PRELIMINARY: 'preliminary', FINAL: 'final', CORRECTED: 'corrected', CANCELLED: 'cancelled', WITHDRAWN: 'entered-in-error',
} as const;
const reportStatus = { ...observationStatus, PARTIAL: 'partial' } as const;
const interpretation = { NORMAL: 'N', HIGH: 'H', LOW: 'L', CRITICAL_HIGH: 'HH', CRITICAL_LOW: 'LL', ABNORMAL: 'A' } as const;

/** The report and its tests, in the order in which a reader of the bundle looks for them. */
export function reportResources(report: Report, files: ReadonlyMap<string, string>, refer: References): readonly Resource[] {
  const performer = refer.organisation(report.organisation, report.site);
  const tests = report.observations.map((each) => observationResource(each, report, performer, refer));
  const cultures = report.cultures.map((each) => cultureResources(each, report, performer, refer));
  return [
    {
      resourceType: 'DiagnosticReport', id: report.id,
      status: reportStatus[report.status],
      category: [coded('v2-0074', report.kind === 'LABORATORY' ? 'LAB' : 'RAD')],
      code: concept(report.code, report.name),
      subject: refer.patient,
      effectiveDateTime: fhirDate(report.collectedAtText, report.collectedAt) ?? fhirDate(report.issuedAtText, report.issuedAt),
      issued: report.issuedAt === null ? null : londonTime(report.issuedAt),
      performer: [performer, report.author === null ? {} : { display: report.author }],
      result: [...tests, ...cultures.map(([germ]) => germ)].map(({ id }) => ({ reference: urn(id) })),
      presentedForm: report.attachments.map(({ id, title, mediaType, size }) => ({ contentType: mediaType, data: files.get(id) ?? null, size, title })),
      conclusion: [report.text, ...report.comments].filter((each) => each !== null).join('\n'),
    },
    ...tests,
    ...cultures.flat(),
  ];
}

const susceptibilityCodes = { SUSCEPTIBLE: 'S', INCREASED_EXPOSURE: 'I', RESISTANT: 'R' } as const;
const susceptible = (found: keyof typeof susceptibilityCodes): Json => [{ ...coded('v3-ObservationInterpretation', susceptibilityCodes[found]), text: words.susceptibility[found] }];

/** Against its range, or of a medicine that stands in no culture; nothing of what no longer counts. */
function interpretationOf({ flag, susceptibility, status }: Observation): Json | null {
  if (isGone({ status })) return null;
  if (susceptibility !== null) return susceptible(susceptibility);
  return flag === null ? null : [{ ...coded('v3-ObservationInterpretation', interpretation[flag]), text: words.flags[flag] }];
}

/** A germ that grew, then the medicines that were tried on it, which are its members. */
function cultureResources({ id, name, organism, growth, comments, status, sensitivities }: Culture, report: Report, performer: JsonObject, refer: References): readonly [Resource, ...Resource[]] {
  const common = {
    resourceType: 'Observation', category: [coded('observation-category', 'laboratory')], subject: refer.patient,
    ...(report.collectedAt === null ? { _effectiveDateTime: unknown } : { effectiveDateTime: fhirDate(report.collectedAtText, report.collectedAt) }), performer: [performer],
  } as const;
  return [
    {
      ...common, id, status: observationStatus[status], code: { text: name }, valueString: organism, hasMember: sensitivities.map((each) => ({ reference: urn(each.id) })),
      note: [growth, ...comments].filter((text) => text !== null).map((text) => ({ text })),
    },
    ...sensitivities.map((each) => ({
      ...common, id: each.id, status: observationStatus[each.status], code: { text: each.antibiotic },
      ...(each.value === null ? { valueString: words.susceptibility[each.interpretation] } : valueOf(each.value, each.unit)),
      interpretation: susceptible(each.interpretation),
      note: each.comments.map((text) => ({ text })),
    })),
  ];
}

function observationResource(observation: Observation, report: Report, performer: JsonObject, refer: References): Resource {
  const { id, code, name, value, unit, status, comments, observedAt, observedAtText } = observation;
  return {
    resourceType: 'Observation', id,
    status: observationStatus[status],
    category: [coded('observation-category', report.kind === 'LABORATORY' ? 'laboratory' : 'imaging')],
    code: concept(code, name),
    subject: refer.patient,
    ...(observedAt === null ? { _effectiveDateTime: unknown } : { effectiveDateTime: fhirDate(observedAtText, observedAt) }),
    issued: report.issuedAt === null ? null : londonTime(report.issuedAt),
    performer: [performer],
    ...valueOf(value, unit),
    interpretation: interpretationOf(observation),
    note: comments.map((text) => ({ text })),
    referenceRange: rangeOf(observation),
  };
}

/** `98.00` and `<15` are quantities, anything else is text; what is absent says so. */
function valueOf(value: string | null, unit: string | null): JsonObject {
  const [, comparator = null, digits = ''] = /^(<=|>=|<|>)?\s*(\S+)$/.exec(value?.trim() ?? '') ?? [];
  const number = decimal(digits);
  if (number !== null) return { valueQuantity: { value: number, comparator, unit } };
  const text = value?.trim() ?? '';
  return text === '' ? { dataAbsentReason: coded('data-absent-reason', 'unknown') } : { valueString: unit === null ? text : `${text} ${unit}` };
}

function rangeOf({ referenceRange, low, high, unit }: Observation): Json | null {
  if (referenceRange === null) return null;
  const bound = (number: number | null): JsonObject | null => {
    // The bounds as the laboratory wrote them: a number of the language would lose their zeros.
    const written = number === null ? undefined : referenceRange.match(/\d+(?:\.\d+)?/g)?.find((each) => Number(each) === Math.abs(number));
    const value = written === undefined ? null : decimal(number !== null && number < 0 ? `-${written}` : written);
    return value === null ? null : { value, unit };
  };
  return [{ low: bound(low), high: bound(high), text: referenceRange }];
}

const documentStatus = { CURRENT: 'current', REPLACED: 'superseded', WITHDRAWN: 'entered-in-error' } as const;

/** `data` is the content, base64; without it the document is named, and read on the website. */
export function documentResource(letter: Letter, data: string | null, refer: References): Resource {
  const { id, title, type, status, completion, author, at, atText, site, organisation, mediaType, size } = letter;
  return {
    resourceType: 'DocumentReference', id,
    status: documentStatus[status ?? 'CURRENT'],
    docStatus: completion === null ? null : completion === 'SIGNED' ? 'final' : 'preliminary',
    type: { text: type ?? title },
    subject: refer.patient,
    date: at === null ? null : londonTime(at),
    author: author === null ? null : [{ display: author }],
    custodian: refer.organisation(organisation, site),
    content: [{ attachment: { contentType: mediaType, data, size, title, creation: fhirDate(atText, at) } }],
  };
}

const appointmentStatus = { BOOKED: 'booked', CANCELLED: 'cancelled', ATTENDED: 'fulfilled', DID_NOT_ATTEND: 'noshow', NOT_SAID: 'booked' } as const;

export function appointmentResource(appointment: Appointment, refer: References): Resource {
  const { id, start, end, status, clinic, clinician, place, reason, instructions, organisation } = appointment;
  const { reference, display } = refer.organisation(organisation, null);
  const actors = [refer.patient, { reference, display }, ...[clinician, place].filter((each) => each !== null).map((name) => ({ display: name }))];
  return {
    resourceType: 'Appointment', id,
    status: appointmentStatus[status],
    serviceType: clinic === null ? null : [{ text: clinic }],
    description: reason,
    start: start === null ? null : londonTime(start),
    // FHIR wants both or neither (app-2). Where the hospital does not say how long it takes, the end is where it begins.
    end: start === null ? null : londonTime(end ?? start),
    patientInstruction: instructions,
    participant: actors.map((actor) => ({ actor, status: 'accepted' })),
  };
}

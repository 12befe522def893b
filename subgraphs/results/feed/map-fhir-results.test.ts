import { FhirBundle, readFhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { mapOrHold } from '@cie/kit/fhir/fhir-held.ts';
import { parseFhirJson } from '@cie/kit/fhir/fhir-json.ts';
import { Label } from '@cie/kit/names.ts';
import { mutatedMessage } from '@cie/kit/testing/fhir-mutations.ts';
import { describe, expect, it } from 'vitest';
import { Flag, ReportKind, ResultStatus, Susceptibility, type FiledReport } from '../domain/report.ts';
import { mapFhirCare } from './map-fhir-care.ts';
import { mapFhirResults } from './map-fhir-results.ts';

const containing = (text: string): unknown => expect.stringContaining(text);
const incoming = { id: 'm', organisation: 'RAS', assigningAuthorities: [], receivedAt: '2026-04-01T12:00:00Z', text: '' };
/** Bundle text as sent, so that numbers keep their digits; `$` marks one: `"$4.00"` is sent as 4.00. */
const bundleOf = (...resources: object[]) => {
  const text = JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${String(Reflect.get(resource, 'id'))}`, resource })) });
  return new FhirBundle(new FhirElement(parseFhirJson(Buffer.from(text.replace(/"\$(-?[\d.eE+]+)"/g, '$1'))), 'Bundle'));
};
const at = (id: string) => ({ reference: `urn:uuid:${id}` });
const coded = (code: string, display: string, system = 'http://snomed.info/sct') => ({ coding: [{ system, code, display }] });
const observation = (more: object) => ({ resourceType: 'Observation', id: 'o', identifier: [{ system: 's', value: 'o' }], status: 'final', code: coded('K', 'Potassium'), issued: '2026-03-02T09:30:00Z', ...more });
const report = (more: object) => ({ resourceType: 'DiagnosticReport', id: 'r', identifier: [{ system: 's', value: 'r' }], status: 'final', code: coded('UE', 'Urea and electrolytes'), issued: '2026-03-02T09:30:00Z', result: [at('o')], ...more });

function map(...resources: object[]): readonly FiledReport[] {
  const { reports, alone } = mapFhirResults(incoming, bundleOf(...resources));
  return [...reports, ...alone].map(({ report: mapped }) => mapped);
}
function heldAs(...resources: object[]): unknown {
  return mapOrHold(() => map(...resources));
}
const first = (...resources: object[]) => map(...resources)[0]?.observations[0];

describe('RES-1 ING-3 values of an Observation', () => {
  it.each([
    ['a quantity with its digits', { valueQuantity: { value: '$4.00', unit: 'mmol/L', code: 'mmol' } }, { type: 'NM', value: '4.00', unit: 'mmol/L' }],
    ['a quantity below a limit', { valueQuantity: { value: '$15', comparator: '<', code: 'ng/L' } }, { type: 'NM', value: '<15', unit: 'ng/L' }],
    ['a quantity in powers of ten', { valueQuantity: { value: '$1.50E+3' } }, { value: '1.50E+3', unit: null }],
    ['a concept by its words', { valueCodeableConcept: coded('260415000', 'Not detected') }, { type: 'CWE', value: 'Not detected' }],
    ['a concept by its text', { valueCodeableConcept: { text: 'None seen', ...coded('1', 'Absent') } }, { value: 'None seen' }],
    ['words', { valueString: 'Clear' }, { type: 'ST', value: 'Clear' }],
    ['60: words with markup', { valueString: '<script>alert(1)</script><i>E. coli</i>' }, { type: 'ST', value: 'E. coli' }],
    ['lines', { valueString: 'One\nTwo' }, { type: 'TX', value: 'One\nTwo' }],
    ['a range', { valueRange: { low: { value: '$1.0', unit: 'g' }, high: { value: '$2.0', unit: 'g' } } }, { type: 'SN', value: '1.0 - 2.0', unit: 'g' }],
    ['a ratio', { valueRatio: { numerator: { value: '$1' }, denominator: { value: '$128' } } }, { type: 'SN', value: '1:128', unit: null }],
    ['yes', { valueBoolean: true }, { value: 'Yes' }],
    ['a whole number', { valueInteger: '$7' }, { type: 'NM', value: '7' }],
    ['a month', { valueDateTime: '2026-05' }, { type: 'DTM', value: '2026-05' }],
    ['a period', { valuePeriod: { start: '2026-05-01', end: '2026-05-02' } }, { value: '2026-05-01 to 2026-05-02' }],
    ['a recording', { valueSampledData: { data: '1 2' } }, { value: '[recording]' }],
    ['no value, and why', { dataAbsentReason: { text: 'Sample haemolysed' } }, { value: null, comments: ['No value: Sample haemolysed'] }],
    ['no value but what it means', { interpretation: [coded('POS', 'Positive')] }, { value: 'Positive' }],
  ])('%s', (_name, value, expected) => {
    expect(first(observation(value))).toMatchObject(expected);
  });

  it.each([
    ['both bounds', { low: { value: '$3.50' }, high: { value: '$5.30' } }, { referenceRange: '3.50 - 5.30', low: 3.5, high: 5.3 }],
    ['a lower bound', { low: { value: '$60' } }, { referenceRange: '≥ 60', low: 60, high: null }],
    ['an upper bound', { high: { value: '$21' } }, { referenceRange: '≤ 21', low: null, high: 21 }],
    ['its sender\'s words', { text: '[ < 4.5]', high: { value: '$4.5' } }, { referenceRange: '[ < 4.5]', low: null, high: 4.5 }],
    ['nothing', {}, { referenceRange: null, low: null, high: null }],
  ])('a reference range with %s', (_name, range, expected) => {
    expect(first(observation({ valueInteger: '$1', referenceRange: [range] }))).toMatchObject(expected);
  });

  it('of several ranges the normal one counts', () => {
    const ranges = [{ type: coded('therapeutic', 'x'), low: { value: '$1' } }, { type: coded('normal', 'x'), low: { value: '$2' } }];
    expect(first(observation({ referenceRange: ranges }))).toMatchObject({ referenceRange: '≥ 2' });
  });

  it.each([
    ['female', '2000-01-01', { referenceRange: '115 - 160', low: 115, high: 160 }],
    ['male', '2000-01-01', { referenceRange: '130 - 180', low: 130, high: 180 }],
    ['unknown', '2000-01-01', { referenceRange: '115 - 160 (Female); 130 - 180 (Male, age ≥ 18 years); 100 - 150 (Male, age ≤ 17 years)', low: null, high: null }],
    ['male', '2010-01-01', { referenceRange: '100 - 150', low: 100, high: 150 }],
    ['male', undefined, { low: null, high: null }],
  ])('of ranges for several people that of this one counts (%s, born %s), else all as text', (gender, birthDate, expected) => {
    const range = (low: string, high: string, sex: string, age?: object) => ({ low: { value: `$${low}` }, high: { value: `$${high}` }, appliesTo: [coded(sex === 'Female' ? '248152002' : '248153007', sex)], ...(age === undefined ? {} : { age }) });
    const years = (value: string) => ({ value: `$${value}`, unit: 'years', code: 'a' });
    const referenceRange = [range('115', '160', 'Female'), range('130', '180', 'Male', { low: years('18') }), range('100', '150', 'Male', { high: years('17') })];
    expect(first(observation({ valueInteger: '$140', referenceRange }), { resourceType: 'Patient', id: 'p', gender, birthDate })).toMatchObject(expected);
  });

  it('two ranges that say nothing of whom they are for are both shown, and none is measured against', () => {
    expect(first(observation({ referenceRange: [{ low: { value: '$1' } }, { low: { value: '$2' } }] }))).toMatchObject({ referenceRange: '≥ 1; ≥ 2', low: null });
  });

  it.each([['S', Susceptibility.susceptible], ['I', Susceptibility.increasedExposure], ['R', Susceptibility.resistant], ['H', null]])('what was found of a medicine: %s', (code, susceptibility) => {
    expect(first(observation({ valueString: '<=2', interpretation: [coded(code, code)] }))).toMatchObject({ susceptibility });
  });

  it.each(['H', 'R'])('57: a withdrawn test keeps no judgement (%s)', (code) => {
    expect(first(report({}), observation({ status: 'entered-in-error', valueInteger: '$9', interpretation: [coded(code, code)] }))).toMatchObject({ value: null, flag: null, susceptibility: null });
  });

  it.each([['H', Flag.high], ['LL', Flag.criticalLow], ['N', Flag.normal], ['A', Flag.abnormal], ['POS', null]])('flag %s', (code, flag) => {
    expect(first(observation({ interpretation: [coded(code, code)] }))?.flag).toBe(flag);
  });

  it.each([
    ['registered', ResultStatus.registered], ['preliminary', ResultStatus.preliminary], ['final', ResultStatus.final], ['amended', ResultStatus.corrected],
    ['corrected', ResultStatus.corrected], ['cancelled', ResultStatus.cancelled], ['entered-in-error', ResultStatus.withdrawn], ['unknown', ResultStatus.preliminary],
  ])('status %s', (status, expected) => {
    const [mapped] = map(observation({ status, valueInteger: '$1' }));
    expect([mapped?.status, mapped?.observations[0]?.status, mapped?.observations[0]?.value]).toEqual([expected, expected, expected === ResultStatus.withdrawn ? null : '1']);
  });

  it('ING-5 keeps the precision of its times', () => {
    expect(first(observation({ effectiveDateTime: '2026-03' }))).toMatchObject({ observedAtText: '2026-03' });
    expect(map(observation({ effectiveDateTime: '2026', issued: undefined }))[0]).toMatchObject({ collectedAtText: '2026', issuedAtText: null });
  });
});

describe('RES-1 ING-3 reports', () => {
  const [systolic, diastolic] = [{ code: coded('8480-6', 'Systolic'), valueInteger: '$142' }, { code: coded('8462-4', 'Diastolic'), valueInteger: '$94' }];

  it('an Observation on its own is a report of its own; its components are its tests', () => {
    expect(map(observation({ code: coded('BP', 'Blood pressure'), component: [systolic, diastolic], note: [{ text: 'Sitting', authorString: 'Nurse' }] }))).toMatchObject([
      { filler: 's|o', code: 'BP', name: 'Blood pressure', observations: [{ name: 'Systolic', value: '142', comments: ['Sitting (Nurse)'] }, { name: 'Diastolic', value: '94', comments: [] }] },
    ]);
  });

  it('each panel of a report is a report under its identifier, tests beside them another', () => {
    const panel = (id: string, name: string, ...members: string[]) => observation({ id, code: coded(id, name), hasMember: members.map(at), identifier: [{ value: id }] });
    const test = (id: string) => observation({ id, code: coded(id, id), valueInteger: '$1', identifier: [{ value: id }] });
    const reports = map(report({ result: [at('LFT'), at('UE1'), at('CRP')], conclusion: 'All well.' }), panel('LFT', 'Liver', 'ALT', 'BIL'), panel('UE1', 'Kidney', 'K1'), test('ALT'), test('BIL'), test('K1'), test('CRP'));
    expect(reports.map(({ filler, name, comments, observations }) => [filler, name, comments, observations.map((each) => each.code)])).toEqual([
      ['s|r', 'Urea and electrolytes', ['All well.'], ['CRP']], ['s|r', 'Liver', [], ['ALT', 'BIL']], ['s|r', 'Kidney', [], ['K1']],
    ]);
  });

  it('a report that its laboratory calls only a report is called after what was asked for, else after its one test', () => {
    const generic = { code: coded('721981007', 'Diagnostic studies report') };
    const request = { resourceType: 'ServiceRequest', id: 'q', code: coded('CRP', 'C reactive protein'), identifier: [{ value: 'REQ1' }], requester: { display: 'Dr Gale' } };
    expect(map(report({ ...generic, basedOn: [at('q')] }), observation({}), request)[0]).toMatchObject({ name: 'C reactive protein', placer: 'REQ1', requester: 'Dr Gale' });
    expect(map(report(generic), observation({}))[0]).toMatchObject({ name: 'Potassium' });
    expect(map(report({ ...generic, result: [] }))[0]).toMatchObject({ name: 'Diagnostic studies report' });
  });

  it('two tests of one code stay apart by their own identifiers', () => {
    const twice = ['a', 'b'].map((id) => observation({ id, identifier: [{ value: id }], valueString: id }));
    const places = (...ids: readonly ['a' | 'b', 'a' | 'b']) => new Map((map(report({ result: ids.map(at) }), ...twice)[0]?.observations ?? []).map(({ subId, value }) => [value, subId]));
    expect(new Set(places('a', 'b').values()).size).toBe(2);
    expect(places('b', 'a')).toEqual(places('a', 'b'));
    // What stands before a mark would tie them together as one germ's (OBX-4).
    expect([...places('a', 'b').values()].join(' ')).not.toMatch(/[.&-]/);
  });

  it('components of one code stay apart, and one Observation under two addresses is one test', () => {
    const part = (value: string) => ({ code: coded('R', 'Reading'), valueString: value });
    const places = map(observation({ component: [part('one'), part('two')] }))[0]?.observations.map(({ subId }) => subId);
    expect(new Set(places).size).toBe(2);
    const again = ['a', 'b'].map((id) => observation({ id, identifier: [{ value: 'same' }], valueString: id }));
    expect(map(report({ result: [at('a'), at('b')] }), ...again)[0]?.observations.map(({ value }) => value)).toEqual(['b']);
  });

  it('two panels of one code are one report', () => {
    const panel = (id: string, member: string) => observation({ id, identifier: [{ value: id }], code: coded('P', 'Panel'), hasMember: [at(member)] });
    const reports = map(report({ result: [at('p1'), at('p2')] }), panel('p1', 'x'), panel('p2', 'y'), ...['x', 'y'].map((id) => observation({ id, identifier: [{ value: id }], code: coded(id, id), valueString: id })));
    expect(reports.map(({ code, observations }) => [code, observations.map(({ value }) => value)])).toEqual([['P', ['x', 'y']]]);
  });

  it('a test named `text` is not taken for the words of its report', () => {
    const words = { contentType: 'text/plain', data: Buffer.from('All well').toString('base64') };
    const tests = map(report({ presentedForm: [words] }), observation({ code: coded('text', 'Test'), valueString: 'x' }))[0]?.observations;
    expect(new Set(tests?.map(({ subId }) => subId)).size).toBe(2);
  });

  it.each([
    ['a vital sign', { category: [coded('vital-signs', 'x')] }, true], ['a laboratory test', { category: [coded('laboratory', 'x')] }, false], ['one without a category', {}, false],
    ['one whose other category is words', { category: [coded('exam', 'x'), { text: 'Laboratory' }] }, false], ['a procedure', { category: [coded('procedure', 'x')] }, false],
    ['one that is called an X-ray', { category: [coded('exam', 'x')], code: { text: 'X-ray chest' } }, false],
    ['a panel with a laboratory test', { category: [coded('vital-signs', 'x')], hasMember: [at('lab')] }, false],
  ])('RES-3 %s may stand without its report: %o', (_name, more, mayStand) => {
    const lab = observation({ id: 'lab', identifier: [{ value: 'lab' }], category: [coded('laboratory', 'x')], valueString: 'x' });
    expect(mapFhirResults(incoming, bundleOf(observation({ valueString: 'x', ...more }), lab)).alone[0]).toMatchObject({ mayStand });
  });

  it('a panel that holds itself ends, with each test once', () => {
    expect(map(observation({ hasMember: [at('o')], valueInteger: '$1' }))[0]?.observations).toHaveLength(1);
  });

  it('57: a withdrawn report takes its tests and files along', () => {
    const [mapped] = map(report({ status: 'entered-in-error', conclusion: 'x', presentedForm: [{ contentType: 'application/pdf', data: Buffer.from('%PDF-').toString('base64') }] }), observation({ valueInteger: '$1' }));
    expect(mapped).toMatchObject({ status: ResultStatus.withdrawn, comments: [], files: [] });
    expect(mapped?.observations.map(({ value, status, fileDigest }) => [value, status, fileDigest])).toEqual([[null, ResultStatus.withdrawn, null], [null, ResultStatus.withdrawn, null]]);
  });

  it('keeps a presented PDF as a file, and presented HTML as words', () => {
    const form = (contentType: string, text: string, title?: string) => ({ contentType, data: Buffer.from(text).toString('base64'), title });
    const [mapped] = map(report({ result: [], presentedForm: [form('application/pdf', '%PDF-1.7', 'Full report'), form('text/html', '<p>Seen<script>x</script></p>')] }));
    expect(mapped?.files).toMatchObject([{ mediaType: 'application/pdf' }]);
    expect(mapped?.observations.map(({ type, name, value, fileDigest }) => [type, name, value, fileDigest])).toEqual([['TX', 'Report', 'Seen', null], ['ED', 'Full report', '[PDF]', mapped?.files[0]?.digest]]);
  });

  it.each([
    ['category', { category: [coded('RAD', 'Radiology')] }], ['imaging category', { category: [coded('imaging', 'Imaging')] }], ['section', { category: [coded('CT', 'x')] }],
    ['SNOMED CT', { code: coded('4201000179104', 'x') }], ['its name', { code: { text: 'Ultrasound abdomen' } }],
  ])('RES-3 is radiology by %s', (_name, more) => {
    expect(map(report({ result: [], conclusion: 'Normal.', ...more }))[0]).toMatchObject({ kind: ReportKind.radiology, observations: [{ type: 'TX', value: 'Normal.' }] });
  });

  it('is a laboratory\'s when it says so, whatever it is called', () => {
    expect(map(report({ category: [coded('LAB', 'Laboratory')], code: { text: 'Imaging agent level' }, result: [] }))[0]).toMatchObject({ kind: ReportKind.laboratory });
  });

  it('RES-3 counts the delay from when it was issued; one that does not say from when it was sent', () => {
    expect(map(report({ result: [] }))[0]?.delayFrom).toEqual(new Date('2026-03-02T09:30:00Z'));
    expect(map(report({ result: [], issued: undefined, effectiveDateTime: '2020-01-01' }))[0]?.delayFrom).toEqual(new Date('2026-04-01T12:00:00Z'));
  });

  it.each([
    ['a test by any of its codes', { code: { coding: [{ code: 'X', display: 'NAAT' }, { code: '21613-5' }] } }, Label.sexualHealth],
    ['a team', { performer: [{ display: 'CAMHS' }] }, Label.mentalHealth],
    ['meta.security', { meta: { security: [{ code: 'PSY' }] } }, Label.mentalHealth],
    ['nothing', {}, Label.general],
  ])('ACS-1 is labelled by %s', (_name, more, label) => {
    expect(map(observation(more))[0]?.label).toBe(label);
  });

  it.each([
    ['a result that is not there', [report({ result: [at('gone')] })], 'reference-unresolved', 'Bundle.entry[0].resource.result[0]'],
    ['a member that is not there', [observation({ hasMember: [at('gone')] })], 'reference-unresolved', 'hasMember[0]'],
    ['a file that is neither PDF nor picture', [report({ result: [], presentedForm: [{ contentType: 'application/zip', data: 'YQ==' }] })], 'content-unsupported', 'presentedForm[0]'],
    ['a component without a code', [observation({ component: [{ valueInteger: '$1' }] })], 'required-field-missing', 'component[0].code'],
  ])('holds %s and says where', (_name, resources, code, path) => {
    expect(heldAs(...resources)).toMatchObject({ outcome: 'held', code, reason: containing(path) });
  });
});

describe('fault: mutated FHIR bundles', () => {
  it('are mapped or held, 1,000 of them', { timeout: 30_000 }, () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 1000; seed++) {
      const message = mutatedMessage(seed);
      const bundle = readFhirBundle(message.text);
      const outcome = mapOrHold(() => [mapFhirResults(message, bundle), mapFhirCare(message, bundle)]);
      outcomes.add(outcome.outcome === 'held' ? outcome.code : 'mapped');
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['mapped', 'reference-unresolved', 'required-field-missing', 'malformed']));
  });
});

import { FhirBundle, readFhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { mapOrHold } from '@cie/kit/fhir/fhir-held.ts';
import { parseFhirJson } from '@cie/kit/fhir/fhir-json.ts';
import { Label } from '@cie/kit/names.ts';
import { mutatedMessage } from '@cie/kit/testing/fhir-mutations.ts';
import { describe, expect, it } from 'vitest';
import { mapFhirDocuments } from './map-fhir-document.ts';

const containing = (text: string): unknown => expect.stringContaining(text);
const incoming = { id: 'm', organisation: 'RAS', assigningAuthorities: [], receivedAt: '2026-04-01T12:00:00Z', text: '' };
const bundleOf = (...resources: object[]) => new FhirBundle(new FhirElement(parseFhirJson(Buffer.from(JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) }))), 'Bundle'));
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const letter = (more: object) => ({ resourceType: 'DocumentReference', identifier: [{ system: 's', value: 'v' }], status: 'current', type: { text: 'Clinic letter' }, date: '2026-03-02T10:00:00Z', content: [{ attachment: { contentType: 'text/plain', data: base64('Dear') } }], ...more });
const map = (more: object, ...others: object[]): unknown => {
  const outcome = mapOrHold(() => mapFhirDocuments(incoming, bundleOf(letter(more), ...others)));
  return outcome.outcome === 'held' ? outcome : outcome.mapped[0];
};

describe('DOC-1 ING-3 DocumentReference', () => {
  it('reads type, title, author, time, version and what it replaces', () => {
    expect(map({
      masterIdentifier: { system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.2' }, description: 'Letter to the practice', docStatus: 'final', date: '2026-07-02T10:00:00Z',
      author: [{ reference: 'Practitioner/1' }], custodian: { display: 'Hillingdon' }, relatesTo: [{ code: 'replaces', target: { identifier: { system: 's', value: 'before' } } }],
    }, { resourceType: 'Practitioner', id: '1', name: [{ family: 'Oduya', given: ['Anselm'], prefix: ['Dr'] }] })).toMatchObject({
      action: 'file',
      document: {
        sourceId: 'urn:ietf:rfc:3986|urn:oid:1.2', replacesSourceId: 's|before', type: 'Clinic letter', title: 'Letter to the practice', completion: 'signed', status: 'current',
        author: 'Dr Anselm Oduya', site: 'Hillingdon', atText: '2026-07-02T11:00:00', label: Label.general, delayFrom: null, content: { text: 'Dear', file: null },
      },
    });
  });

  it('ING-5 a document without a date is dated by its version, in the time of clocks in London', () => {
    expect(map({ date: undefined, meta: { lastUpdated: '2026-03-31T12:00:00Z' } })).toMatchObject({ document: { at: new Date('2026-03-31T12:00:00Z'), atText: '2026-03-31T13:00:00' } });
  });

  it.each([
    ['PDF', 'application/pdf', '%PDF-1.7', 'application/pdf'],
    ['picture', 'image/png', '\u0089PNG\r\n\u001a\n', 'image/png'],
    ['file of a word processor', 'application/msword', 'doc', 'application/octet-stream'],
  ])('keeps a %s', (_name, contentType, data, mediaType) => {
    expect(map({ content: [{ attachment: { contentType, data: base64(data) } }] })).toMatchObject({ document: { content: { text: null, file: { mediaType } } } });
  });

  it.each([
    ['specialty', { context: { practiceSetting: { coding: [{ code: '360' }] } } }, Label.sexualHealth],
    ['team', { custodian: { display: 'Community mental health team' } }, Label.mentalHealth],
    ['kind', { type: { text: 'Safeguarding report' } }, Label.socialCare],
    ['meta.security', { meta: { security: [{ code: 'HIV' }] } }, Label.sexualHealth],
    ['securityLabel', { securityLabel: [{ coding: [{ code: 'PSY' }] }] }, Label.mentalHealth],
  ])('ACS-1 is labelled by %s', (_name, more, label) => {
    expect(map(more)).toMatchObject({ document: { label } });
  });

  it('RES-3 an imaging report counts its delay from its date, however vague', () => {
    expect(map({ type: { text: 'Imaging report' }, date: '2026-03-02T10:00:00Z' })).toMatchObject({ document: { delayFrom: new Date('2026-03-02T10:00:00Z') } });
    expect(map({ type: { text: 'MRI report' }, date: '2026-03' })).toMatchObject({ document: { delayFrom: new Date('2026-04-01T00:00:00Z') } });
  });

  it('DOC-3 knows maternity by specialty and words', () => {
    expect(map({ context: { practiceSetting: { coding: [{ code: '501' }] } } })).toMatchObject({ document: { maternity: { expected: null } } });
    expect(map({ type: { text: 'Antenatal summary' } })).toMatchObject({ document: { maternity: { expected: null } } });
    expect(map({})).toMatchObject({ document: { maternity: null } });
  });

  it('withdraws what was entered in error, without reading its content', () => {
    expect(map({ status: 'entered-in-error', content: [{ attachment: {} }] })).toMatchObject({ action: 'withdraw', withdrawal: { sourceId: 's|v', status: 'withdrawn' } });
  });

  it.each([
    ['no content', { content: [{ attachment: { contentType: 'text/plain' } }] }, 'required-field-missing', 'Bundle.entry[0].resource.content[0].attachment: must hold data'],
    ['an address elsewhere', { content: [{ attachment: { url: 'https://example.net/x.pdf' } }] }, 'reference-unresolved', 'content[0].attachment.url'],
    ['a text that is none of its character set', { content: [{ attachment: { contentType: 'text/plain', data: base64('\u00ff') } }] }, 'content-invalid', 'character set'],
    ['a restriction that no label names', { meta: { security: [{ code: 'V' }] } }, 'label-unclear', 'meta.security'],
  ])('holds %s', (_name, more, code, reason) => {
    expect(map(more)).toMatchObject({ outcome: 'held', code, reason: containing(reason) });
  });

  const attachments = (...of: readonly (readonly [string, string])[]) => ({ content: of.map(([contentType, data]) => ({ attachment: { contentType, data: base64(data) } })) });
  it.each([
    ['two files of one kind', attachments(['application/pdf', '%PDF-1.7 one'], ['application/pdf', '%PDF-1.7 two'])],
    ['two files of two kinds', attachments(['application/pdf', '%PDF-1.7'], ['application/msword', 'doc'])],
    ['two texts', attachments(['text/plain', 'one'], ['text/plain', 'two'])],
  ])('holds %s that differ: neither is dropped', (_name, more) => {
    expect(map(more)).toMatchObject({ outcome: 'held', code: 'content-unsupported', reason: containing('content[1].attachment') });
  });

  it('takes a file sent twice as one, and a text beside a file', () => {
    const twice = attachments(['application/pdf', '%PDF-1.7'], ['application/pdf', '%PDF-1.7'], ['text/plain', 'Dear'], ['text/plain', 'Dear']);
    expect(map(twice)).toMatchObject({ document: { content: { text: 'Dear', file: { mediaType: 'application/pdf' } } } });
  });

  it('reads text of the character set that it names', () => {
    expect(map({ content: [{ attachment: { contentType: 'text/plain; charset=windows-1252', data: base64('caf\u00e9') } }] })).toMatchObject({ document: { content: { text: 'café' } } });
  });
});

describe('fault: mutated FHIR bundles', () => {
  it('are mapped or held, 1,000 of them', { timeout: 30_000 }, () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 1000; seed++) {
      const message = mutatedMessage(seed);
      const outcome = mapOrHold(() => mapFhirDocuments(message, readFhirBundle(message.text)));
      outcomes.add(outcome.outcome === 'held' ? outcome.code : 'mapped');
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['mapped', 'required-field-missing', 'content-invalid']));
  });
});

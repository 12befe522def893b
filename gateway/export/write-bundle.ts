import { randomUUID } from 'node:crypto';
import { enteredByPatient } from '@cie/kit/changes.ts';
import { allergyResource, carePlanResource, conditionResource, measurementResource, medicationResource } from './fhir-care.ts';
import { decimal, fhirJson, type JsonObject } from './fhir-json.ts';
import { appointmentResource, documentResource, organisationResource, patientResource, reportResources } from './fhir-resources.ts';
import { urn, type References, type Resource } from './fhir-terms.ts';
import { composition, SectionEntries, type BundleWording, type SectionName } from './ips.ts';
import type { Letter, Organisation, RecordSource } from './record.ts';
import type { Sink } from './sink.ts';
import { dayOrNone, londonTime, writtenDay, writtenWhen } from './times.ts';
import { words } from './words.ts';

const exchange = 'Care Information Exchange';

/**
 * The record as a FHIR R4 document bundle, an International Patient Summary that carries letters and appointments besides. Resources go
 * to the sink as they are read; what holds them together stands first and is written last, from the references alone.
 */
export async function writeBundle(record: RecordSource, sink: Sink, { now, wording = words }: { readonly now: Date; readonly wording?: BundleWording }): Promise<void> {
  const patientId = randomUUID();
  const organisations = new Map<string, { readonly id: string; readonly organisation: Organisation }>();
  const refer: References = {
    patient: { reference: urn(patientId) },
    organisation: (organisation, site) => {
      if (organisation.odsCode === enteredByPatient) return { reference: urn(patientId) };
      const known = organisations.get(organisation.odsCode) ?? { id: randomUUID(), organisation };
      organisations.set(organisation.odsCode, known);
      return { reference: urn(known.id), display: site === null || site === organisation.odsCode ? organisation.name : `${site}, ${organisation.name}` };
    },
  };
  const entries: Readonly<Record<SectionName, SectionEntries>> = {
    problems: new SectionEntries(), allergies: new SectionEntries(), medications: new SectionEntries(), results: new SectionEntries(),
    vitalSigns: new SectionEntries(), planOfCare: new SectionEntries(), documents: new SectionEntries(), appointments: new SectionEntries(),
  };
  const write = (resource: Resource): Promise<void> => sink.write(`,\n${entry(resource)}`);

  const file = async (section: SectionName, resource: Resource, name: string, day: string | null): Promise<void> => {
    await write(resource);
    entries[section].add(resource.id, day === null ? name : `${day}: ${name}`);
  };

  await write(patientResource(patientId, await record.details()));
  const { medications, allergies, conditions, carePlans } = await record.care();
  for (const each of allergies) await file('allergies', allergyResource(each, refer), each.name, null);
  for (const each of medications) await file('medications', medicationResource(each, refer), each.name, null);
  for (const each of conditions) await file('problems', conditionResource(each, refer), each.name, null);
  for (const each of carePlans) await file('planOfCare', carePlanResource(each, refer), each.name, null);
  for (const kind of ['LABORATORY', 'RADIOLOGY'] as const) {
    for await (const report of record.reports(kind)) {
      const [first, ...rest] = reportResources(report, await record.reportFiles(report), refer);
      if (first !== undefined) await file('results', first, report.name, writtenDay(report.issuedAtText, report.issuedAt));
      for (const resource of rest) await write(resource);
    }
  }
  for await (const each of record.measurements()) await file('vitalSigns', measurementResource(each, refer, decimal), words.measurementKinds[each.kind], dayOrNone(each.measuredAt));
  for await (const letter of record.documents()) {
    await file('documents', documentResource(letter, await contentOf(letter, record), refer), letter.title, writtenWhen(letter.atText, letter.at));
  }
  for await (const appointment of record.appointments()) {
    await file('appointments', appointmentResource(appointment, refer), appointment.clinic ?? appointment.organisation.name, writtenDay(appointment.startText, appointment.start));
  }
  for (const { id, organisation } of organisations.values()) await write(organisationResource(id, organisation));
  const author = randomUUID();
  await write({ resourceType: 'Organization', id: author, name: exchange });
  await sink.write('\n]}\n');

  const first = composition({ id: randomUUID(), patient: refer.patient, author: { reference: urn(author), display: exchange }, now: londonTime(now.toISOString()), wording, entries });
  await sink.begin(`${bundleStart(now)}\n${entry(first)}`);
}

const entry = (resource: Resource): string => `{"fullUrl":"${urn(resource.id)}","resource":${fhirJson(resource)}}`;

function bundleStart(now: Date): string {
  const bundle: JsonObject = {
    resourceType: 'Bundle',
    meta: { profile: ['http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips'] },
    identifier: { system: 'urn:ietf:rfc:3986', value: urn(randomUUID()) },
    type: 'document',
    timestamp: londonTime(now.toISOString()),
  };
  return fhirJson(bundle).replace(/\}$/, () => ',"entry":[');
}

/** Text comes with the list; a file is fetched, one at a time. */
async function contentOf(letter: Letter, record: RecordSource): Promise<string | null> {
  if (letter.mediaType === 'text/plain') return letter.text === null ? null : Buffer.from(letter.text).toString('base64');
  return record.documentFile(letter);
}

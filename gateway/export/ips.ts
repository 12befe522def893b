import { xhtml, type JsonObject } from './fhir-json.ts';
import { urn, type Resource } from './fhir-terms.ts';
import { words } from './words.ts';

/** Sections of an International Patient Summary (HL7 IPS 1.1), by LOINC code. The first three must be there, empty or not. */
export const sections = {
  problems: { code: '11450-4', display: 'Problem list - Reported', title: words.conditions },
  allergies: { code: '48765-2', display: 'Allergies and adverse reactions Document', title: words.allergies },
  medications: { code: '10160-0', display: 'History of Medication use Narrative', title: words.medications },
  results: { code: '30954-2', display: 'Relevant diagnostic tests/laboratory data note', title: words.results },
  vitalSigns: { code: '8716-3', display: 'Vital signs', title: words.measurements },
  planOfCare: { code: '18776-5', display: 'Plan of care note', title: words.plans },
  documents: { code: '34109-9', display: 'Note', title: words.documents },
  appointments: { code: '56446-8', display: 'Appointment summary Document', title: words.appointments },
} as const;
export type SectionName = keyof typeof sections;
export const sectionNames = ['problems', 'allergies', 'medications', 'results', 'vitalSigns', 'planOfCare', 'documents', 'appointments'] as const satisfies readonly SectionName[];

/** How many entries a section's narrative names; the entries themselves are all there. */
const mostNamed = 200;

/** What a section holds, as far as it must be kept until the end: references and words, not resources. */
export class SectionEntries {
  readonly #ids: string[] = [];
  readonly #names: string[] = [];

  add(id: string, name: string): void {
    this.#ids.push(id);
    if (this.#names.length < mostNamed) this.#names.push(name);
  }

  toSection(name: SectionName): JsonObject {
    const { code, display, title } = sections[name];
    const named = this.#names.map((each) => `<li>${xhtml(each)}</li>`).join('');
    const more = this.#ids.length - this.#names.length;
    return {
      title,
      code: { coding: [{ system: 'http://loinc.org', code, display }] },
      text: narrative(this.#ids.length === 0 ? `<p>${words.noEntries}</p>` : `<ul>${named}</ul>${more > 0 ? `<p>${words.moreEntries(more)}</p>` : ''}`),
      entry: this.#ids.map((id) => ({ reference: urn(id) })),
      // Not "nothing known": what is withheld may be known to others, and an empty list must not say that it is not (RES-5).
      emptyReason: this.#ids.length > 0 ? null : { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason', code: 'unavailable' }] },
    };
  }
}

const narrative = (content: string): JsonObject => ({ status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>` });

export interface BundleWording {
  readonly title: string;
  readonly leftOut: string;
}

export interface CompositionPlan {
  readonly id: string;
  readonly patient: JsonObject;
  readonly author: JsonObject;
  readonly now: string;
  /** What the file is called, and what it says of what it leaves out. */
  readonly wording: BundleWording;
  readonly entries: Readonly<Record<SectionName, SectionEntries>>;
}

/** What holds the summary together; it stands first in the bundle. */
export function composition({ id, patient, author, now, wording, entries }: CompositionPlan): Resource {
  return {
    resourceType: 'Composition', id,
    meta: { profile: ['http://hl7.org/fhir/uv/ips/StructureDefinition/Composition-uv-ips'] },
    text: narrative(`<p>${xhtml(wording.leftOut)}</p>`),
    status: 'final',
    type: { coding: [{ system: 'http://loinc.org', code: '60591-5', display: 'Patient summary Document' }] },
    subject: patient,
    date: now,
    author: [author],
    title: wording.title,
    custodian: author,
    section: sectionNames.map((name) => entries[name].toSection(name)),
  };
}

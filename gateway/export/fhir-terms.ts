import type { JsonObject } from './fhir-json.ts';
import type { Organisation } from './record.ts';

/** A resource of a bundle. Every one of them is found by its id, as `urn:uuid:…`. */
export type Resource = JsonObject & { readonly resourceType: string; readonly id: string };

/** How resources of one bundle refer to each other. */
export interface References {
  readonly patient: JsonObject;
  /** A reference to the organisation, which from then on is part of the bundle; to the patient for what people added themselves. */
  organisation(organisation: Organisation, site: string | null): JsonObject;
}

export const urn = (id: string): string => `urn:uuid:${id}`;

const terminology = 'http://terminology.hl7.org/CodeSystem';

/** A code of one of HL7's own code systems. */
export const coded = (system: string, code: string): JsonObject => ({ coding: [{ system: `${terminology}/${system}`, code }] });

/** Stands where FHIR wants a value that nobody knows. */
export const unknown: JsonObject = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] };

/** A hospital's own code with its own name. What FHIR does not take for a code stays in the name. */
export const concept = (code: string, name: string): JsonObject => ({ coding: /^\S+(?: \S+)*$/.test(code) ? [{ code, display: name }] : null, text: name });

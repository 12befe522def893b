import { takenTypes } from './fhir-types.ts';

/** What `/fhir` does, for machines to read (FHIR R4, CapabilityStatement). */
export function capabilityStatement(publicUrl: string, started: Date): object {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: started.toISOString(),
    kind: 'instance',
    implementation: { description: 'Care Information Exchange', url: `${publicUrl}/fhir` },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [{
      mode: 'server',
      documentation: 'Takes in what hospitals send (UK Core). Bundles of type transaction, batch, message and document are posted to the base; message bundles may also go to $process-message. Nothing is read here.',
      security: { description: 'A bearer token for each sender.' },
      interaction: [{ code: 'transaction' }, { code: 'batch' }],
      resource: takenTypes.map((type) => ({ type, interaction: [{ code: 'create' }, { code: 'update' }], versioning: 'versioned', updateCreate: true, conditionalCreate: false, conditionalUpdate: false, conditionalDelete: 'not-supported' })),
    }],
  };
}

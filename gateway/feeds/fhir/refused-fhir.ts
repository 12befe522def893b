import { createHash } from 'node:crypto';
import type { FhirRefused } from '@cie/kit/fhir/fhir-refused.ts';
import type { NewMessage } from '../inbox.store.ts';
import type { FhirSender } from './fhir-sender.ts';
import type { FhirTarget } from './read-fhir-request.ts';

/** What was refused as the inbox keeps it, under its content: nothing received is lost, and the same again is one row (ING-4). */
export function refusedMessage({ bytes, target, sender, refusal }: { bytes: Uint8Array; target: FhirTarget; sender: FhirSender; refusal: FhirRefused }): NewMessage {
  const sha256 = createHash('sha256').update(bytes).digest();
  return {
    arrival: {
      bytes, sha256, sender: sender.key, application: sender.application, facility: sender.facility, controlId: sha256.toString('hex'), event: isTypeName(target.type) ? `FHIR ${target.type}` : 'FHIR',
      orderKey: sha256, otherKeys: [], message: null, refusal: null, format: 'fhir',
    },
    verdict: { acknowledged: 'AR', state: 'refused', code: refusal.code, reason: refusal.message.slice(0, 2000) },
    organisation: sender.configured?.organisation ?? null,
  };
}

/** The address is the sender's own words: only what could be a type's name is repeated. */
function isTypeName(type: string | null): type is string {
  return type !== null && /^[A-Z][A-Za-z]{1,40}$/.test(type);
}

import { mutateBytes, seededGenerator } from './mutate-bytes.ts';

const nhsNumber = [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }];
const concept = (code: string, display: string): object => ({ coding: [{ system: 'http://snomed.info/sct', code, display }] });
const at = (id: string): object => ({ reference: `urn:uuid:${id}` });

/** A transaction with one of everything that is filed about an invented person; identifiers are of the seed. */
export function wholeBundle(seed: number): object {
  const subject = at('p');
  const identifier = [{ system: 'https://lab.example/id', value: `m${seed}` }];
  const resources = [
    { resourceType: 'Patient', id: 'p', identifier: nhsNumber, name: [{ family: 'Mutable', given: ['Mina'] }], birthDate: '1970-01-01', telecom: [{ system: 'phone', value: '1' }], contact: [{ name: { text: 'N' } }] },
    { resourceType: 'Observation', id: 'o', identifier, status: 'final', code: concept('K', 'Potassium'), subject, valueQuantity: { value: 4.1, unit: 'mmol/L' }, referenceRange: [{ low: { value: 3.5 }, high: { value: 5.3 } }], component: [{ code: concept('x', 'Part'), valueRange: { low: { value: 1 }, high: { value: 2 } } }], note: [{ text: '<b>x</b>' }] },
    { resourceType: 'DiagnosticReport', id: 'r', identifier, status: 'final', code: concept('UE', 'U&E'), subject, issued: '2026-03-02T09:30:00Z', result: [at('o')], presentedForm: [{ contentType: 'text/html', data: 'PHA+eDwvcD4=' }] },
    { resourceType: 'DocumentReference', id: 'd', identifier, status: 'current', subject, date: '2026', content: [{ attachment: { contentType: 'text/plain', data: 'YQ==' } }] },
    { resourceType: 'Appointment', id: 'a', identifier, status: 'booked', start: '2030-07-01T09:40:00+01:00', participant: [{ actor: subject }] },
    { resourceType: 'MedicationStatement', id: 'm', identifier, status: 'active', subject, medicationCodeableConcept: concept('1', 'A'), dosage: [{ text: 'x' }], effectivePeriod: { start: '2016', end: '2017' } },
    { resourceType: 'AllergyIntolerance', id: 'l', identifier, patient: subject, code: concept('2', 'B'), reaction: [{ manifestation: [concept('3', 'C')], severity: 'mild' }] },
    { resourceType: 'Condition', id: 'c', identifier, subject: { identifier: nhsNumber[0] }, code: concept('4', 'D'), onsetDateTime: '2009-05' },
    { resourceType: 'CarePlan', id: 'cp', identifier, status: 'active', intent: 'plan', subject, title: 'Plan', activity: [{ detail: { description: 'Walk' } }] },
    { resourceType: 'Encounter', id: 'e', identifier, subject, status: 'finished', period: { start: '2026-02-01T08:00:00Z' } },
    { resourceType: 'Composition', id: 'co', status: 'final', type: concept('5', 'E'), subject, section: [{ title: 'T', text: { div: '<div>x</div>' } }] },
  ];
  return {
    resourceType: 'Bundle', type: 'transaction', identifier: { system: 'https://lab.example/bundle', value: `b${seed}` },
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource, request: { method: 'POST', url: resource.resourceType } })),
  };
}

const STRANGE: readonly unknown[] = [null, '', 'x', '\u0000', '2026-13-45', 0, -1.5e300, true, [], {}, [[]], [null], { reference: '#' }, { reference: 'urn:uuid:p' }, { coding: 'x' }, 'urn:uuid:r', '<script>', 'ZZ', '\ud800', 'a'.repeat(5000)];

/** Puts strange values in, takes values out, moves them, up to six times. */
function mutateTree(tree: unknown, pick: (below: number) => number): void {
  for (let change = 1 + pick(6); change > 0; change--) {
    const holders: object[] = [];
    const walk = (at: unknown): void => {
      if (typeof at !== 'object' || at === null) return;
      holders.push(at);
      Object.values(at).forEach(walk);
    };
    walk(tree);
    const [holder, other] = [holders[pick(holders.length)] ?? {}, holders[pick(holders.length)] ?? {}];
    const names = Object.keys(holder);
    const name = names[pick(Math.max(1, names.length))] ?? 'x';
    switch (pick(4)) {
      case 0: Reflect.deleteProperty(holder, name); break;
      case 1: Reflect.set(holder, name, structuredClone(Reflect.get(other, Object.keys(other)[0] ?? ''))); break;
      case 2: Reflect.set(holder, name, [Reflect.get(holder, name)]); break;
      default: Reflect.set(holder, name, STRANGE[pick(STRANGE.length)]);
    }
  }
}

/** The bundle of a seed, changed in its tree. */
export function mutatedBundle(seed: number): object {
  const tree = wholeBundle(seed);
  mutateTree(tree, seededGenerator(seed));
  return tree;
}

/** A body as it might arrive: of three one changed in its bytes, two in their tree. */
export function mutatedBody(seed: number): Buffer {
  return seed % 3 === 0 ? mutateBytes(Buffer.from(JSON.stringify(wholeBundle(seed))), seededGenerator(seed)) : Buffer.from(JSON.stringify(mutatedBundle(seed)));
}

/** The same as a message that gateway/feeds hands to a room. */
export function mutatedMessage(seed: number): { id: string; organisation: string; assigningAuthorities: string[]; receivedAt: string; text: string } {
  return { id: `m${seed}`, organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-04-01T00:00:00Z', text: JSON.stringify(mutatedBundle(seed)) };
}

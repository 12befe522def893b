import type { Segment } from '@cie/kit/hl7/hl7-message.ts';
import type { Contact } from '../domain/demographics.ts';
import { readTelecom } from './telecom.ts';

/** HL7 table 0063, relationship, in words. */
const RELATIONSHIPS: Readonly<Record<string, string>> = {
  MTH: 'Mother', FTH: 'Father', PAR: 'Parent', SIS: 'Sister', BRO: 'Brother', SIB: 'Sibling', SPO: 'Spouse', DOM: 'Life partner',
  PRT: 'Life partner', CHD: 'Child', NCH: 'Child', SCH: 'Stepchild', FCH: 'Foster child', GCH: 'Grandchild', GRP: 'Grandparent',
  GRD: 'Guardian', CGV: 'Care giver', FND: 'Friend', NBR: 'Neighbour', EXF: 'Extended family', EMC: 'Emergency contact', OTH: 'Other',
};

/** Reads the NK1 segments; they replace the whole list, since HL7 gives a contact no identity of its own. */
export function readNextOfKin(segments: readonly Segment[]): readonly Contact[] | undefined {
  if (segments.length === 0) return undefined;
  return segments.map(readContact).filter((contact) => contact !== null);
}

function readContact(segment: Segment): Contact | null {
  const name = segment.field(2);
  const full = [5, 2, 1].map((number) => name.component(number)).filter((part) => part !== '').join(' ');
  if (full === '') return null;
  const relationship = segment.field(3);
  const code = relationship.component(1);
  // NK1-5 until v2.6, NK1-40 from v2.7.
  const [old, recent] = [readTelecom(segment.field(5)), readTelecom(segment.field(40))];
  return {
    name: full,
    relationship: relationship.component(2) || RELATIONSHIPS[code] || code || null,
    phone: recent.phone ?? old.phone ?? null,
    email: recent.email ?? old.email ?? null,
  };
}

import { enteredByPatient } from './changes.ts';
import { CieError } from './errors.ts';
import { isKnownOrganisation, organisationName } from './organisations.ts';
import type { Settings } from './settings.ts';

export type AskedItem = 'laboratory' | 'radiology' | 'document' | 'appointment' | 'medication' | 'allergy' | 'condition' | 'care-plan' | 'measurement';

/** What is known of an item's origin. */
export interface ItemOrigin {
  readonly kind: AskedItem;
  /** ODS code, or `enteredByPatient`. */
  readonly organisation: string;
  readonly site: string | null;
  /** Whoever signed it, as the sender wrote the name. */
  readonly author: string | null;
  /** Clinic, department or team. */
  readonly team: string | null;
}

/** The desk of an organisation that answers questions about its items. */
export interface OrganisationContact {
  readonly name: string;
  readonly telephone: string | null;
  readonly web: string | null;
}

/** By ODS code. */
export type OrganisationContacts = ReadonlyMap<string, OrganisationContact>;

export interface WhomToAsk {
  readonly words: string;
  readonly telephone: string | null;
  readonly web: string | null;
}

/** What the team did, for each kind of item. */
const deeds: Readonly<Record<AskedItem, string>> = {
  laboratory: 'that arranged this test',
  radiology: 'that arranged this scan',
  document: 'that wrote this document',
  appointment: 'that holds this appointment',
  medication: 'that recorded this medicine',
  allergy: 'that recorded this allergy',
  condition: 'that recorded this condition',
  'care-plan': 'that wrote this plan',
  measurement: 'that took this measurement',
};

/** What a GP practice knows as well; a letter or an appointment it may not. */
const known = new Set<AskedItem>(['laboratory', 'radiology', 'medication', 'allergy', 'condition', 'care-plan', 'measurement']);

/** REC-2: whom to ask about an item, in plain words, and how to reach the organisation's desk where the exchange knows one. */
export function whomToAsk(item: ItemOrigin, contacts: OrganisationContacts): WhomToAsk {
  if (item.organisation === enteredByPatient) {
    const said = item.kind === 'document' ? 'added this document' : 'wrote this down';
    return { words: `The patient, or somebody who acts for them, ${said}. A GP practice can say what it means.`, telephone: null, web: null };
  }
  const contact = contacts.get(item.organisation) ?? null;
  const sentences = [
    `Ask ${teamOf(item)}${known.has(item.kind) ? ', or your GP practice' : ''}.`,
    authorOf(item),
    contact === null ? null : `You can also contact: ${contact.name}.`,
  ];
  return { words: sentences.filter((each) => each !== null).join(' '), telephone: contact?.telephone ?? null, web: contact?.web ?? null };
}

function teamOf({ kind, organisation, site, team }: ItemOrigin): string {
  const who = team === null ? 'the team' : `the team “${team}”`;
  return `${who} at ${placeOf(organisation, site)} ${deeds[kind]}`;
}

/** The hospital people went to, and the trust it belongs to; one of them when the other is not known or says the same. */
function placeOf(organisation: string, site: string | null): string {
  const name = organisationName(organisation);
  if (site === null || site === organisation || site === name) return name;
  return isKnownOrganisation(organisation) ? `${site} (${name})` : site;
}

/** Before the name of whoever stands under an item. */
const named: Readonly<Record<AskedItem, string>> = {
  laboratory: 'The report names',
  radiology: 'The report names',
  document: 'It is from',
  appointment: 'It is with',
  medication: 'It was recorded by',
  allergy: 'It was recorded by',
  condition: 'It was recorded by',
  'care-plan': 'It was written by',
  measurement: 'It was taken by',
};

const authorOf = ({ kind, author }: ItemOrigin): string | null => (author === null ? null : `${named[kind]} ${author}.`);

/** Reads CIE_ORGANISATION_CONTACTS. Without it items name their organisation and site alone. Throws SETTING_INVALID. */
export function readOrganisationContacts(settings: Settings): OrganisationContacts {
  const text = settings['CIE_ORGANISATION_CONTACTS'];
  if (text === undefined || text === '') return new Map();
  const entries = Object.entries(parsed(text));
  if (!entries.every(([odsCode, contact]) => /^[A-Z0-9]{3,6}$/.test(odsCode) && isContact(contact))) throw invalid();
  return new Map(entries.map(([odsCode, contact]) => [odsCode, contact]));
}

function parsed(text: string): Record<string, OrganisationContact> {
  try {
    const value: unknown = JSON.parse(text);
    // Each entry is checked by the caller.
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, OrganisationContact>;
  } catch {
    // Not JSON: the same answer as for JSON of another shape.
  }
  throw invalid();
}

/** A telephone number is dialled by a touch and an address followed: nothing but digits, nothing but https. */
function isContact(value: unknown): value is OrganisationContact {
  if (typeof value !== 'object' || value === null || !('name' in value) || typeof value.name !== 'string' || value.name === '') return false;
  const telephone: unknown = 'telephone' in value ? value.telephone : null;
  const web: unknown = 'web' in value ? value.web : null;
  return (telephone === null || (typeof telephone === 'string' && /^\+?[0-9][0-9 ]{4,18}$/.test(telephone)))
    && (web === null || (typeof web === 'string' && URL.canParse(web) && new URL(web).protocol === 'https:'));
}

function invalid(): CieError {
  return new CieError('SETTING_INVALID', 'The setting CIE_ORGANISATION_CONTACTS must be a JSON object {ODS code: {"name": …, "telephone": digits or null, "web": "https://…" or null}}.');
}

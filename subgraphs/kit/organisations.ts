import { enteredByPatient } from './changes.ts';

/** A site of a trust, by the name people know. */
export interface Site {
  readonly name: string;
  /** Postal address as on letters, postcode last. */
  readonly address: string;
}

/** An organisation that supplies or reads records, named by its ODS code. */
export interface Organisation {
  readonly odsCode: string;
  readonly name: string;
  /** Organisations of one group see what any of the group supplied (ACS-4). */
  readonly recordSharingGroup: string;
  /** Whether treatment there since 2018-01-01 lets a person register (REG-3); data of the others are shown all the same. */
  readonly qualifies: boolean;
  readonly sites: readonly Site[];
}

/** The trusts that fill the exchange. Source: requirements, table of organisations. */
export const organisations: readonly Organisation[] = [
  {
    odsCode: 'RYJ',
    name: 'Imperial College Healthcare NHS Trust',
    recordSharingGroup: 'imperial',
    qualifies: true,
    sites: [
      { name: 'Charing Cross Hospital', address: 'Fulham Palace Road, London W6 8RF' },
      { name: 'Hammersmith Hospital', address: 'Du Cane Road, London W12 0HS' },
      { name: "Queen Charlotte's & Chelsea Hospital", address: 'Du Cane Road, London W12 0HS' },
      { name: "St Mary's Hospital", address: 'Praed Street, London W2 1NY' },
      { name: 'Western Eye Hospital', address: 'Marylebone Road, London NW1 5QH' },
    ],
  },
  {
    odsCode: 'RQM',
    name: 'Chelsea and Westminster Hospital NHS Foundation Trust',
    recordSharingGroup: 'chelsea-westminster-hillingdon',
    qualifies: true,
    sites: [
      { name: 'Chelsea and Westminster Hospital', address: '369 Fulham Road, London SW10 9NH' },
      { name: 'West Middlesex University Hospital', address: 'Twickenham Road, Isleworth TW7 6AF' },
    ],
  },
  {
    odsCode: 'RAS',
    name: 'The Hillingdon Hospitals NHS Foundation Trust',
    recordSharingGroup: 'chelsea-westminster-hillingdon',
    qualifies: true,
    sites: [
      { name: 'Hillingdon Hospital', address: 'Pield Heath Road, Uxbridge UB8 3NN' },
      { name: 'Mount Vernon Hospital', address: 'Rickmansworth Road, Northwood HA6 2RN' },
    ],
  },
  {
    odsCode: 'R1K',
    name: 'London North West University Healthcare NHS Trust',
    recordSharingGroup: 'london-north-west',
    qualifies: false,
    sites: [
      { name: 'Ealing Hospital', address: 'Uxbridge Road, Southall UB1 3HW' },
      { name: 'Northwick Park Hospital', address: 'Watford Road, Harrow HA1 3UJ' },
    ],
  },
];

/** Organisations whose staff use the exchange and that supply nothing: commissioners, who run the support desk. */
const otherOrganisations: readonly Pick<Organisation, 'odsCode' | 'name'>[] = [{ odsCode: 'QRV', name: 'NHS North West London Integrated Care Board' }];

/** Whether this organisation runs the exchange: its staff look after the feeds of every trust, a trust's own only after theirs. */
export function runsExchange(odsCode: string): boolean {
  return otherOrganisations.some((each) => each.odsCode === odsCode);
}

const names = new Map([...organisations, ...otherOrganisations].map(({ odsCode, name }) => [odsCode, name]));
const byCode = new Map(organisations.map((organisation) => [organisation.odsCode, organisation]));

/** The name people know an organisation by; its ODS code when the exchange does not know the name. */
export function organisationName(odsCode: string): string {
  return odsCode === enteredByPatient ? 'The patient' : (names.get(odsCode) ?? odsCode);
}

/** Whether the exchange knows this organisation: a role there is believed when a sign-in provider vouches for it. */
export function isKnownOrganisation(odsCode: string): boolean {
  return names.has(odsCode);
}

/** The organisations that professionals may sign in for, by name. */
export const professionalOrganisations: readonly Pick<Organisation, 'odsCode' | 'name'>[] = [...organisations, ...otherOrganisations];

/** Whether treatment at this organisation counts for eligibility (REG-3); false for one that the exchange does not know. */
export function qualifies(odsCode: string): boolean {
  return byCode.get(odsCode)?.qualifies === true;
}

/** ODS codes of all organisations in the same record-sharing group, the given one included. */
export function recordSharingGroupOf(odsCode: string): readonly string[] {
  const group = byCode.get(odsCode)?.recordSharingGroup;
  if (group === undefined) return [odsCode];
  return organisations.filter((each) => each.recordSharingGroup === group).map((each) => each.odsCode);
}

const apart = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ').trim();

/** The site of an organisation whose name stands in a text such as "Level 2, Hammersmith Hospital"; null when none does. */
export function siteNamedIn(odsCode: string, text: string): Site | null {
  const words = ` ${apart(text)} `;
  return byCode.get(odsCode)?.sites.find(({ name }) => words.includes(` ${apart(name)} `)) ?? null;
}

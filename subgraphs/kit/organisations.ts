/** A site of a trust: ODS site code where it is published, and the name people know. */
export interface Site {
  readonly name: string;
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
      { name: 'Charing Cross Hospital' },
      { name: 'Hammersmith Hospital' },
      { name: "Queen Charlotte's & Chelsea Hospital" },
      { name: "St Mary's Hospital" },
      { name: 'Western Eye Hospital' },
    ],
  },
  {
    odsCode: 'RQM',
    name: 'Chelsea and Westminster Hospital NHS Foundation Trust',
    recordSharingGroup: 'chelsea-westminster-hillingdon',
    qualifies: true,
    sites: [{ name: 'Chelsea and Westminster Hospital' }, { name: 'West Middlesex University Hospital' }],
  },
  {
    odsCode: 'RAS',
    name: 'The Hillingdon Hospitals NHS Foundation Trust',
    recordSharingGroup: 'chelsea-westminster-hillingdon',
    qualifies: true,
    sites: [{ name: 'Hillingdon Hospital' }, { name: 'Mount Vernon Hospital' }],
  },
  {
    odsCode: 'R1K',
    name: 'London North West University Healthcare NHS Trust',
    recordSharingGroup: 'london-north-west',
    qualifies: false,
    sites: [{ name: 'Ealing Hospital' }, { name: 'Northwick Park Hospital' }],
  },
];

/** Organisations whose staff use the exchange and that supply nothing: commissioners, who run the support desk. */
const otherOrganisations: readonly Pick<Organisation, 'odsCode' | 'name'>[] = [{ odsCode: 'QRV', name: 'NHS North West London Integrated Care Board' }];

const names = new Map([...organisations, ...otherOrganisations].map(({ odsCode, name }) => [odsCode, name]));
const byCode = new Map(organisations.map((organisation) => [organisation.odsCode, organisation]));

/** The name people know an organisation by; its ODS code when the exchange does not know the name. */
export function organisationName(odsCode: string): string {
  return names.get(odsCode) ?? odsCode;
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

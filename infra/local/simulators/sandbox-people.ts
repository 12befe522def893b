/** An invented person of the sandbox: known to the simulated hospitals and able to sign in through the NHS login simulator. */
export interface SandboxPerson {
  /** From 999 000 0000–999 999 9999, which are never issued. */
  readonly nhsNumber: string;
  readonly prefix: string;
  readonly givenName: string;
  readonly familyName: string;
  /** ISO date. */
  readonly birthDate: string;
  /** HL7 table 0001: F, M, O or U. */
  readonly sex: 'F' | 'M';
  readonly email: string;
  /** From the range Ofcom keeps free for drama (07700 900000–900999). */
  readonly phone: string;
  readonly addressLines: readonly [line: string, town: string];
  readonly postcode: string;
  /** ODS code of the GP practice. */
  readonly practice: string;
  /** What the simulated story is about; shown where somebody chooses whom to sign in as. */
  readonly story: string;
}

export const sandboxPeople: readonly SandboxPerson[] = [
  {
    nhsNumber: '9991001131', prefix: 'Mrs', givenName: 'Marigold', familyName: 'Thistlewood', birthDate: '1951-03-14', sex: 'F',
    email: 'marigold.thistlewood@example.net', phone: '07700900101', addressLines: ['14 Plumtree Mews', 'London'], postcode: 'W6 9ZZ', practice: 'E85001',
    story: 'Type 2 diabetes and kidney clinic for many years; a scan report that still waits',
  },
  {
    nhsNumber: '9992047283', prefix: 'Mr', givenName: 'Osric', familyName: 'Pennyfeather', birthDate: '1978-11-02', sex: 'M',
    email: 'osric.pennyfeather@example.net', phone: '07700900102', addressLines: ['3 Lantern Row', 'Hounslow'], postcode: 'TW3 9ZZ', practice: 'E85107',
    story: 'Thyroid and cholesterol checks, a visit to a sexual health clinic, one corrected result',
  },
  {
    nhsNumber: '9993319058', prefix: 'Ms', givenName: 'Ingrid', familyName: 'Abernethy-Vale', birthDate: '1994-06-21', sex: 'F',
    email: 'ingrid.abernethy-vale@example.net', phone: '07700900103', addressLines: ['Flat 2, 88 Saffron Lane', 'Uxbridge'], postcode: 'UB8 9ZZ', practice: 'E86014',
    story: 'Anaemia, a urine culture, a letter from the mental health team',
  },
  {
    nhsNumber: '9994182625', prefix: 'Mr', givenName: 'Bertram', familyName: 'Quillfeather', birthDate: '1939-12-30', sex: 'M',
    email: 'bertram.quillfeather@example.net', phone: '07700900104', addressLines: ['The Old Forge, 1 Mill Walk', 'Harrow'], postcode: 'HA1 9ZZ', practice: 'E84022',
    story: 'Heart failure: blood tests at two trusts, discharge letters, chest X-rays',
  },
  {
    nhsNumber: '9995073447', prefix: 'Miss', givenName: 'Tamsin', familyName: 'Okonjo-Birch', birthDate: '2009-08-17', sex: 'F',
    email: 'tamsin.okonjo-birch@example.net', phone: '07700900105', addressLines: ['27 Heron Court', 'Ealing'], postcode: 'W5 9ZZ', practice: 'E85340',
    story: 'Asthma clinic, few results; treated only at a trust that does not count for registration',
  },
  {
    nhsNumber: '9996229807', prefix: 'Dr', givenName: 'Caspian', familyName: 'Rutherglen', birthDate: '1966-02-28', sex: 'M',
    email: 'caspian.rutherglen@example.net', phone: '07700900106', addressLines: ['5 Orchard Steps', 'London'], postcode: 'SW10 9ZZ', practice: 'E87733',
    story: 'A new patient: one blood test and one appointment',
  },
  {
    nhsNumber: '9997001044', prefix: 'Mrs', givenName: 'Beatrix', familyName: 'Marrowby', birthDate: '1986-09-12', sex: 'F',
    email: 'beatrix.marrowby@example.net', phone: '07700900107', addressLines: ['11 Teasel Way', 'Hounslow'], postcode: 'TW3 9ZZ', practice: 'E85107',
    story: 'The mother of Juniper: she may ask to act for her daughter (Act for somebody else)',
  },
  {
    nhsNumber: '9997001087', prefix: 'Miss', givenName: 'Juniper', familyName: 'Marrowby', birthDate: '2016-04-23', sex: 'F',
    email: 'juniper.marrowby@example.net', phone: '07700900108', addressLines: ['11 Teasel Way', 'Hounslow'], postcode: 'TW3 9ZZ', practice: 'E85107',
    story: 'A child: too young to sign in; her mother may act for her until she is 16',
  },
];

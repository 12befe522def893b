/** What an exchange listens on, as distance from its first port (`CIE_PORT`). */
export const portOffsets = {
  exchange: 0,
  publicSite: 1,
  intranet: 2,
  hostileSite: 3,
  nhsLogin: 4,
  professionalSignIn: 5,
  inbox: 6,
  smtp: 7,
  mllp: 8,
  postgres: 9,
  identity: 10,
  results: 11,
  documents: 12,
  appointments: 13,
  sharing: 14,
  notify: 15,
  patientRecordSystem: 16,
  organisationDirectory: 17,
  mailIn: 18,
  trustSignIn: 19,
  bookings: 20,
  clamd: 21,
} as const;

export type Listener = keyof typeof portOffsets;

/** The exchange is `localhost` and everything outside it `127.0.0.1`: to a browser these are two different sites. */
export const outsideHost = '127.0.0.1';

export const portOf = (basePort: number, listener: Listener): number => basePort + portOffsets[listener];
export const outsideAddress = (basePort: number, listener: Listener): string => `http://${outsideHost}:${portOf(basePort, listener)}`;
export const exchangeAddress = (basePort: number): string => `http://localhost:${basePort}`;

/** Addresses a person or a script uses, also kept in `addresses.json` of the data folder. */
export function addresses(basePort: number) {
  const exchange = exchangeAddress(basePort);
  return {
    portal: exchange,
    graphql: `${exchange}/graphql`,
    publicSite: outsideAddress(basePort, 'publicSite'),
    intranet: outsideAddress(basePort, 'intranet'),
    hostileSite: outsideAddress(basePort, 'hostileSite'),
    patientRecords: outsideAddress(basePort, 'patientRecordSystem'),
    nhsApp: `${outsideAddress(basePort, 'nhsLogin')}/app`,
    inbox: outsideAddress(basePort, 'inbox'),
    mllp: `${outsideHost}:${portOf(basePort, 'mllp')}`,
    fhir: `${exchange}/fhir`,
    hl7: `${exchange}/hl7`,
  };
}

export type Addresses = ReturnType<typeof addresses>;

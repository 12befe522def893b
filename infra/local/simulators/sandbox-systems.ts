/** What trusts have registered with the exchange of the sandbox: their own sign-in, and the system that they launch it from. */

/** The setting CIE_TRUST_PROVIDERS. */
export const sandboxTrustProviders = (issuer: string) => [
  { key: 'hillingdon', name: 'The Hillingdon Hospitals NHS Foundation Trust', organisation: 'RAS', issuer, clientId: 'care-information-exchange', emailDomains: ['ras.example.net'] },
];

/** The setting CIE_LAUNCH_SYSTEMS; `address` is where the patient-record system answers. */
export const sandboxLaunchSystems = (address: string) => [
  {
    key: 'chelwest',
    iss: `${address}/fhir`,
    name: 'Chelsea and Westminster patient-record system',
    organisation: 'RQM',
    clientId: 'care-information-exchange',
    emailDomains: ['rqm.example.net'],
  },
];

/** Settings with our private key for each of them. */
export const sandboxSystemKeys = { trust: 'CIE_TRUST_KEY_HILLINGDON', launch: 'CIE_LAUNCH_KEY_CHELWEST' } as const;

import type { OrganisationContact } from '@cie/kit/whom-to-ask.ts';

/** Made up, and marked so. The numbers are of the range that Ofcom keeps for drama (020 7946 0xxx): nobody answers there. */
export const sandboxContacts: Readonly<Record<string, OrganisationContact>> = {
  RYJ: { name: 'Patient advice desk of Imperial (made up for the sandbox)', telephone: '020 7946 0101', web: 'https://imperial.example.net/ask' },
  RQM: { name: 'Patient advice desk of Chelsea and Westminster (made up for the sandbox)', telephone: '020 7946 0102', web: 'https://chelsea-westminster.example.net/ask' },
  RAS: { name: 'Patient advice desk of Hillingdon (made up for the sandbox)', telephone: '020 7946 0103', web: null },
};

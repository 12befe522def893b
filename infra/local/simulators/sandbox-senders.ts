import type { FeedSender } from '@cie/gateway/feeds/sender.store.ts';

/**
 * The systems that may send to a sandbox. Everybody else's messages are kept and held as `unknown-sender`. SIMHOSP is
 * Google's SimHospital as it comes; its numbers are of the authority it calls SIMULATOR MRN.
 */
export const sandboxSenders: readonly FeedSender[] = [
  { application: 'SIMHOSP', facility: 'SFAC', organisation: 'RYJ', assigningAuthorities: ['SIMULATOR MRN'] },
  ...['RYJ', 'RQM', 'RAS', 'R1K'].map((odsCode) => ({ application: '*', facility: odsCode, organisation: odsCode, assigningAuthorities: [odsCode] })),
];

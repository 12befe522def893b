import type { FeedSender, SenderDetails } from '@cie/gateway/feeds/sender.store.ts';

/**
 * The systems that may send to a sandbox. Everybody else's messages are kept and held as `unknown-sender`. SIMHOSP is
 * Google's SimHospital as it comes; its numbers are of the authority it calls SIMULATOR MRN. Three hospitals take patients'
 * requests at `bookings`; the fourth does not, so that its patients are told to call.
 */
export function sandboxSenders(bookings: NonNullable<SenderDetails['outbound']>): readonly (FeedSender & Partial<SenderDetails>)[] {
  const hospital = (odsCode: string) => ({ application: '*', facility: odsCode, organisation: odsCode, assigningAuthorities: [odsCode], name: 'Hospital systems' });
  return [
    { application: 'SIMHOSP', facility: 'SFAC', organisation: 'RYJ', assigningAuthorities: ['SIMULATOR MRN'], name: 'SimHospital' },
    ...['RYJ', 'RQM', 'RAS'].map((odsCode) => ({ ...hospital(odsCode), outbound: bookings })),
    hospital('R1K'),
  ];
}

import type { OwnConsent, ProxyBasis, ProxyLabel, ProxyList, ProxyReason, ProxyState } from '@cie/kit/proxies.ts';

/** Words of the desk's pages about people who act for a patient (ACC-4). */
export const listWords: Readonly<Record<ProxyList, string>> = { requested: 'To verify', reviews: 'To review', active: 'In force' };

export const basisWords: Readonly<Record<ProxyBasis, string>> = {
  'written-consent': 'Written consent of the patient',
  'parental-responsibility': 'Parental responsibility',
  'power-of-attorney': 'Lasting power of attorney for health and welfare',
  'court-appointment': 'Appointed by a court',
};

export const proxyStateWords: Readonly<Record<ProxyState, string>> = {
  requested: 'To verify', active: 'In force', suspended: 'Suspended', ended: 'Ended', refused: 'Refused',
};

export const reasonWords: Readonly<Record<ProxyReason, string>> = {
  ROLE_SUSPENDED_PENDING_REVIEW: 'Suspended until reviewed',
  ROLE_DEACTIVATED_SAFEGUARDING: 'Safeguarding',
  APPLICATION_REJECTED_COERCION: 'The patient may be under pressure',
  PATIENT_SUSPENDED: 'The patient suspended it',
  PATIENT_LEFT: 'The patient left the exchange',
  AGE_16: 'The patient is 16 or over',
  EXPIRED: 'Its time is over',
  EVIDENCE_NOT_ENOUGH: 'What was shown is not enough',
  OTHER: 'Another reason',
};

export const labelWords: Readonly<Record<ProxyLabel, string>> = {
  general: 'General', sexualHealth: 'Sexual health', mentalHealth: 'Mental health', socialCare: 'Social care',
};

export const consentWords: Readonly<Record<OwnConsent, string>> = {
  given: 'The patient agrees',
  refused: 'The patient does not want it',
  'cannot-decide': 'The patient cannot decide this for themselves, and somebody named has assessed that',
};

import { registerEnumType } from 'type-graphql';

export const ProxyBasisName = {
  WRITTEN_CONSENT: 'written-consent',
  PARENTAL_RESPONSIBILITY: 'parental-responsibility',
  POWER_OF_ATTORNEY: 'power-of-attorney',
  COURT_APPOINTMENT: 'court-appointment',
} as const;
registerEnumType(ProxyBasisName, {
  name: 'ProxyBasis',
  description: 'By what right somebody acts for a patient (ACC-4).',
  valuesConfig: {
    WRITTEN_CONSENT: { description: 'The patient has agreed in writing.' },
    PARENTAL_RESPONSIBILITY: { description: 'A parent or guardian; reviewed when the child turns 13, and over when they turn 16.' },
    POWER_OF_ATTORNEY: { description: 'A registered lasting power of attorney.' },
    COURT_APPOINTMENT: { description: 'Appointed by a court, a deputy for example.' },
  },
});

export const ProxyStateName = { REQUESTED: 'requested', ACTIVE: 'active', SUSPENDED: 'suspended', ENDED: 'ended', REFUSED: 'refused' } as const;
registerEnumType(ProxyStateName, {
  name: 'ProxyState',
  description: 'How far a proxy has come.',
  valuesConfig: {
    REQUESTED: { description: 'The support desk has not verified it yet; it opens nothing.' },
    ACTIVE: { description: 'The record stands open to the proxy.' },
    SUSPENDED: { description: 'It opens nothing until that is lifted.' },
    ENDED: { description: 'It is over.' },
    REFUSED: { description: 'The support desk said no.' },
  },
});

export const ProxyReasonName = {
  ROLE_SUSPENDED_PENDING_REVIEW: 'ROLE_SUSPENDED_PENDING_REVIEW',
  ROLE_DEACTIVATED_SAFEGUARDING: 'ROLE_DEACTIVATED_SAFEGUARDING',
  APPLICATION_REJECTED_COERCION: 'APPLICATION_REJECTED_COERCION',
  PATIENT_SUSPENDED: 'PATIENT_SUSPENDED',
  PATIENT_LEFT: 'PATIENT_LEFT',
  AGE_16: 'AGE_16',
  EXPIRED: 'EXPIRED',
  EVIDENCE_NOT_ENOUGH: 'EVIDENCE_NOT_ENOUGH',
  OTHER: 'OTHER',
} as const;
registerEnumType(ProxyReasonName, {
  name: 'ProxyReason',
  description: 'Why a proxy sees nothing.',
  valuesConfig: {
    ROLE_SUSPENDED_PENDING_REVIEW: { description: 'Somebody has to look into it first: the child turned 13, for one.' },
    ROLE_DEACTIVATED_SAFEGUARDING: { description: 'To keep the patient safe.' },
    APPLICATION_REJECTED_COERCION: { description: 'The patient may have been put under pressure.' },
    PATIENT_SUSPENDED: { description: 'The patient stopped it.' },
    PATIENT_LEFT: { description: 'The patient left the exchange.' },
    AGE_16: { description: 'The child turned 16.' },
    EXPIRED: { description: 'Its time was over.' },
    EVIDENCE_NOT_ENOUGH: { description: 'What was shown does not prove the right to act for the patient.' },
    OTHER: { description: 'The support desk can say.' },
  },
});

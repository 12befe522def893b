import type { EvidenceState, ExtensionReason, RequestBasis, RequestList, RequestRefusal, RequestState, WithholdReason } from '@cie/kit/records-requests.ts';

/** Whose records, as who asks reads it; and by what right, as staff do. */
export const basisWords: Readonly<Record<RequestBasis, { readonly own: string; readonly hint: string | null; readonly staff: string; readonly show: string }>> = {
  self: {
    own: 'My own', hint: null, staff: 'Their own records',
    show: 'a photo of your passport, driving licence or residence permit, and a letter that shows where you live',
  },
  'written-consent': {
    own: 'Somebody else’s, who agrees to it in writing', hint: 'For people of 13 or over', staff: 'Written consent of the patient',
    show: 'the signed consent, a photo of your own passport or driving licence, and one of the other person’s',
  },
  'parental-responsibility': {
    own: 'A child’s, for whom I have parental responsibility', hint: 'The child is asked too where they understand', staff: 'Parental responsibility',
    show: 'the child’s full birth certificate or a court order, and a photo of your own passport or driving licence',
  },
  'power-of-attorney': {
    own: 'Somebody else’s, for whom I have a lasting power of attorney for health and welfare', hint: null, staff: 'Lasting power of attorney for health and welfare',
    show: 'every page of the registered power of attorney, and a photo of your own passport or driving licence',
  },
  'court-appointment': {
    own: 'Somebody else’s, because a court appointed me', hint: 'For example as a deputy', staff: 'Appointed by a court',
    show: 'the order of the court, and a photo of your own passport or driving licence',
  },
  'personal-representative': {
    own: 'Those of somebody who has died', hint: 'For executors, administrators, and people who may have a claim', staff: 'Personal representative, or a claim, of somebody who has died',
    show: 'the grant of probate, the will or the reason for your claim, the death certificate, and a photo of your own passport or driving licence',
  },
};

/** What a request waits for, as who made it reads it. */
export const stateWords: Readonly<Record<RequestState, string>> = {
  evidence: 'Waiting for you', open: 'With the records team', approved: 'Ready to collect', collected: 'Collected', lapsed: 'Not collected in time', refused: 'Not agreed to', withdrawn: 'Taken back',
};

export const fileStateWords: Readonly<Record<EvidenceState, string>> = {
  receiving: 'still arriving', waiting: 'being checked for viruses', clean: 'received', refused: 'refused: a virus was found in it', held: 'too large to be checked: add it in smaller files',
};

export const extensionWords: Readonly<Record<ExtensionReason, string>> = {
  complex: 'The request is complex', 'several-requests': 'You have made several requests',
};

export const refusalWords: Readonly<Record<RequestRefusal, string>> = {
  'identity-not-shown': 'We could not make sure who you are',
  'no-right': 'What you showed does not give you the right to these records',
  'no-record': 'We hold no record of this person',
  unfounded: 'The request repeats others, or is far beyond what the law asks for',
  'all-exempt': 'The law does not let us give out these records',
};

export const withholdWords: Readonly<Record<WithholdReason, string>> = {
  'serious-harm': 'It could do serious harm',
  'other-people': 'It is about other people',
  'not-covered': 'The request or the right does not cover it',
  other: 'Another reason',
};

export const listWords: Readonly<Record<RequestList, string>> = { open: 'To answer', evidence: 'Waiting for evidence', closed: 'Answered' };

/** What somebody may do who does not agree. */
export const complain = 'If you do not agree, write to the support desk first: somebody else looks at it again. You can also complain to the Information Commissioner’s Office (ico.org.uk, 0303 123 1113), or go to a court.';

import type { CaseAction, CaseKind, CaseState, CheckDifference, CheckEvidence, CheckMethod, CheckStatement } from '@cie/kit/desk.ts';

/** Words of the desk's pages for what the queue names by codes. */
export const kindWords: Readonly<Record<CaseKind, string>> = {
  'access-request': 'Request for access',
  'invitation-referral': 'Invitation to check',
  contact: 'Contact form',
  mail: 'Email',
  'professional-request': 'Professional’s request',
  'merge-review': 'Records to compare',
};

export const stateWords: Readonly<Record<CaseState, string>> = { new: 'New', 'in-progress': 'In progress', done: 'Finished', refused: 'Refused' };

export const actionWords: Readonly<Record<CaseAction, string>> = {
  taken: 'Took the case',
  'put-back': 'Put the case back',
  noted: 'Noted',
  answered: 'Answered',
  'identity-checked': 'Checked the identity',
  invited: 'Invited',
  'letter-made': 'Made a letter',
  approved: 'Approved',
  'ended-access': 'Ended the access',
  finished: 'Finished',
  refused: 'Refused',
};

export const methodWords: Readonly<Record<CheckMethod, string>> = {
  'in-person': 'In person',
  'video-call': 'On a video call',
  vouched: 'Vouched for by staff who know the person',
};

export const evidenceWords: Readonly<Record<CheckEvidence, string>> = {
  passport: 'Passport',
  'driving-licence': 'Photocard driving licence',
  'identity-card': 'National identity card with a photo',
  'residence-permit': 'Biometric residence permit',
  'staff-vouched': 'A member of staff vouched for the person',
};

export const statementWords: Readonly<Record<CheckStatement, string>> = {
  'same-person': 'The person I saw, or whom staff vouched for, is the person on the evidence',
  'same-details': 'Name and date of birth on the evidence are the ones in the hospital’s or practice’s system',
  'number-found': 'I took the NHS number from that system, not from the request',
  'contact-confirmed': 'The person confirmed the email address and mobile number to me, or wants a letter',
};

/** Said for the name of a record that has gone since the check, or was never there. */
export const noRecord = 'No record has this NHS number and date of birth';

/** In what a record differs from the request. */
export const differenceWords: Readonly<Record<CheckDifference, string>> = { name: 'name', birthDate: 'date of birth', nhsNumber: 'NHS number' };

/** What is wrong with an identity check, and the control that it is about. */
export const checkProblemWords: Readonly<Record<string, string>> = {
  CHECK_METHOD_MISSING: 'Select how you checked',
  CHECK_EVIDENCE_MISSING: 'Select what you were shown',
  CHECK_EVIDENCE_PHOTO: 'Select the photo identity that you saw',
  CHECK_EVIDENCE_VOUCHED: 'Select that a member of staff vouched for the person',
  CHECK_VOUCHER_MISSING: 'Enter who vouched for the person: name, role and organisation',
  CHECK_BIRTH_DATE: 'Enter the date of birth, for example 31 3 1980',
  CHECK_NUMBER_UNKNOWN: 'No record has this NHS number',
  CHECK_BIRTH_DATE_OTHER: 'The record with this NHS number has another date of birth: check both in the hospital’s or practice’s system',
  CHECK_SAME_PERSON: 'Confirm that this is the same person, or correct the NHS number and date of birth',
  CHECK_STATEMENTS: 'Confirm each statement, or note what is missing and come back',
};

/** Topics of the contact form. */
export const topicWords = {
  'cannot-sign-in': 'I cannot sign in',
  'wrong-record': 'Something in my record is wrong',
  privacy: 'A worry about privacy or sharing',
  somebody: 'Access for a carer or somebody else',
  technical: 'Something on the website does not work',
  feedback: 'Feedback',
  paper: 'My records on paper',
} as const;
export type Topic = keyof typeof topicWords;
export const topics = Object.keys(topicWords).filter((each): each is Topic => each in topicWords);

export const languageWords: Readonly<Record<string, string>> = { en: 'English', pl: 'Polski', ar: 'العربية' };

/** Why a case was opened by the exchange itself, by the code that it gives. */
export const reasonCodeWords: Readonly<Record<string, string>> = {
  LETTER_WANTED: 'A letter is wanted: print it, and send it to the address in the hospital’s or practice’s system',
  PATIENT_UNKNOWN: 'No record has this NHS number and date of birth',
  PATIENT_UNDER_16: 'The patient is under 16',
  OPTED_OUT: 'The patient has opted out: invite them only if they have asked to come back',
  NOT_ELIGIBLE: 'No treatment since 2018 at a hospital that the exchange is open to is known',
  EMAIL_IN_USE: 'The email address belongs to another account',
  EMAIL_OWN: 'The email address is that of who invites: ask the patient for their own',
  MOBILE_OWN: 'The mobile phone number is that of who invites: ask the patient for their own',
  EMAIL_OF_STAFF: 'The email address is that of a member of staff: ask the patient for a private one',
  HAS_ACCOUNT: 'The person has an account already, which a new one would replace: check with the person what is wrong with it',
  NOT_TREATED_HERE: 'Who invites works where the person is not known to be treated: check with the person that they asked for it',
  'record-has-account': 'Somebody signed in with another NHS login for a record that has an account already',
  'account-has-record': 'NHS login now names another person for an account that is linked to a record',
};

/** Where a case came from; an organisation is named by its ODS code instead. */
export const openedByWords: Readonly<Record<string, string>> = {
  form: 'a form on this website',
  mail: 'email',
  professional: 'the sign-in of staff',
  'invite page': 'the page on which staff invite patients',
  'nhs-login': 'the sign-in with NHS login',
};

/** Names of what a professional answered about the patient whom they invite. */
export const referralWords: Readonly<Record<string, string>> = {
  birthDate: 'Date of birth', nhsNumber: 'NHS number', channel: 'To be invited by', email: 'Patient’s email address', mobile: 'Patient’s mobile number',
};

/** Names of what people and pages answered, as a case shows them. */
export const detailWords: Readonly<Record<string, string>> = {
  topic: 'About',
  subject: 'Subject',
  birthDate: 'Date of birth, as they say',
  nhsNumber: 'NHS number, as they say',
  place: 'Hospital or practice',
  organisation: 'Organisation',
  organisationName: 'Name of the organisation',
  role: 'Role',
  reason: 'Reason',
  why: 'Why',
  confirmer: 'Who can confirm it',
  channel: 'Wants',
  email: 'Patient’s email address',
  mobile: 'Patient’s mobile number',
  language: 'Language of messages',
  message: 'Message',
  cut: 'Shortened',
  attachments: 'Attachments',
};

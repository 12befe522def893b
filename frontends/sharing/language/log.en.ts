import type { AccessAction } from '../data/operations.ts';

/** What a sentence about an entry may say. */
interface Told {
  readonly areas: string;
  readonly invitee: string;
  readonly reason: string;
}

/** By the outcome that the privacy officer chose. */
const emergencyAnswers: Readonly<Record<string, string>> = {
  'justified': 'Checked an emergency access, and found that there was good reason for it',
  'not-justified': 'Checked an emergency access, and found no good reason for it',
  'passed-on': 'Checked an emergency access, and passed it on to the hospital',
};

/** What somebody did, after their name. */
const actions: Readonly<Record<AccessAction, (told: Told) => string>> = {
  READ: ({ areas }) => `Looked at ${areas}`,
  VIEWED_AS: ({ areas, reason }) => `Looked at ${areas} as ${reason} would see it`,
  DOWNLOADED: ({ areas }) => `Downloaded ${areas}`,
  CALENDAR_READ: ({ areas }) => `Your calendar looked at ${areas}`,
  LOG_DOWNLOADED: () => 'Downloaded a copy of this list',
  REFUSED: () => 'Tried to open your record and was refused',
  CHANGED: () => 'Changed something',
  INVITED: ({ invitee }) => `Invited ${invitee}`,
  INVITATION_ACCEPTED: () => 'Opened your record for the first time',
  INVITATION_REVOKED: ({ invitee }) => `Stopped sharing with ${invitee}`,
  SUMMARY_SHARED: ({ areas }) => `Made a summary to give to somebody, of ${areas}`,
  SUMMARY_OPENED: () => 'Opened a summary with the code or link that you gave',
  SUMMARY_STOPPED: () => 'Stopped a summary from being opened',
  EMERGENCY_STARTED: () => 'Opened your record in an emergency',
  EMERGENCY_ENDED: () => 'Ended emergency access',
  EMERGENCY_DISPUTED: () => 'Asked us to check an emergency access',
  EMERGENCY_ANSWERED: ({ reason }) => emergencyAnswers[reason] ?? 'Answered your question about an emergency access',
  REASON_STATED: () => 'Said why they need to open your record',
  RECORD_FLAGGED: () => 'Protected your record: staff must say why they open it',
  RECORD_UNFLAGGED: () => 'Ended the protection of your record',
  REQUEST_RECEIVED: () => 'Asked for a copy of your record',
  REQUEST_PREVIEWED: ({ areas }) => `Counted what a copy of your record would show of ${areas}`,
  REQUEST_REVIEW_ASKED: () => 'Asked a health professional to check a copy of your record before it is given out',
  REQUEST_REVIEWED: () => 'Checked a copy of your record before it is given out',
  REQUEST_DECIDED: () => 'Decided about a copy of your record',
  REQUEST_DELIVERED: () => 'Collected a copy of your record',
  PROXY_REQUESTED: () => 'Asked to act for you',
  PROXY_STARTED: () => 'Let somebody act for you',
  PROXY_REFUSED: () => 'Refused somebody who asked to act for you',
  PROXY_REVIEWED: () => 'Checked who acts for you',
  PROXY_SUSPENDED: () => 'Stopped somebody acting for you',
  PROXY_RESUMED: () => 'Let somebody act for you again',
  PROXY_ENDED: () => 'Ended somebody acting for you',
};

/** By their names in addresses. */
const subjects: Readonly<Record<string, string>> = {
  others: 'What other people did',
  refusals: 'People who were refused',
  emergencies: 'Emergency access',
  sharing: 'Changes of who may see your record',
};

/** Words of who has looked; fetched when somebody asks. */
export const words = {
  back: 'Back to sharing',
  title: 'Who has looked at your record',
  intro: 'Every time somebody opens your record, or tries to, it is written here before they see anything.',
  empty: ['Nobody has looked yet', 'Every look at your record will be listed here.'],
  you: 'You',
  to: 'to',
  areas: { IDENTITY: 'personal details', RESULTS: 'test results', DOCUMENTS: 'documents', APPOINTMENTS: 'appointments' },
  and: 'and',
  somebody: 'somebody',
  refusedAfterEmergency: 'Tried to open your record after the emergency access had ended, and was refused',
  withCode: 'With a code you gave',
  nameUnchecked: 'They said themselves who they are. Nobody has checked it.',
  doors: {
    SELF: 'Signed in as the owner',
    PROXY: 'Acts on your behalf',
    INVITED: 'You invited them',
    OWN_ORGANISATION: 'Their hospital group cares for you',
    EMERGENCY: 'Emergency access',
  },
  becauseOf: 'because',
  because: {
    SELF: 'they were signed in as the owner of it, or of a record joined to it',
    PROXY: 'they act for you',
    INVITED: 'you invited them',
    TEAM: (teams: string) => `you invited ${teams}`,
    GIVEN: 'their request for a copy was agreed to',
    CHECKED: 'they were asked to check a copy before it is given out',
    OWN_ORGANISATION: 'their hospital group cares for you',
    EMERGENCY: 'they said that it was an emergency',
  },
  places: {
    PAGE: () => 'On the exchange’s own website',
    SITE: (name: string | null) => (name === null ? 'On a hospital’s website' : `On the website “${name}”`),
    LAUNCH: () => 'From their hospital’s own system',
    CALENDAR: () => 'By a calendar that you set up',
    SCRIPT: () => 'By a program',
  },
  actions,
  changes: {
    RECORD_MEASUREMENT: 'Entered a measurement',
    ENTER_CARE_ITEM: 'Entered a medicine, allergy or condition',
    RELEASE_RESULT: 'Let you read a result early',
    EXTEND_DELAY: 'Held a result back',
    UPLOAD_DOCUMENT: 'Added or took back a document',
    REQUEST_APPOINTMENT_CHANGE: 'Asked to change an appointment',
    MOVE_REPORT: 'Changed the privacy of a test result',
    MOVE_CARE_ITEM: 'Changed the privacy of a medicine, allergy or condition',
    MOVE_DOCUMENT: 'Changed the privacy of a document',
    MOVE_APPOINTMENT: 'Changed the privacy of an appointment',
  },
  show: 'Show',
  everything: 'Everything',
  subjects,
  onePerson: 'One person',
  month: 'Month',
  allMonths: 'All months',
  apply: 'Show these',
  noneFound: ['Nothing to show', 'Nothing like this is in your list. Choose something else to show.'],
  copy: 'Download this list, and check that nobody has changed it',
  recordOpened: 'your record',
  times: (count: number) => `${count} times`,
  why: 'Reason given',
  dispute: 'See this emergency and what came of it, or say that it was not right',
  outcome: 'See what came of it',
  emergencies: {
    'life-threatening': 'The patient’s life was in danger',
    unconscious: 'The patient was unconscious',
    'lacks-capacity': 'The patient could not decide for themselves',
    other: 'It was another emergency',
  },
} as const;

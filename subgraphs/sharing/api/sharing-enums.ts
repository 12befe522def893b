import { registerEnumType } from 'type-graphql';

export const DoorName = {
  SELF: 'self',
  PROXY: 'proxy',
  INVITED: 'invited',
  OWN_ORGANISATION: 'own-organisation',
  EMERGENCY: 'emergency',
} as const;

registerEnumType(DoorName, {
  name: 'Door',
  description: 'By which right a record stands open (ACS-2).',
  valuesConfig: {
    SELF: { description: 'It is the viewer’s own record.' },
    PROXY: { description: 'The viewer acts for the patient.' },
    INVITED: { description: 'The patient invited the viewer.' },
    OWN_ORGANISATION: { description: 'The viewer’s record-sharing group cares for the patient and supplied the items.' },
    EMERGENCY: { description: 'The viewer stated an emergency; the patient reads the reason.' },
  },
});

export const CopyReasonName = { GIVEN: 'given', CHECKED: 'checked' } as const;
registerEnumType(CopyReasonName, {
  name: 'CopyReason',
  description: 'Why a request for a copy of a record opens it to somebody (SAR-1).',
  valuesConfig: {
    GIVEN: { description: 'The records team agreed to their request.' },
    CHECKED: { description: 'They were asked to read the record before a copy is given, for what could do serious harm.' },
  },
});

export const ViewerKind = { PATIENT: 'patient', PROFESSIONAL: 'professional' } as const;
registerEnumType(ViewerKind, {
  name: 'ViewerKind',
  description: 'As whom somebody signed in.',
  valuesConfig: {
    PATIENT: { description: 'A patient or carer.' },
    PROFESSIONAL: { description: 'A health or care professional.' },
  },
});

export const InvitationStateName = { PENDING: 'pending', ACCEPTED: 'accepted', REVOKED: 'revoked', ENDED: 'ended' } as const;
registerEnumType(InvitationStateName, {
  name: 'InvitationState',
  description: 'How far an invitation has come.',
  valuesConfig: {
    PENDING: { description: 'Not used yet.' },
    ACCEPTED: { description: 'The invited person has opened the record.' },
    REVOKED: { description: 'The patient took it back.' },
    ENDED: { description: 'Its end date has passed.' },
  },
});

export const InviteeKindName = { EMAIL: 'email', PROFESSIONAL: 'professional', TEAM: 'team' } as const;
registerEnumType(InviteeKindName, {
  name: 'InviteeKind',
  description: 'Whom somebody invites (ACS-3).',
  valuesConfig: {
    EMAIL: { description: 'Whoever signs in with an e-mail address: family, a friend, a carer.' },
    PROFESSIONAL: { description: 'A professional from the directory.' },
    TEAM: { description: 'A team from the directory: whoever belongs to it at the time.' },
  },
});

export const EmergencyCategoryName = {
  LIFE_THREATENING: 'life-threatening',
  UNCONSCIOUS: 'unconscious',
  LACKS_CAPACITY: 'lacks-capacity',
  OTHER: 'other',
} as const;
registerEnumType(EmergencyCategoryName, {
  name: 'EmergencyCategory',
  description: 'Why a record is opened in an emergency (ACS-5).',
  valuesConfig: {
    LIFE_THREATENING: { description: 'The patient’s life is in danger.' },
    UNCONSCIOUS: { description: 'The patient cannot answer.' },
    LACKS_CAPACITY: { description: 'The patient cannot decide at this time.' },
    OTHER: { description: 'Another emergency, described in the reason.' },
  },
});

export const AreaName = { IDENTITY: 'identity', RESULTS: 'results', DOCUMENTS: 'documents', APPOINTMENTS: 'appointments' } as const;
registerEnumType(AreaName, {
  name: 'Area',
  description: 'A part of the record that can be opened.',
  valuesConfig: {
    IDENTITY: { description: 'Name, number, date of birth and contact details.' },
    RESULTS: { description: 'Laboratory results and radiology reports.' },
    DOCUMENTS: { description: 'Letters and summaries.' },
    APPOINTMENTS: { description: 'Appointments.' },
  },
});

export const AccessActionName = {
  READ: 'read',
  VIEWED_AS: 'viewed-as',
  DOWNLOADED: 'downloaded',
  CALENDAR_READ: 'calendar-read',
  LOG_DOWNLOADED: 'log-downloaded',
  REFUSED: 'refused',
  CHANGED: 'changed',
  INVITED: 'invited',
  INVITATION_ACCEPTED: 'invitation-accepted',
  INVITATION_REVOKED: 'invitation-revoked',
  SUMMARY_SHARED: 'summary-shared',
  SUMMARY_OPENED: 'summary-opened',
  SUMMARY_STOPPED: 'summary-stopped',
  EMERGENCY_STARTED: 'emergency-started',
  EMERGENCY_ENDED: 'emergency-ended',
  EMERGENCY_DISPUTED: 'emergency-disputed',
  EMERGENCY_ANSWERED: 'emergency-answered',
  REASON_STATED: 'reason-stated',
  RECORD_FLAGGED: 'record-flagged',
  RECORD_UNFLAGGED: 'record-unflagged',
  REQUEST_RECEIVED: 'request-received',
  REQUEST_PREVIEWED: 'request-previewed',
  REQUEST_REVIEW_ASKED: 'request-review-asked',
  REQUEST_REVIEWED: 'request-reviewed',
  REQUEST_DECIDED: 'request-decided',
  REQUEST_DELIVERED: 'request-delivered',
  PROXY_REQUESTED: 'proxy-requested',
  PROXY_STARTED: 'proxy-started',
  PROXY_REFUSED: 'proxy-refused',
  PROXY_REVIEWED: 'proxy-reviewed',
  PROXY_SUSPENDED: 'proxy-suspended',
  PROXY_RESUMED: 'proxy-resumed',
  PROXY_ENDED: 'proxy-ended',
} as const;
registerEnumType(AccessActionName, {
  name: 'AccessAction',
  description: 'What somebody did with the record or its sharing (ACS-6).',
  valuesConfig: {
    READ: { description: 'Opened the areas listed.' },
    VIEWED_AS: { description: 'Looked at their own record as somebody else would (ACS-7).' },
    DOWNLOADED: { description: 'Made a copy of the areas listed, to keep as a file (REC-1).' },
    CALENDAR_READ: { description: 'A calendar feed that the patient set up fetched their appointments (APT-1).' },
    LOG_DOWNLOADED: { description: 'Made a copy of this log, to keep as a file (ACS-6).' },
    REFUSED: { description: 'Asked for the areas listed and was refused.' },
    CHANGED: { description: 'Opened the record to change something; `purpose` says what.' },
    INVITED: { description: 'Invited somebody.' },
    INVITATION_ACCEPTED: { description: 'Opened the record by an invitation for the first time.' },
    INVITATION_REVOKED: { description: 'Took an invitation back.' },
    SUMMARY_SHARED: { description: 'Made a summary to give away (ACS-3).' },
    SUMMARY_OPENED: { description: 'Opened a summary with the code or link that the patient gave them (ACS-3).' },
    SUMMARY_STOPPED: { description: 'Took a summary back (ACS-3).' },
    EMERGENCY_STARTED: { description: 'Opened the record in an emergency.' },
    EMERGENCY_ENDED: { description: 'Closed it again.' },
    EMERGENCY_DISPUTED: { description: 'Disputed that there was an emergency (ACS-5).' },
    EMERGENCY_ANSWERED: { description: 'Answered such a dispute (ACS-5).' },
    REASON_STATED: { description: 'Stated why they open a flagged record (abuse case 19).' },
    RECORD_FLAGGED: { description: 'Gave the record special protection: care alone opens it to nobody without a stated reason (abuse case 19).' },
    RECORD_UNFLAGGED: { description: 'Took this special protection away.' },
    REQUEST_RECEIVED: { description: 'Asked for a copy of the record (SAR-1).' },
    REQUEST_PREVIEWED: { description: 'Counted what a copy for such a request would hold, by privacy label (SAR-1).' },
    REQUEST_REVIEW_ASKED: { description: 'Asked a health professional to read the record for what could do serious harm; `reason` names them (SAR-1).' },
    REQUEST_REVIEWED: { description: 'Gave that opinion (SAR-1).' },
    REQUEST_DECIDED: { description: 'Decided about such a request (SAR-1).' },
    REQUEST_DELIVERED: { description: 'Fetched the copy that was asked for (SAR-1).' },
    PROXY_REQUESTED: { description: 'Asked to act for the patient.' },
    PROXY_STARTED: { description: 'Let somebody act for the patient.' },
    PROXY_REFUSED: { description: 'Refused somebody who had asked to act for the patient.' },
    PROXY_REVIEWED: { description: 'Looked again at somebody who acts for the patient.' },
    PROXY_SUSPENDED: { description: 'Stopped somebody who acts for the patient, for the time being.' },
    PROXY_RESUMED: { description: 'Let somebody who had been stopped act again.' },
    PROXY_ENDED: { description: 'Ended that somebody acts for the patient.' },
  },
});

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
  DOWNLOADED: 'downloaded',
  CALENDAR_READ: 'calendar-read',
  REFUSED: 'refused',
  CHANGED: 'changed',
  INVITED: 'invited',
  INVITATION_ACCEPTED: 'invitation-accepted',
  INVITATION_REVOKED: 'invitation-revoked',
  EMERGENCY_STARTED: 'emergency-started',
  EMERGENCY_ENDED: 'emergency-ended',
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
    DOWNLOADED: { description: 'Made a copy of the areas listed, to keep as a file (REC-1).' },
    CALENDAR_READ: { description: 'A calendar feed that the patient set up fetched their appointments (APT-1).' },
    REFUSED: { description: 'Asked for the areas listed and was refused.' },
    CHANGED: { description: 'Opened the record to change something; `purpose` says what.' },
    INVITED: { description: 'Invited somebody.' },
    INVITATION_ACCEPTED: { description: 'Opened the record by an invitation for the first time.' },
    INVITATION_REVOKED: { description: 'Took an invitation back.' },
    EMERGENCY_STARTED: { description: 'Opened the record in an emergency.' },
    EMERGENCY_ENDED: { description: 'Closed it again.' },
    PROXY_REQUESTED: { description: 'Asked to act for the patient.' },
    PROXY_STARTED: { description: 'Let somebody act for the patient.' },
    PROXY_REFUSED: { description: 'Refused somebody who had asked to act for the patient.' },
    PROXY_REVIEWED: { description: 'Looked again at somebody who acts for the patient.' },
    PROXY_SUSPENDED: { description: 'Stopped somebody who acts for the patient, for the time being.' },
    PROXY_RESUMED: { description: 'Let somebody who had been stopped act again.' },
    PROXY_ENDED: { description: 'Ended that somebody acts for the patient.' },
  },
});

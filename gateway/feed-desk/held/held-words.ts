import type { DeskAction } from '../../feeds/held-change.ts';
import type { MessageState } from './held-message.store.ts';
import type { Band } from './held-list.store.ts';

/** Why messages wait, in words, by the codes of the contract between feeds and rooms; another code is its own words. */
const codeWords: Readonly<Record<string, string>> = {
  'unknown-sender': 'Sender is not registered',
  'sender-off': 'Sender is switched off',
  'sender-moved': 'Sender speaks for another organisation now',
  'sender-not-proved': 'Sender did not prove who it is',
  'event-not-agreed': 'Sender may not send this kind of message',
  'wrong-port': 'Came on a port for other messages',
  'unsupported-event': 'Kind of message that cannot be applied yet',
  'message-id-reused': 'Message id was used before',
  'required-field-missing': 'Something required is missing',
  malformed: 'Something cannot be read',
  'patient-unknown': 'Patient is not known',
  'patient-mismatch': 'Patient’s details disagree',
  'nhs-number-invalid': 'NHS number is not valid',
  'nhs-number-unverified': 'NHS number is not verified',
  'foreign-namespace': 'Identifier of another organisation',
  'order-number-mismatch': 'Order numbers disagree',
  'content-unsupported': 'Kind of document that cannot be shown',
  'content-too-large': 'Document is too large',
  'content-invalid': 'Document cannot be read',
  'merge-cycle': 'Merge goes in a circle',
  'merge-disagrees': 'Merge disagrees with what is known',
  'merge-undone': 'Merge was undone before',
  'merge-unknown': 'Merge of records that are not known',
  'reference-unresolved': 'Something referred to has not come',
  'report-missing': 'Test came without its report',
  'label-unclear': 'Privacy label is unclear',
  'encounter-unknown': 'Stay in hospital is not known',
  'room-error': 'The exchange failed on it',
};

export function codeWord(code: string): string {
  return Object.hasOwn(codeWords, code) ? (codeWords[code] ?? code) : code.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase());
}

export const bandWords: Readonly<Record<Band, string>> = {
  today: 'Less than a day', 'over-1-day': 'Over 1 day', 'over-7-days': 'Over 7 days', 'over-28-days': 'Over 28 days',
};

export const stateWords: Readonly<Record<MessageState, string>> = {
  held: 'Waits for a person', queued: 'Queued: it is applied in a moment', applied: 'Applied', closed: 'Closed', refused: 'Refused',
};

export const actionWords: Readonly<Record<DeskAction, string>> = {
  opened: 'Opened it',
  'looked-at-field': 'Looked at a field',
  mended: 'Mended it',
  made: 'Made this message from the one that came',
  replayed: 'Replayed it',
  closed: 'Closed it',
  reopened: 'Opened it again',
  'sender-saved': 'Saved a sender',
  'sender-removed': 'Switched a sender off',
  'sender-token': 'Gave a sender a new token',
};

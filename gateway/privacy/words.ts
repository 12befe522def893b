import type { RecordRoom } from '@cie/kit/names.ts';
import type { PrivacyKind, PrivacyList, PrivacyOutcome, PrivacySummary } from '@cie/kit/privacy.ts';

/** Words of the privacy officer's pages, and of the patient's about emergencies. */
export const listWords: Readonly<Record<PrivacyList, string>> = { disputed: 'To answer', open: 'To review', closed: 'Decided' };

export const kindWords: Readonly<Record<PrivacyKind, string>> = { emergency: 'Emergency access', reason: 'Protected record opened', alert: 'Alert' };

export const outcomeWords: Readonly<Record<PrivacyOutcome, string>> = {
  justified: 'It was justified',
  'not-justified': 'It was not justified',
  'passed-on': 'Passed on to their organisation to look into',
};

const categoryWords: Readonly<Record<string, string>> = {
  'life-threatening': 'life in danger',
  unconscious: 'unconscious',
  'lacks-capacity': 'could not decide at that time',
  other: 'another emergency',
  flagged: 'specially protected record',
  'many-searches': 'searched for more people than is usual',
  'many-records': 'asked for many records at once that are not open to them',
};

export const category = ({ category: code }: Pick<PrivacySummary, 'category'>): string => categoryWords[code] ?? code;

/** As a sentence, for the person whose record was opened. */
const categorySentences: Readonly<Record<string, string>> = {
  'life-threatening': 'The patient’s life was in danger',
  unconscious: 'The patient was unconscious',
  'lacks-capacity': 'The patient could not decide for themselves',
  other: 'It was another emergency',
};

export const categorySentence = (each: Pick<PrivacySummary, 'category'>): string => categorySentences[each.category] ?? category(each);

export const areaWords: Readonly<Record<RecordRoom, string>> = { identity: 'personal details', results: 'test results', documents: 'documents', appointments: 'appointments' };

const actionWords: Readonly<Record<string, string>> = { read: 'Looked at', changed: 'Opened to change', downloaded: 'Downloaded', refused: 'Was refused' };

/** `Looked at test results, documents`. */
export const seenWords = (action: string, areas: readonly RecordRoom[]): string =>
  `${actionWords[action] ?? action} ${areas.length === 0 ? 'the record' : areas.map((each) => areaWords[each]).join(', ')}`;

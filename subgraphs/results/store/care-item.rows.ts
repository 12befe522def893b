import {
  CareKind, carePlanStatuses, clinicalStatuses, criticalities, medicationStatuses, severities, verificationStatuses, type StoredCareItem,
} from '../domain/care/care-item.ts';
import type { CareItemEntity } from './care-item.entity.ts';

export type CareItemRow = Omit<CareItemEntity, 'updatedAt'>;

/** The row of an item; columns that its kind does not have stay empty. */
export function toRow(patientId: string, item: StoredCareItem): CareItemRow {
  const none = { verification: null, severity: null, criticality: null, reaction: null, dosage: null, reason: null, words: null };
  const row = { ...none, patientId, notes: [...item.notes] };
  switch (item.kind) {
    case CareKind.carePlan: {
      const { text, ...facts } = item;
      return { ...facts, ...row, words: text };
    }
    case CareKind.medication:
      return { ...item, ...row, dosage: item.dosage, reason: item.reason };
    case CareKind.allergy:
      return { ...item, ...row, verification: item.verification, reaction: item.reaction, severity: item.severity, criticality: item.criticality };
    case CareKind.condition:
      return { ...item, ...row, verification: item.verification, severity: item.severity };
  }
}

/** The item of a row. A word that no list here has is left out instead of shown as something it may not mean. */
export function toCareItem(row: CareItemRow): StoredCareItem {
  const { id, organisation, label, sourceId, withdrawn, authorId, author, site, code, codeSystem, name, startedOn, endedOn, recordedOn, notes, sentAt } = row;
  const shared = { id, organisation, label, sourceId, withdrawn, authorId, author, site, code, codeSystem, name, startedOn, endedOn, recordedOn, notes, sentAt };
  const verification = wordOf(verificationStatuses, row.verification);
  const severity = wordOf(severities, row.severity);
  switch (row.kind) {
    case CareKind.medication:
      return { ...shared, kind: row.kind, status: wordOf(medicationStatuses, row.status) ?? 'unknown', dosage: row.dosage, reason: row.reason };
    case CareKind.allergy:
      return { ...shared, kind: row.kind, status: wordOf(clinicalStatuses, row.status), verification, reaction: row.reaction, severity, criticality: wordOf(criticalities, row.criticality) };
    case CareKind.condition:
      return { ...shared, kind: row.kind, status: wordOf(clinicalStatuses, row.status), verification, severity };
    case CareKind.carePlan:
      return { ...shared, kind: row.kind, status: wordOf(carePlanStatuses, row.status) ?? 'unknown', text: row.words };
  }
}

function wordOf<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
}

import { randomUUID } from 'node:crypto';
import { ofRecordSql } from '@cie/kit/database/of-record.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { newDataKey, sealBytes, unsealBytes, unwrapKey, type KeyRing } from '@cie/kit/sealing.ts';
import type { EntityManager } from 'typeorm';
import type { ReportAttachment, ResultFile, StoredObservation, StoredReport } from '../domain/report.ts';

/** What a file is sealed for: a row that is moved to another report or person does not open there. */
export const aboutAttachment = (patientId: string, observationId: string, digest: string): string => `report_attachment ${patientId} ${observationId} ${digest}`;

/** Keeps the file that an observation holds, under the delay and label of its report. The same file of the same observation is kept once. */
export async function saveAttachment(manager: EntityManager, ring: KeyRing, report: StoredReport & { readonly patientId: string }, observation: StoredObservation, file: ResultFile): Promise<void> {
  const subject = aboutAttachment(report.patientId, observation.id, file.digest);
  const { key, keyId, wrapped } = newDataKey(ring, subject);
  await manager.query(
    `insert into report_attachment (patient_id, id, report_id, observation_id, organisation, label, delayed_until, title, media_type, size, digest, key_id, wrapped_key, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict (patient_id, observation_id, digest) do nothing`,
    [
      report.patientId, randomUUID(), report.id, observation.id, report.organisation, report.label, report.delayedUntil, observation.name, file.mediaType,
      file.bytes.length, file.digest, keyId, wrapped, sealBytes(key, file.bytes, subject),
    ],
  );
}

/** The files that stand in these reports now: a replaced or withdrawn one stays as history, and is not offered. */
export function attachmentsOfReports(manager: EntityManager, patient: RoomPatient, reportIds: readonly string[]): Promise<ReportAttachment[]> {
  const { sql, parameter } = ofRecordSql(patient);
  return manager.query<ReportAttachment[]>(
    `select a.id, a.report_id as "reportId", a.title, a.media_type as "mediaType", a.size
     from report_attachment a join observation o on o.patient_id = a.patient_id and o.id = a.observation_id and o.file_digest = a.digest
     where a.${sql} and a.report_id = any ($2) order by o.position`,
    [parameter, reportIds],
  );
}

interface SealedRow {
  readonly patient_id: string;
  readonly observation_id: string;
  readonly digest: string;
  readonly key_id: string;
  readonly wrapped_key: Buffer;
  readonly sealed: Buffer;
}

/** The bytes of one file; null when no pass of this read shows it. */
export async function contentOfAttachment(manager: EntityManager, ring: KeyRing, patient: RoomPatient, id: string): Promise<Buffer | null> {
  const { sql, parameter } = ofRecordSql(patient);
  const [row] = await manager.query<SealedRow[]>(`select patient_id, observation_id, digest, key_id, wrapped_key, sealed from report_attachment where ${sql} and id = $2`, [parameter, id]);
  if (row === undefined) return null;
  const subject = aboutAttachment(row.patient_id, row.observation_id, row.digest);
  return unsealBytes(unwrapKey(ring, { keyId: row.key_id, wrapped: row.wrapped_key }, subject), row.sealed, subject);
}

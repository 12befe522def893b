import { ofRecord } from '@cie/kit/database/of-record.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { EntityManager } from 'typeorm';
import type { Demographics } from '../domain/demographics.ts';
import { DemographicsEntity } from './demographics.entity.ts';

/** Every organisation's demographics of a patient that the transaction's passes open. */
export async function listDemographics(manager: EntityManager, patient: RoomPatient): Promise<readonly Demographics[]> {
  return manager.findBy(DemographicsEntity, { patientId: ofRecord(patient) });
}

export async function findDemographics(manager: EntityManager, patientId: string, organisation: string): Promise<Demographics | null> {
  return manager.findOneBy(DemographicsEntity, { patientId, organisation });
}

export async function saveDemographics(manager: EntityManager, demographics: Demographics): Promise<void> {
  const { addressLines, nextOfKin, ...rest } = demographics;
  await manager.upsert(DemographicsEntity, { ...rest, addressLines: [...addressLines], nextOfKin: [...nextOfKin] }, ['patientId', 'organisation']);
}

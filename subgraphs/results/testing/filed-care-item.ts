import { Label } from '@cie/kit/names.ts';
import { CareKind, type FiledAllergy, type FiledMedication } from '../domain/care/care-item.ts';

const shared = {
  startedOn: '2021',
  endedOn: null,
  recordedOn: '2021-05-04',
  notes: [],
  withdrawn: false,
  author: 'Dr Ada Woodhouse',
  site: 'Charing Cross Hospital',
  label: Label.general,
  sentAt: new Date('2026-04-01T10:00:00Z'),
};

/** An invented medication; tests change what they are about. */
export function filedMedication(more: Partial<FiledMedication> = {}): FiledMedication {
  return {
    ...shared, kind: CareKind.medication, sourceId: 'M1', code: '318136009', codeSystem: 'http://snomed.info/sct', name: 'Bisoprolol 2.5mg tablets',
    status: 'active', dosage: 'One tablet each morning', reason: 'High blood pressure', ...more,
  };
}

export function filedAllergy(more: Partial<FiledAllergy> = {}): FiledAllergy {
  return {
    ...shared, kind: CareKind.allergy, sourceId: 'A1', code: null, codeSystem: null, name: 'Penicillin', status: 'active', verification: 'confirmed',
    reaction: 'Rash', severity: 'moderate', criticality: 'high', ...more,
  };
}

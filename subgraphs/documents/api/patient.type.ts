import { defineRoomChange, defineRoomPatient } from '@cie/kit/federation/room-patient.ts';

export const Patient = defineRoomPatient('documents');
export const RecordChange = defineRoomChange('documents');

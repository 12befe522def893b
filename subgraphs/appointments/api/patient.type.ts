import { defineRoomChange, defineRoomPatient } from '@cie/kit/federation/room-patient.ts';

export const Patient = defineRoomPatient('appointments');
export const RecordChange = defineRoomChange('appointments');

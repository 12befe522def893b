import { defineRoomPatient } from '@cie/kit/federation/room-patient.ts';

/** This room's share of the entity Patient. */
export const Patient = defineRoomPatient('results');

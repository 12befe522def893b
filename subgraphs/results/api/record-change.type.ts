import { defineRoomChange } from '@cie/kit/federation/room-patient.ts';

/** This room's share of the entity RecordChange. */
export const RecordChange = defineRoomChange('results');

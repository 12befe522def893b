import { randomUUID } from 'node:crypto';
import { readFiledMessage } from '@cie/kit/command-input.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { createRoomReader } from '@cie/kit/database/room-reader.ts';
import type { FilingOutcome } from '@cie/kit/feed.ts';
import type { Room } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { treatmentCommand } from '@cie/kit/treatment.ts';
import type { AppointmentsContext } from './api/appointments-context.ts';
import { PatientAppointmentsResolver } from './api/patient-appointments.resolver.ts';
import { buildAppointmentsSchema } from './api/appointments-schema.ts';
import { fileAppointment } from './domain/file-appointment.ts';
import { mapSiu } from './feed/map-siu.ts';
import { appointmentReads } from './store/appointment-reads.store.ts';
import { AppointmentEntity } from './store/appointment.entity.ts';
import { CreateAppointments1795348800000 } from './store/appointments.migration.ts';
import { filingIn } from './store/filing.store.ts';
import { newestAppointments } from './store/treatment.store.ts';

/** Starts the appointments room: all hospitals on one timeline, filed from SIU messages. */
export async function startAppointments(settings: Settings): Promise<Room> {
  const database = await openRoomDatabase({
    room: 'appointments',
    settings,
    entities: [AppointmentEntity],
    migrations: [CreateAppointments1795348800000],
  });
  const resolver = new PatientAppointmentsResolver();
  const { schema, typeDefs } = buildAppointmentsSchema({ get: () => resolver });
  return {
    name: 'appointments',
    schema,
    typeDefs,
    createContext: (access): AppointmentsContext => {
      const reader = createRoomReader(database, access);
      return { access, reader, reads: appointmentReads(reader) };
    },
    commands: {
      apply: (input) => apply(database, input),
      treatment: treatmentCommand((patientIds) => database.asFeed((manager) => newestAppointments(manager, patientIds))),
    },
    ready: () => database.ready(),
    close: () => database.close(),
  };
}

/** Files an SIU message for a known person, exactly once; holds what cannot be filed. Throws when the database does not answer. */
async function apply(database: RoomDatabase, input: unknown): Promise<FilingOutcome> {
  const message = readFiledMessage(input);
  const appointment = mapSiu(message);
  if ('outcome' in appointment) return appointment;
  const filing = { messageId: message.id, patientId: message.patientId, recordIds: message.recordIds, organisation: message.organisation };
  return database.asFeed((manager) => fileAppointment(filing, appointment, filingIn(manager), randomUUID));
}

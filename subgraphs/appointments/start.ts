import { randomUUID } from 'node:crypto';
import { readFiledMessage } from '@cie/kit/command-input.ts';
import { createLabelMoves } from '@cie/kit/database/label-moves.store.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { createRoomReader } from '@cie/kit/database/room-reader.ts';
import { createRoomWriter } from '@cie/kit/database/room-writer.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { acceptWritePasses } from '@cie/kit/database/write-pass.ts';
import type { FilingOutcome } from '@cie/kit/feed.ts';
import { createFeedNoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Room } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { labelCountsCommand } from '@cie/kit/label-counts.ts';
import { treatmentCommand } from '@cie/kit/treatment.ts';
import { readOrganisationContacts } from '@cie/kit/whom-to-ask.ts';
import { fhirCommands } from './api/fhir.commands.ts';
import type { AppointmentsContext } from './api/appointments-context.ts';
import { AppointmentResolver } from './api/appointment.resolver.ts';
import { MoveAppointmentResolver } from './api/move-appointment.resolver.ts';
import { PatientAppointmentsResolver } from './api/patient-appointments.resolver.ts';
import { outboundCommands } from './api/outbound.commands.ts';
import { RequestChangeResolver } from './api/request-change.resolver.ts';
import { buildAppointmentsSchema } from './api/appointments-schema.ts';
import { fileAppointment } from './domain/file-appointment.ts';
import { mapSiu } from './feed/map-siu.ts';
import { appointmentReads } from './store/appointment-reads.store.ts';
import { AppointmentEntity } from './store/appointment.entity.ts';
import { AppointmentRequestEntity } from './store/appointment-request.entity.ts';
import { ChangeAppointments1795400060001 } from './store/changes.migration.ts';
import { CreateAppointments1795348800000 } from './store/appointments.migration.ts';
import { filingIn } from './store/filing.store.ts';
import { CarryChoices1795501000001 } from './store/carry-choices.migration.ts';
import { MoveLabels1795501000000 } from './store/move-labels.migration.ts';
import { requestNotices, type RequestNotices } from './store/request-notices.ts';
import { countAppointments } from './store/label-counts.store.ts';
import { newestAppointments } from './store/treatment.store.ts';

/** Starts the appointments room: all hospitals on one timeline, filed from SIU messages. */
export async function startAppointments(settings: Settings): Promise<Room> {
  const contacts = readOrganisationContacts(settings);
  const database = await openRoomDatabase({
    room: 'appointments',
    settings,
    entities: [AppointmentEntity, AppointmentRequestEntity],
    migrations: [
      CreateAppointments1795348800000,
      acceptWritePasses('appointments'),
      ChangeAppointments1795400060001,
      MoveLabels1795501000000,
      CarryChoices1795501000001,
    ],
  });
  const notices = createFeedNoticeStore(database, settings);
  const telling = requestNotices(notices);
  const resolvers = new Map<unknown, object>([
    [PatientAppointmentsResolver, new PatientAppointmentsResolver()],
    [AppointmentResolver, new AppointmentResolver()],
    [RequestChangeResolver, new RequestChangeResolver()],
    [MoveAppointmentResolver, new MoveAppointmentResolver()],
  ]);
  const { schema, typeDefs } = buildAppointmentsSchema({ get: (type) => resolvers.get(type) });
  return {
    name: 'appointments',
    schema,
    typeDefs,
    createContext: (access): AppointmentsContext => {
      const reader = createRoomReader(database, access);
      const reads = appointmentReads(reader);
      const writer = createRoomWriter(database, access);
      return { access, reader, contacts, reads, writer, labels: createLabelMoves({ access, reader, writer }, { table: 'appointment', shown: 'deleted_at is null' }), requestsOf: once((patient) => reads.requests(patient)) };
    },
    commands: {
      apply: (input) => apply(database, telling, input),
      ...fhirCommands({ database, notices: telling }),
      ...outboundCommands(database, telling),
      ...notices.commands,
      'count-labels': labelCountsCommand((patientIds, now) => database.asFeed((manager) => countAppointments(manager, patientIds, now))),
      treatment: treatmentCommand((patientIds) => database.asFeed((manager) => newestAppointments(manager, patientIds))),
    },
    ready: () => database.ready(),
    close: () => database.close(),
  };
}

/** Files an SIU message for a known person, exactly once; holds what cannot be filed. Throws when the database does not answer. */
async function apply(database: RoomDatabase, notices: RequestNotices, input: unknown): Promise<FilingOutcome> {
  const message = readFiledMessage(input);
  const appointment = mapSiu(message);
  if ('outcome' in appointment) return appointment;
  const { id, patientId, recordIds, organisation, receivedAt } = message;
  const filing = { messageId: id, patientId, recordIds, organisation, receivedAt: new Date(receivedAt) };
  return database.asFeed((manager) => fileAppointment(filing, appointment, filingIn(manager, notices), randomUUID));
}

/** What is read for a record once per operation, however many of its appointments ask for it. */
function once<Value>(read: (patient: RoomPatient) => Promise<Value>): (patient: RoomPatient) => Promise<Value> {
  const begun = new Map<string, Promise<Value>>();
  return (patient) => {
    const value = begun.get(patient.id) ?? read(patient);
    begun.set(patient.id, value);
    return value;
  };
}

import { randomUUID } from 'node:crypto';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Arg, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { requestChange } from '../domain/request-change.ts';
import { requestsOf } from '../store/request.store.ts';
import { AppointmentChangeInput } from './appointment-request.type.ts';
import { AppointmentType, toAppointmentType } from './appointment.type.ts';
import type { AppointmentsContext } from './appointments-context.ts';
import { RecordChange } from './patient.type.ts';

/** What the appointments room does to a record. The field needs the write pass of the purpose `request-appointment-change`. */
@Resolver(() => RecordChange)
export class RequestChangeResolver {
  @Directive('@requires(fields: "access { appointments }")')
  @FieldResolver(() => AppointmentType, {
    description: 'Asks the booking team to cancel or move an appointment, which stays booked until the hospital says otherwise (APT-1). Errors: REQUEST_INVALID, APPOINTMENT_UNKNOWN, APPOINTMENT_OVER, APPOINTMENT_CANCELLED, REQUEST_OPEN, APPOINTMENT_TOO_SOON, HOSPITAL_NOT_REACHABLE, REQUEST_TOO_OFTEN.',
  })
  async requestAppointmentChange(
    @Root() change: RoomPatient,
    @Arg('input', () => AppointmentChangeInput, { description: 'What to ask for.' }) { appointmentId, kind, reason, wishes, phone }: AppointmentChangeInput,
    @Ctx() { access, writer }: AppointmentsContext,
  ): Promise<AppointmentType> {
    const wish = { appointmentId, kind, reason: reason ?? null, wishes: wishes ?? null, phone: phone ?? null };
    const appointment = await writer.write(change, (manager) => requestChange(access, change, wish, requestsOf(manager), randomUUID));
    return toAppointmentType(appointment, change, access.now);
  }
}

import { CieError } from '@cie/kit/errors.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { moveLabel } from '@cie/kit/move-label.ts';
import type { Label } from '@cie/kit/names.ts';
import { Arg, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { findAppointment } from '../domain/read-appointments.ts';
import { AppointmentType, toAppointmentType } from './appointment.type.ts';
import type { AppointmentsContext } from './appointments-context.ts';
import { RecordChange } from './patient.type.ts';

const unknown = (): CieError => new CieError('APPOINTMENT_UNKNOWN', 'There is no such appointment in this record.');

/** ACS-1: the patient decides which label an appointment has. */
@Resolver(() => RecordChange)
export class MoveAppointmentResolver {
  @Directive('@requires(fields: "access { appointments }")')
  @FieldResolver(() => AppointmentType, {
    nullable: true,
    description: 'Moves an appointment, with what was asked about it, to another privacy label; no change by the hospital moves it back. Needs the purpose MOVE_APPOINTMENT, which is the patient’s alone. Errors: APPOINTMENT_UNKNOWN, CHANGE_NOT_ALLOWED.',
  })
  async moveAppointment(
    @Root() change: RoomPatient,
    @Arg('appointmentId', () => ID, { description: 'The appointment.' }) id: string,
    @Arg('label', () => PrivacyLabel, { description: 'The label it is to have.' }) label: Label,
    @Ctx() { access, labels, reads }: AppointmentsContext,
  ): Promise<AppointmentType | null> {
    await moveLabel(access, labels, change, { id, label, unknown });
    const appointment = await findAppointment(access, reads, change, id);
    return appointment === null ? null : toAppointmentType(appointment, change, access.now);
  }
}

import { readTimePosition, toConnection } from '@cie/kit/federation/connection.ts';
import { checkedFirst, PageArgs } from '@cie/kit/federation/page.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { listAppointments, type AppointmentWindow as Window } from '../domain/read-appointments.ts';
import { AppointmentWindow } from './appointment-enums.ts';
import { AppointmentConnectionType, toAppointmentType } from './appointment.type.ts';
import type { AppointmentsContext } from './appointments-context.ts';
import { Patient } from './patient.type.ts';

@ArgsType()
class AppointmentArgs extends PageArgs {
  @Field(() => AppointmentWindow, { nullable: true, description: 'Only past or only upcoming ones; leave out for all.' })
  readonly when?: Window;
}

/** What the appointments room adds to a patient. The field needs the pass for this room, which sharing gives. */
@Resolver(() => Patient)
export class PatientAppointmentsResolver {
  @Directive('@requires(fields: "access { appointments }")')
  @FieldResolver(() => AppointmentConnectionType, {
    nullable: true,
    description: 'Appointments: upcoming ones soonest first, past ones and all together newest first. Errors: PAGE_SIZE_INVALID, CURSOR_INVALID.',
  })
  async appointments(
    @Root() patient: RoomPatient,
    @Args(() => AppointmentArgs) args: AppointmentArgs,
    @Ctx() { access, reads }: AppointmentsContext,
  ): Promise<AppointmentConnectionType> {
    const limit = checkedFirst(args);
    const page = { limit, after: readTimePosition(args.after), window: args.when ?? null };
    const appointments = await listAppointments(access, reads, patient, page);
    return toConnection(appointments.map(toAppointmentType), limit, ({ start, id }) => [start.toISOString(), id]);
  }
}

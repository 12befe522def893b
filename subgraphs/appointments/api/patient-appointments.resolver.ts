import { isSince, positionAfter } from '@cie/kit/federation/between.ts';
import { readTimePosition, toConnection } from '@cie/kit/federation/connection.ts';
import { checkedFirst, PageArgs } from '@cie/kit/federation/page.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { CalendarDate } from '@cie/kit/scalars.ts';
import { Arg, Args, ArgsType, Ctx, Directive, Field, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { writeFeed, type CalendarDetail as Detail } from '../calendar/write-calendar.ts';
import { calendarAppointments, findAppointment, listAppointments, type AppointmentWindow as Window } from '../domain/read-appointments.ts';
import { AppointmentWindow, CalendarDetail } from './appointment-enums.ts';
import { AppointmentConnectionType, AppointmentType, toAppointmentType } from './appointment.type.ts';
import type { AppointmentsContext } from './appointments-context.ts';
import { Patient } from './patient.type.ts';

@ArgsType()
class AppointmentArgs extends PageArgs {
  @Field(() => AppointmentWindow, { nullable: true, description: 'Only past or only upcoming ones; leave out for all.' })
  readonly when?: Window;

  @Field(() => CalendarDate, { nullable: true, description: 'Only those on this day or after it; not together with `when`.' })
  readonly from?: string;

  @Field(() => CalendarDate, { nullable: true, description: 'Only those on this day or before it; not together with `when`.' })
  readonly to?: string;

  @Field(() => Boolean, { nullable: true, description: 'Only those of maternity care, told by the names of clinic, place and reason (DOC-3).' })
  readonly maternity?: boolean;
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
    const window = args.when ?? null;
    // Past and upcoming together begin with the latest: up to a day means from the position after it.
    const end = window === null && args.to !== undefined ? positionAfter(args.to) : null;
    const page = { limit, after: readTimePosition(args.after) ?? end, window, maternity: args.maternity ?? false };
    const found = await listAppointments(access, reads, patient, page);
    const appointments = found.filter(({ start }) => window !== null || isSince(args.from, start));
    return toConnection(appointments.map((each) => toAppointmentType(each, patient, access.now)), limit, ({ start, id }) => [start.toISOString(), id]);
  }
  @Directive('@requires(fields: "access { appointments }")')
  @FieldResolver(() => AppointmentType, { nullable: true, description: 'An appointment by its identifier; null when there is none that the viewer may see.' })
  async appointment(
    @Root() patient: RoomPatient, @Arg('id', () => ID, { description: 'Identifier of the appointment.' }) id: string, @Ctx() { access, reads }: AppointmentsContext,
  ): Promise<AppointmentType | null> {
    const appointment = await findAppointment(access, reads, patient, id);
    return appointment === null ? null : toAppointmentType(appointment, patient, access.now);
  }

  @Directive('@requires(fields: "access { appointments }")')
  @FieldResolver(() => String, { nullable: true, description: 'Appointments of the last month and all to come as a calendar (iCalendar, RFC 5545).' })
  async appointmentCalendar(
    @Root() patient: RoomPatient,
    @Arg('detail', () => CalendarDetail, { description: 'How much it says.' }) detail: Detail,
    @Ctx() { access, reads }: AppointmentsContext,
  ): Promise<string> {
    return writeFeed(await calendarAppointments(access, reads, patient), detail);
  }
}

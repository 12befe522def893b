import { HeldLabelType, labelHistoryWords } from '@cie/kit/federation/label-history.type.ts';
import { WhomToAskType } from '@cie/kit/federation/whom-to-ask.type.ts';
import { readLabelHistory } from '@cie/kit/move-label.ts';
import { whomToAsk } from '@cie/kit/whom-to-ask.ts';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { writeEvent } from '../calendar/write-calendar.ts';
import { whyNoRequest, type NoRequest as Reason } from '../domain/change-request.ts';
import { NoRequest } from './appointment-enums.ts';
import { AppointmentRequestType, toRequestType } from './appointment-request.type.ts';
import { AppointmentType } from './appointment.type.ts';
import type { AppointmentsContext } from './appointments-context.ts';

@Resolver(() => AppointmentType)
export class AppointmentResolver {
  @FieldResolver(() => [HeldLabelType], { nullable: true, description: labelHistoryWords })
  labelHistory(@Root() { of, id }: AppointmentType, @Ctx() { labels }: AppointmentsContext): Promise<readonly HeldLabelType[] | null> {
    return readLabelHistory(labels, of, id);
  }

  @FieldResolver(() => WhomToAskType, { description: 'Whom to ask about it (REC-2).' })
  ask(@Root() { organisation, site, clinic, clinician }: AppointmentType, @Ctx() { contacts }: AppointmentsContext): WhomToAskType {
    return whomToAsk({ kind: 'appointment', organisation: organisation.odsCode, site: site?.name ?? null, author: clinician, team: clinic }, contacts);
  }

  @FieldResolver(() => AppointmentRequestType, { nullable: true, description: 'What the booking team was last asked for; null when nobody asked.' })
  async request(@Root() { id, of }: AppointmentType, @Ctx() { requestsOf }: AppointmentsContext): Promise<AppointmentRequestType | null> {
    const request = (await requestsOf(of)).newest.get(id);
    return request === undefined ? null : toRequestType(request);
  }

  @FieldResolver(() => NoRequest, { nullable: true, description: 'Why the booking team cannot be asked for a change here; null when it can.' })
  async noRequest(@Root() { stored, of }: AppointmentType, @Ctx() { access, requestsOf }: AppointmentsContext): Promise<Reason | null> {
    return whyNoRequest(stored, await requestsOf(of), access.now);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The appointment as a calendar file (iCalendar, RFC 5545); null when its day is not known.' })
  calendar(@Root() { stored }: AppointmentType): string | null {
    return writeEvent(stored);
  }
}

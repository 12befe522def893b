import { DateTime } from '@cie/kit/scalars.ts';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type * as domain from '../domain/change-request.ts';
import { RequestKind, RequestState } from './appointment-enums.ts';

@ObjectType('AppointmentRequest', { description: 'What a booking team was asked for (APT-1).' })
export class AppointmentRequestType {
  @Field(() => ID, { description: 'Identifier of the request.' })
  readonly id!: string;

  @Field(() => RequestKind, { description: 'What was asked for.' })
  readonly kind!: domain.RequestKind;

  @Field(() => RequestState, { description: 'How far it has come.' })
  readonly state!: domain.RequestState;

  @Field(() => DateTime, { nullable: true, description: 'When it was asked.' })
  readonly askedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it came to its state.' })
  readonly stateAt!: Date;
}

export function toRequestType({ id, kind, state, askedAt, stateAt }: domain.ChangeRequest): AppointmentRequestType {
  return { id, kind, state, askedAt, stateAt };
}

@InputType('AppointmentChangeInput', { description: 'What to ask the booking team for.' })
export class AppointmentChangeInput {
  @Field(() => ID, { description: 'Identifier of the appointment.' })
  readonly appointmentId!: string;

  @Field(() => RequestKind, { description: 'What is asked for.' })
  readonly kind!: domain.RequestKind;

  @Field(() => String, { nullable: true, description: 'Why, if the patient wants to say; at most 1,000 characters.' })
  readonly reason?: string | null;

  @Field(() => String, { nullable: true, description: 'Days and times that would suit, for another time; at most 1,000 characters.' })
  readonly wishes?: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number where the booking team may call.' })
  readonly phone?: string | null;
}

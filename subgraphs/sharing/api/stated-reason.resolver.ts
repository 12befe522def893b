import { CieError } from '@cie/kit/errors.ts';
import { CalendarDate, NhsNumber } from '@cie/kit/scalars.ts';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { reasonLength } from '../domain/emergency-access.ts';
import { reasonMinutes, stateReason, type ReasonParts, type WhoseRecord } from '../domain/privacy/state-reason.ts';
import { PatientType } from './patient.type.ts';
import type { SharingContext } from './sharing-context.ts';

@InputType('StatedReasonInput', { description: 'Whose record is opened, by its identifier or by number and date of birth, and why.' })
class StatedReasonInput {
  @Field(() => ID, { nullable: true, description: 'Identifier of the person, where the record was asked for by it.' })
  readonly patientId?: string | null;

  @Field(() => NhsNumber, { nullable: true, description: 'The person’s NHS number.' })
  readonly nhsNumber?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The person’s date of birth.' })
  readonly birthDate?: string | null;

  @Field(() => String, { description: `Reason in own words, ${reasonLength.least} to ${reasonLength.most} characters; the privacy officer is told, and the patient can read it.` })
  readonly reason!: string;
}

@Resolver()
export class StatedReasonResolver {
  readonly #parts: ReasonParts;

  constructor(parts: ReasonParts) {
    this.#parts = parts;
  }

  @Mutation(() => PatientType, {
    nullable: true,
    description: `For professionals whose organisation cares for a patient with a specially protected record: opens it for ${reasonMinutes} minutes. Null when no record asks this viewer for a reason. Errors: PROFESSIONALS_ONLY, REASON_TEXT, REASON_WHOSE, SEARCH_TOO_OFTEN.`,
  })
  async stateReason(@Arg('input', () => StatedReasonInput, { description: 'Whose record and why.' }) input: StatedReasonInput, @Ctx() { access, recordOf, survivorOf, forgetOpenings }: SharingContext): Promise<PatientType | null> {
    const patientId = await stateReason(access, this.#parts, recordOf, whoseIn(input), input.reason);
    if (patientId === null) return null;
    forgetOpenings();
    return new PatientType(await survivorOf(patientId));
  }
}

function whoseIn({ patientId, nhsNumber, birthDate }: StatedReasonInput): WhoseRecord {
  if (typeof patientId === 'string') return { patientId };
  if (typeof nhsNumber === 'string' && typeof birthDate === 'string') return { nhsNumber, birthDate };
  throw new CieError('REASON_WHOSE', 'Say whose record it is: by its identifier, or by NHS number and date of birth.');
}

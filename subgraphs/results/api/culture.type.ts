import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { ResultStatus, Susceptibility as SusceptibilityCode } from '../domain/report.ts';
import { Susceptibility as Code } from '../domain/report.ts';
import { ObservationStatus } from './result-enums.ts';

export const Susceptibility = { SUSCEPTIBLE: Code.susceptible, INCREASED_EXPOSURE: Code.increasedExposure, RESISTANT: Code.resistant } as const;

registerEnumType(Susceptibility, {
  name: 'Susceptibility',
  description: 'What the laboratory found of a medicine against a germ. Source: OBX-8, HL7 table 0078.',
  valuesConfig: {
    SUSCEPTIBLE: { description: 'S: it works at the usual dose.' },
    INCREASED_EXPOSURE: { description: 'I: it works at a higher dose (EUCAST); older reports call it intermediate.' },
    RESISTANT: { description: 'R: it does not work.' },
  },
});

@ObjectType('Sensitivity', { description: 'One medicine that was tried on a germ.' })
export class SensitivityType {
  @Field(() => ID, { description: 'Stable identifier; it stays when the laboratory corrects the result.' })
  readonly id!: string;

  @Field(() => String, { description: 'The medicine, as the laboratory names it. Source: OBX-3.' })
  readonly antibiotic!: string;

  @Field(() => Susceptibility, { description: "The laboratory's judgement. Source: OBX-8." })
  readonly interpretation!: SusceptibilityCode;

  @Field(() => String, { nullable: true, description: 'The measured concentration or zone exactly as sent; null when only the judgement was sent. Source: OBX-5.' })
  readonly value!: string | null;

  @Field(() => String, { nullable: true, description: 'The unit of the value, as sent. Source: OBX-6.' })
  readonly unit!: string | null;

  @Field(() => ObservationStatus, { description: 'How far this test has come; a cancelled or withdrawn one does not stand here. Source: OBX-11.' })
  readonly status!: ResultStatus;

  @Field(() => Boolean, { description: 'True when the result has changed since it was first sent.' })
  readonly corrected!: boolean;

  @Field(() => [String], { description: 'Comments of the laboratory on this medicine. Source: NTE-3.' })
  readonly comments!: readonly string[];
}

@ObjectType('Culture', { description: 'A germ that grew, and which medicines work on it. What stands here does not stand in `observations` again.' })
export class CultureType {
  @Field(() => ID, { description: 'Stable identifier of the result that names the germ.' })
  readonly id!: string;

  @Field(() => String, { description: "The laboratory's name of the test. Source: OBX-3." })
  readonly name!: string;

  @Field(() => String, { description: "The germ in the laboratory's words. Source: OBX-5." })
  readonly organism!: string;

  @Field(() => String, { nullable: true, description: 'How much of it grew, where the laboratory says so.' })
  readonly growth!: string | null;

  @Field(() => ObservationStatus, { description: 'How far it has come. Source: OBX-11.' })
  readonly status!: ResultStatus;

  @Field(() => Boolean, { description: 'True when the germ was corrected.' })
  readonly corrected!: boolean;

  @Field(() => [String], { description: 'Comments of the laboratory on the germ and on its growth. Source: NTE-3.' })
  readonly comments!: readonly string[];

  @Field(() => [SensitivityType], { description: 'The medicines in the order sent. Tied to the germ by OBX-4, or by an order of their own (OBR-26).' })
  readonly sensitivities!: readonly SensitivityType[];
}

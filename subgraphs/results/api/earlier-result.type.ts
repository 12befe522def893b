import { DateTime } from '@cie/kit/scalars.ts';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Direction as Way } from '../domain/compare-results.ts';

export const Direction = { HIGHER: 'higher', LOWER: 'lower', SAME: 'same' } as const satisfies Readonly<Record<string, Way>>;

registerEnumType(Direction, {
  name: 'ResultDirection',
  description: 'How a number compares with the one before it. It says nothing of better or worse.',
  valuesConfig: { HIGHER: { description: 'It has risen.' }, LOWER: { description: 'It has fallen.' }, SAME: { description: 'It is the same number.' } },
});

@ObjectType('EarlierResult', { description: 'The result of the same test before this one, in the same unit and code system (of one organisation, unless the code is universal), among those that the viewer may read.' })
export class EarlierResultType {
  @Field(() => String, { description: 'Its value exactly as sent; its unit is that of the present one.' })
  readonly value!: string;

  @Field(() => DateTime, { description: 'When the sample was taken or the observation made.' })
  readonly at!: Date;

  @Field(() => String, { nullable: true, description: 'The same as far as the sender gave it, in local time (ISO 8601).' })
  readonly atText!: string | null;

  @Field(() => ID, { description: 'The report that it stands in.' })
  readonly reportId!: string;

  @Field(() => Direction, { nullable: true, description: 'How the present value compares with it; null where either is no plain number, as `<15`.' })
  readonly direction!: Way | null;
}

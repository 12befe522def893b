import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { HeldLabel, LabelGiver } from '../label-history.ts';
import type { Label } from '../names.ts';
import { DateTime } from '../scalars.ts';
import { PrivacyLabel } from './privacy-label.ts';

export const LabelGiverName = { RULE: 'rule', PATIENT: 'patient', FORMER_OWNER: 'former-owner' } as const satisfies Readonly<Record<string, LabelGiver>>;

registerEnumType(LabelGiverName, {
  name: 'LabelGiver',
  description: 'Who gave an item its privacy label (ACS-1).',
  valuesConfig: {
    RULE: { description: 'The rules of the exchange, by what the sender said of it; of what a person added, they themself.' },
    PATIENT: { description: 'The patient, who moved it.' },
    FORMER_OWNER: { description: 'Whoever had the record as their own then and does not have it now: another person, while the two records were joined (ACC-5).' },
  },
});

@Directive('@shareable')
@ObjectType('HeldLabel', { description: 'A privacy label that an item has had (ACS-1).' })
export class HeldLabelType implements HeldLabel {
  @Field(() => PrivacyLabel, { description: 'The label.' })
  readonly label!: Label;

  @Field(() => DateTime, { description: 'From when on.' })
  readonly since!: Date;

  @Field(() => LabelGiverName, { description: 'Who gave it.' })
  readonly by!: LabelGiver;
}

/** Of the field that each kind of item has. */
export const labelHistoryWords = 'The privacy labels it has had, oldest first, the last one of today; null unless it is the viewer’s own record.';

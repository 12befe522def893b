import { isOwnAccount, type AccessContext } from '@cie/kit/access-context.ts';
import { enteredByPatient } from '@cie/kit/changes.ts';
import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import { WhomToAskType } from '@cie/kit/federation/whom-to-ask.type.ts';
import type { Label } from '@cie/kit/names.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { whomToAsk, type AskedItem, type OrganisationContacts } from '@cie/kit/whom-to-ask.ts';
import { Field, ID, ObjectType } from 'type-graphql';
import { CareKind } from '../domain/care/care-item.ts';
import type * as care from '../domain/care/care-item.ts';
import { CarePlanStatus, ClinicalStatus, Criticality, MedicationStatus, Severity, VerificationStatus } from './care-enums.ts';

/** What medicines, allergies, conditions and plans have in common (CAR-1). */
@ObjectType()
abstract class CareItemType {
  @Field(() => ID, { description: 'Stable identifier.' })
  readonly id!: string;

  @Field(() => String, { description: "The sender's own words for it, or those of the person who added it." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'Code as sent; null where words only were sent.' })
  readonly code!: string | null;

  @Field(() => String, { nullable: true, description: 'System of the code, as sent.' })
  readonly codeSystem!: string | null;

  @Field(() => String, { nullable: true, description: 'When it began, as far as is known: `2016`, `2016-05`, `2016-05-01` (ING-5).' })
  readonly startedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'When it ended, as far as is known.' })
  readonly endedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'When it was written down, as far as is known.' })
  readonly recordedOn!: string | null;

  @Field(() => [String], { description: 'Remarks.' })
  readonly notes!: readonly string[];

  @Field(() => OrganisationType, { nullable: true, description: 'The organisation whose feed supplied it; null where a person added it.' })
  readonly organisation!: OrganisationType | null;

  @Field(() => String, { nullable: true, description: 'The hospital or department.' })
  readonly site!: string | null;

  @Field(() => String, { nullable: true, description: 'Who recorded it, or the person who added it.' })
  readonly author!: string | null;

  @Field(() => Boolean, { description: 'Whether the patient, or somebody who acts for them, added it.' })
  readonly addedByPerson!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer added it, and so may change and remove it.' })
  readonly mine!: boolean;

  @Field(() => PrivacyLabel, { description: 'The part of the record it belongs to when it is shared.' })
  readonly label!: Label;

  @Field(() => DateTime, { description: 'When this version was issued or entered.' })
  readonly updatedAt!: Date;

  @Field(() => WhomToAskType, { description: 'Whom to ask about it (REC-2).' })
  readonly ask!: WhomToAskType;
}

@ObjectType('Medication', { description: 'A medicine.' })
export class MedicationType extends CareItemType {
  @Field(() => MedicationStatus, { description: 'Whether it is taken.' })
  readonly status!: care.MedicationStatus;

  @Field(() => String, { nullable: true, description: 'How it is taken.' })
  readonly dosage!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  readonly reason!: string | null;
}

@ObjectType('Allergy', { description: 'An allergy or intolerance.' })
export class AllergyType extends CareItemType {
  @Field(() => ClinicalStatus, { nullable: true, description: 'Whether it is present.' })
  readonly status!: care.ClinicalStatus | null;

  @Field(() => VerificationStatus, { nullable: true, description: 'How sure it is.' })
  readonly verification!: care.VerificationStatus | null;

  @Field(() => String, { nullable: true, description: 'What happens.' })
  readonly reaction!: string | null;

  @Field(() => Severity, { nullable: true, description: 'Of the worst reaction.' })
  readonly severity!: care.Severity | null;

  @Field(() => Criticality, { nullable: true, description: 'How dangerous a reaction could be.' })
  readonly criticality!: care.Criticality | null;
}

@ObjectType('Condition', { description: 'A condition or diagnosis.' })
export class ConditionType extends CareItemType {
  @Field(() => ClinicalStatus, { nullable: true, description: 'Whether it is present.' })
  readonly status!: care.ClinicalStatus | null;

  @Field(() => VerificationStatus, { nullable: true, description: 'How sure it is.' })
  readonly verification!: care.VerificationStatus | null;

  @Field(() => Severity, { nullable: true, description: 'How severe it is.' })
  readonly severity!: care.Severity | null;
}

@ObjectType('CarePlan', { description: 'A plan of care from a hospital.' })
export class CarePlanType extends CareItemType {
  @Field(() => CarePlanStatus, { description: 'How far it has come.' })
  readonly status!: care.CarePlanStatus;

  @Field(() => String, { nullable: true, description: 'What the plan says, paragraphs parted by line breaks.' })
  readonly text!: string | null;
}

const askedAs: Readonly<Record<care.CareKind, AskedItem>> = {
  [CareKind.medication]: 'medication', [CareKind.allergy]: 'allergy', [CareKind.condition]: 'condition', [CareKind.carePlan]: 'care-plan',
};

/** The type of the graph that an item's kind has; facts that no field shows stay behind. */
export function toCareItemType<Item extends care.StoredCareItem>(access: AccessContext, contacts: OrganisationContacts, item: Item) {
  const { organisation, author, site, authorId, sentAt } = item;
  return {
    ...item,
    organisation: organisation === enteredByPatient ? null : toOrganisation(organisation),
    addedByPerson: authorId !== null,
    mine: isOwnAccount(access, authorId),
    updatedAt: sentAt,
    ask: whomToAsk({ kind: askedAs[item.kind], organisation, site, author: authorId === null ? author : null, team: null }, contacts),
  };
}

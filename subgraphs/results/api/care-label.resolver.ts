import { enteredByPatient } from '@cie/kit/changes.ts';
import { HeldLabelType, labelHistoryWords } from '@cie/kit/federation/label-history.type.ts';
import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { readLabelHistory } from '@cie/kit/move-label.ts';
import type { Label } from '@cie/kit/names.ts';
import { Arg, Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { Patient } from './patient.type.ts';
import type { ResultsContext } from './results-context.ts';

@ObjectType('CareItemLabel', { description: 'A medicine, an allergy, a condition or a plan, as far as its privacy label goes (ACS-1).' })
export class CareItemLabelType {
  @Field(() => ID, { description: 'Identifier of the item.' })
  readonly id!: string;

  @Field(() => String, { description: 'What it is called.' })
  readonly name!: string;

  @Field(() => OrganisationType, { nullable: true, description: 'The organisation whose feed supplied it; null where a person added it.' })
  readonly organisation!: OrganisationType | null;

  @Field(() => PrivacyLabel, { description: 'The label that it has.' })
  readonly label!: Label;

  @Field(() => [HeldLabelType], { nullable: true, description: labelHistoryWords })
  readonly labelHistory!: readonly HeldLabelType[] | null;
}

@Resolver(() => Patient)
export class CareLabelResolver {
  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => CareItemLabelType, { nullable: true, description: 'The privacy label of one medicine, allergy, condition or plan; null when there is none with this id that the viewer may read.' })
  async careItemLabel(
    @Root() patient: RoomPatient, @Arg('id', () => ID, { description: 'Identifier of the item.' }) wanted: string, @Ctx() { care, careLabels }: ResultsContext,
  ): Promise<CareItemLabelType | null> {
    const item = (await care.items(patient)).find((each) => each.id === wanted);
    if (item === undefined) return null;
    const { id, name, label, organisation } = item;
    return { id, name, label, organisation: organisation === enteredByPatient ? null : toOrganisation(organisation), labelHistory: await readLabelHistory(careLabels, patient, id) };
  }
}

import { Directive, Field, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType('WhomToAsk', { description: 'Whom to ask about an item of the record (REC-2).' })
export class WhomToAskType {
  @Field(() => String, { description: 'One or two sentences in plain words.' })
  readonly words!: string;

  @Field(() => String, { nullable: true, description: 'Telephone number of the desk that the organisation has for questions, as it is dialled in the United Kingdom; null when the exchange knows none.' })
  readonly telephone!: string | null;

  @Field(() => String, { nullable: true, description: 'Web address of that desk; null when the exchange knows none.' })
  readonly web!: string | null;
}

import { Directive, Field, ObjectType } from 'type-graphql';
import { organisationName } from '../organisations.ts';

@Directive('@shareable')
@ObjectType('Organisation', { description: 'An organisation that supplies or reads records.' })
export class OrganisationType {
  @Field(() => String, { description: 'ODS code, for example RYJ.' })
  readonly odsCode!: string;

  @Field(() => String, { description: 'The name people know the organisation by.' })
  readonly name!: string;
}

export function toOrganisation(odsCode: string): OrganisationType {
  return { odsCode, name: organisationName(odsCode) };
}

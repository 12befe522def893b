import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { CalendarDate, DateTime, NhsNumber } from '@cie/kit/scalars.ts';
import { Field, ObjectType } from 'type-graphql';
import type { Contact, Demographics } from '../domain/demographics.ts';

@ObjectType('Address', { description: 'A postal address.' })
export class AddressType {
  @Field(() => [String], { description: 'Lines above the postcode, as the hospital holds them.' })
  readonly lines!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Postcode.' })
  readonly postcode!: string | null;
}

@ObjectType('Contact', { description: 'Somebody to turn to about the patient.' })
export class ContactType {
  @Field(() => String, { description: 'Name.' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'Relationship to the patient, in words.' })
  readonly relationship!: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number.' })
  readonly phone!: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  readonly email!: string | null;
}

@ObjectType('Demographics', { description: 'Who the patient is and how to reach them, as one organisation holds it (ACC-2).' })
export class DemographicsType {
  @Field(() => NhsNumber, { nullable: true, description: 'NHS number.' })
  readonly nhsNumber!: string;

  @Field(() => String, { nullable: true, description: 'Family name.' })
  readonly familyName!: string | null;

  @Field(() => String, { nullable: true, description: 'Given name.' })
  readonly givenName!: string | null;

  @Field(() => String, { nullable: true, description: 'Title, for example Ms or Dr.' })
  readonly prefix!: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'Date of birth.' })
  readonly birthDate!: string;

  @Field(() => String, { nullable: true, description: 'Administrative sex: female, male, other or unknown.' })
  readonly sex!: string | null;

  @Field(() => AddressType, { nullable: true, description: 'Home address.' })
  readonly address!: AddressType | null;

  @Field(() => String, { nullable: true, description: 'Telephone number.' })
  readonly phone!: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  readonly email!: string | null;

  @Field(() => [ContactType], { description: 'Next of kin.' })
  readonly nextOfKin!: readonly Contact[];

  @Field(() => String, { nullable: true, description: 'Name of the general practice.' })
  readonly generalPractice!: string | null;

  @Field(() => String, { nullable: true, description: 'ODS code of the general practice.' })
  readonly generalPracticeCode!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the general practitioner.' })
  readonly generalPractitioner!: string | null;

  @Field(() => OrganisationType, { nullable: true, description: 'The organisation that says so.' })
  readonly source!: OrganisationType;

  @Field(() => DateTime, { nullable: true, description: 'When that organisation last said so.' })
  readonly updatedAt!: Date;
}

export function toDemographicsType(demographics: Demographics): DemographicsType {
  const { addressLines, postcode, generalPracticeName, organisation, sentAt } = demographics;
  return {
    nhsNumber: demographics.nhsNumber,
    familyName: demographics.familyName,
    givenName: demographics.givenName,
    prefix: demographics.prefix,
    birthDate: demographics.birthDate,
    sex: demographics.sex,
    address: addressLines.length === 0 && postcode === null ? null : { lines: addressLines, postcode },
    phone: demographics.phone,
    email: demographics.email,
    nextOfKin: demographics.nextOfKin,
    generalPractice: generalPracticeName,
    generalPracticeCode: demographics.generalPracticeCode,
    generalPractitioner: demographics.generalPractitioner,
    source: toOrganisation(organisation),
    updatedAt: sentAt,
  };
}

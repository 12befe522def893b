import { accessPlaces, type AccessFrom } from '@cie/kit/access-context.ts';
import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { PageArgs } from '@cie/kit/federation/page.ts';
import type { LogContents, LogFilter, LoggedPerson, LogSubject } from '../domain/read-access-log.ts';

export const AccessPlaceName = { PAGE: 'page', SITE: 'site', LAUNCH: 'launch', CALENDAR: 'calendar', SCRIPT: 'script' } as const satisfies Readonly<Record<string, (typeof accessPlaces)[number]>>;
registerEnumType(AccessPlaceName, {
  name: 'AccessPlace',
  description: 'From where a record was opened (ACS-6).',
  valuesConfig: {
    PAGE: { description: 'A page of the exchange.' },
    SITE: { description: 'A widget on a registered website.' },
    LAUNCH: { description: 'A hospital’s own patient-record system.' },
    CALENDAR: { description: 'A calendar that fetches appointments.' },
    SCRIPT: { description: 'A program.' },
  },
});

const LogSubjectName = { OTHERS: 'others', REFUSALS: 'refusals', EMERGENCIES: 'emergencies', EMERGENCY_CASES: 'emergency-cases', SHARING: 'sharing' } as const satisfies Readonly<Record<string, LogSubject>>;
registerEnumType(LogSubjectName, {
  name: 'AccessLogSubject',
  description: 'What entries of the access log are about.',
  valuesConfig: {
    OTHERS: { description: 'What anybody but the reader did.' },
    REFUSALS: { description: 'Attempts that were refused.' },
    EMERGENCIES: { description: 'Emergency access, and what came of it.' },
    EMERGENCY_CASES: { description: 'That a record was opened in an emergency, disputed, or looked into; without what was read by it.' },
    SHARING: { description: 'Changes of who may see the record.' },
  },
});

@InputType('AccessLogFilter', { description: 'Which entries of the access log to show.' })
export class AccessLogFilter {
  @Field(() => DateTime, { nullable: true, description: 'From this moment on.' })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this moment.' })
  readonly to?: Date | null;

  @Field(() => LogSubjectName, { nullable: true, description: 'Only these.' })
  readonly about?: LogSubject | null;

  @Field(() => ID, { nullable: true, description: 'Only what this person did, by the id in `accessLogContents`.' })
  readonly person?: string | null;
}

@ArgsType()
export class AccessLogArgs extends PageArgs {
  @Field(() => AccessLogFilter, { nullable: true, description: 'Which entries to show; all without it.' })
  readonly filter?: AccessLogFilter | null;
}

export const readFilter = (filter: AccessLogFilter | null | undefined): LogFilter => ({
  from: filter?.from ?? undefined, to: filter?.to ?? undefined, about: filter?.about ?? undefined, person: filter?.person ?? undefined,
});

@ObjectType('AccessOrigin', { description: 'From where a record was opened (ACS-6).' })
export class AccessOriginType {
  @Field(() => AccessPlaceName, { description: 'What kind of place.' })
  readonly place: AccessFrom['place'];

  @Field(() => String, { nullable: true, description: 'Name of the website; null for other places, and where it did not say which it is.' })
  readonly site: string | null;

  constructor({ place, site }: AccessFrom) {
    this.place = place;
    this.site = site ?? null;
  }
}

@ObjectType('AccessLogPerson', { description: 'Somebody else who stands in the access log.' })
export class AccessLogPersonType {
  @Field(() => ID, { description: 'Names the person within this log.' })
  readonly id: string;

  @Field(() => String, { description: 'Name, as they were called last.' })
  readonly name: string;

  @Field(() => OrganisationType, { nullable: true, description: 'A professional’s organisation.' })
  readonly organisation: OrganisationType | null;

  constructor({ key, name, organisation }: LoggedPerson) {
    this.id = key;
    this.name = name;
    this.organisation = organisation === null ? null : toOrganisation(organisation);
  }
}

@ObjectType('AccessLogContents', { description: 'What there is to choose from in an access log.' })
export class AccessLogContentsType {
  @Field(() => [AccessLogPersonType], { description: 'Everybody but the reader, those who came last first; at most 100.' })
  readonly people: readonly AccessLogPersonType[];

  @Field(() => DateTime, { nullable: true, description: 'Time of the first entry; null when there is none.' })
  readonly since: Date | null;

  constructor({ people, since }: LogContents) {
    this.people = people.map((each) => new AccessLogPersonType(each));
    this.since = since;
  }
}

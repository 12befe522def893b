import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { Field, ID, ObjectType } from 'type-graphql';
import type { DirectoryEntry } from '../domain/directory.ts';
import type { InviteeKind } from '../domain/invite.ts';
import { InviteeKindName } from './sharing-enums.ts';

@ObjectType('CareDirectoryEntry', { description: 'A team or a professional whom a patient can invite.' })
export class DirectoryEntryType {
  @Field(() => ID, { description: 'What an invitation names it by: as `teamId` or `professionalId`.' })
  readonly id: string;

  @Field(() => InviteeKindName, { description: 'TEAM or PROFESSIONAL.' })
  readonly kind: InviteeKind;

  @Field(() => String, { description: 'The name by which patients know it.' })
  readonly name: string;

  @Field(() => String, { description: 'What a team treats; the role of a professional.' })
  readonly about: string;

  @Field(() => OrganisationType, { description: 'Where it works.' })
  readonly organisation: OrganisationType;

  constructor({ id, kind, name, about, organisation }: DirectoryEntry) {
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.about = about;
    this.organisation = toOrganisation(organisation);
  }
}

@ObjectType('CareDirectory', { description: 'What a search for teams and professionals found, teams first.' })
export class CareDirectoryType {
  @Field(() => [DirectoryEntryType], { description: 'By name.' })
  readonly entries: readonly DirectoryEntryType[];

  @Field(() => Boolean, { description: 'Whether there is more that another word would have to tell apart.' })
  readonly hasMore: boolean;

  constructor(entries: readonly DirectoryEntry[], hasMore: boolean) {
    this.entries = entries.map((each) => new DirectoryEntryType(each));
    this.hasMore = hasMore;
  }
}

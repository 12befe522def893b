import type { Viewer } from '@cie/kit/access-context.ts';
import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { Door, Label, RecordRoom } from '@cie/kit/names.ts';
import type { ProxyBasis } from '@cie/kit/proxies.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { DaySpan, ItemSight, PossibleReader } from '../domain/item-sight.ts';
import type { RecordReader } from '../domain/record-readers.ts';
import { ProxyBasisName } from './proxy-enums.ts';
import { AccessLogEntryType } from './sharing.type.ts';
import { AreaName, DoorName, ViewerKind } from './sharing-enums.ts';

@ObjectType('RecordReader', { description: 'Somebody else to whom a record stands open now: a person, a team, or the staff of an organisation that cares for the patient (ACS-7).' })
export class RecordReaderType {
  @Field(() => ID, { description: 'What the reader is chosen by, to look at the record as they would: `as` in the address of the page /record.' })
  readonly id: string;

  @Field(() => [ID], { description: 'Every name that a right of this reader goes by; each chooses the same reader.' })
  readonly ids: readonly string[];

  @Field(() => ViewerKind, { description: 'As whom they sign in.' })
  readonly kind: Viewer['kind'];

  @Field(() => String, { description: 'The person, team or organisation; an e-mail address while nobody has used an invitation.' })
  readonly name: string;

  @Field(() => String, { nullable: true, description: 'A professional’s role.' })
  readonly role: string | null;

  @Field(() => OrganisationType, { nullable: true, description: 'Organisation of a professional or team.' })
  readonly organisation: OrganisationType | null;

  @Field(() => Boolean, { description: 'Whether it is a team.' })
  readonly team: boolean;

  @Field(() => Boolean, { description: 'Whether it is an invitation that nobody has used yet: as whom they will sign in is not known, and a patient or carer is taken for granted.' })
  readonly pending: boolean;

  @Field(() => [DoorName], { description: 'By which rights.' })
  readonly doors: readonly Door[];

  @Field(() => [PrivacyLabel], { description: 'The labels of which they may see the items of every organisation.' })
  readonly labels: readonly Label[];

  @Field(() => Boolean, { description: 'Whether they may see, beside that, whatever their own record-sharing group supplied (ACS-4).' })
  readonly ownGroup: boolean;

  @Field(() => ProxyBasisName, { nullable: true, description: 'By what right they act for the patient; null when they do not.' })
  readonly basis: ProxyBasis | null;

  @Field(() => DateTime, { nullable: true, description: 'When the last open door closes by itself; null when one stays open.' })
  readonly until: Date | null;

  constructor({ id, ids, kind, name, role, organisation, accountId, teamId, openings }: RecordReader) {
    this.id = id;
    this.ids = ids;
    this.kind = kind;
    this.name = name;
    this.role = role;
    this.organisation = organisation === null ? null : toOrganisation(organisation);
    this.team = teamId !== null;
    this.pending = accountId === null && kind === 'patient';
    this.doors = [...new Set(openings.map(({ door }) => door))];
    this.labels = [...new Set(openings.filter(({ organisations }) => organisations === 'every').flatMap(({ labels }) => labels))].toSorted((a, b) => a - b);
    this.ownGroup = openings.some(({ organisations }) => organisations !== 'every');
    this.basis = openings.find(({ door }) => door === 'proxy')?.basis ?? null;
    const ends = openings.map(({ until }) => until?.getTime() ?? Infinity);
    const last = Math.max(...ends);
    this.until = Number.isFinite(last) ? new Date(last) : null;
  }
}

@InputType('ItemLabelInput', { description: 'The label of an item from a moment on.' })
class ItemLabelInput {
  @Field(() => PrivacyLabel, { description: 'Which label.' })
  readonly label!: Label;

  @Field(() => DateTime, { description: 'From when.' })
  readonly since!: Date;
}

@InputType('SeenItemInput', { description: 'An item of the record, as far as it decides who may see it (ACS-8).' })
export class SeenItemInput {
  @Field(() => AreaName, { description: 'The part of the record that it stands in.' })
  readonly area!: RecordRoom;

  @Field(() => String, { description: 'ODS code of who supplied it.' })
  readonly organisation!: string;

  @Field(() => [ItemLabelInput], { description: 'Its labels, oldest first (`labelHistory`); it came into the record with the first.' })
  readonly labels!: ItemLabelInput[];

  @Field(() => DateTime, { nullable: true, description: 'From when patients can read it (RES-3); left out where it never waited.' })
  readonly availableFrom?: Date | null;
}

@ObjectType('DaySpan', { description: 'A while of a day.' })
class DaySpanType {
  @Field(() => DateTime, { nullable: true, description: 'From when on that day; null where it was so when the day began.' })
  readonly from!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when on that day; null where it was so at its end.' })
  readonly to!: Date | null;
}

@ObjectType('PossibleReader', { description: 'Somebody who could see an item for a while of a day.' })
export class PossibleReaderType {
  @Field(() => ID, { description: 'As `RecordReader.id`.' })
  readonly id: string;

  @Field(() => ViewerKind, { description: 'As whom they sign in.' })
  readonly kind: Viewer['kind'];

  @Field(() => String, { description: 'The person, team or organisation.' })
  readonly name: string;

  @Field(() => String, { nullable: true, description: 'A professional’s role.' })
  readonly role: string | null;

  @Field(() => OrganisationType, { nullable: true, description: 'Organisation of a professional or team.' })
  readonly organisation: OrganisationType | null;

  @Field(() => Boolean, { description: 'Whether it is a team.' })
  readonly team: boolean;

  @Field(() => [DoorName], { description: 'By which rights.' })
  readonly doors: readonly Door[];

  @Field(() => [DaySpanType], { description: 'When on that day, one while after another; between two of them they could not.' })
  readonly spans: readonly DaySpan[];

  constructor({ id, kind, name, role, organisation, teamId, doors, spans }: PossibleReader) {
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.role = role;
    this.organisation = organisation === null ? null : toOrganisation(organisation);
    this.team = teamId !== null;
    this.doors = doors;
    this.spans = spans;
  }
}

@ObjectType('ItemSight', { description: 'Who else could, and who did, see an item on a day (ACS-8).' })
export class ItemSightType {
  @Field(() => [PossibleReaderType], { description: 'Who else could see it, as the rights stood on that day.' })
  readonly could: readonly PossibleReaderType[];

  @Field(() => [AccessLogEntryType], {
    description: 'Who opened the part of the record that it stands in through a door that showed it, oldest first. The log says which part was opened, not which item was looked at.',
  })
  readonly did: readonly AccessLogEntryType[];

  @Field(() => Boolean, { description: 'Whether the day had more entries than were looked through.' })
  readonly more: boolean;

  constructor({ could, did, more }: ItemSight, patientId: string, accountId: string) {
    this.could = could.map((each) => new PossibleReaderType(each));
    this.did = did.map((entry) => new AccessLogEntryType(entry, entry.patientId === patientId, accountId));
    this.more = more;
  }
}

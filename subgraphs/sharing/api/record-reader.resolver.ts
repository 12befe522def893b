import { CalendarDate } from '@cie/kit/scalars.ts';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GrantStore } from '../domain/grants.ts';
import { itemSight, type LogDayStore } from '../domain/item-sight.ts';
import { listReaders } from '../domain/view-as.ts';
import { PatientType } from './patient.type.ts';
import { ItemSightType, RecordReaderType, SeenItemInput } from './record-reader.type.ts';
import type { SharingContext } from './sharing-context.ts';

/** Through whose eyes the owner may look (ACS-7), and who could and did see an item (ACS-8). */
@Resolver(() => PatientType)
export class RecordReadersResolver {
  readonly #grants: GrantStore;
  readonly #log: LogDayStore;

  constructor(grants: GrantStore, log: LogDayStore) {
    this.#grants = grants;
    this.#log = log;
  }

  @FieldResolver(() => [RecordReaderType], { nullable: true, description: 'Who else can read this record now; null unless it is the viewer’s own record.' })
  async readers(@Root() patient: PatientType, @Ctx() { access, groupOf }: SharingContext): Promise<RecordReaderType[] | null> {
    const readers = await listReaders(access, this.#grants, await groupOf(patient.id));
    return readers?.map((each) => new RecordReaderType(each)) ?? null;
  }

  @FieldResolver(() => RecordReaderType, { nullable: true, description: 'As whom the viewer looks at their own record; null when they look as themself.' })
  async viewedAs(@Root() patient: PatientType, @Ctx() { recordOf }: SharingContext): Promise<RecordReaderType | null> {
    const { viewedAs } = await recordOf(patient.id);
    return viewedAs === undefined ? null : new RecordReaderType(viewedAs);
  }

  @FieldResolver(() => ItemSightType, { nullable: true, description: 'Who else could, and who did, see an item on a day; null unless it is the viewer’s own record. Errors: SIGHT_DAY, SIGHT_LABELS.' })
  async sight(
    @Root() patient: PatientType,
    @Arg('item', () => SeenItemInput, { description: 'Which item.' }) item: SeenItemInput,
    @Arg('on', () => CalendarDate, { description: 'Which day, in London; today or before.' }) on: string,
    @Ctx() { access, groupOf }: SharingContext,
  ): Promise<ItemSightType | null> {
    const labels = item.labels.toSorted((one, other) => one.since.getTime() - other.since.getTime());
    const asked = { area: item.area, organisation: item.organisation, labels, availableFrom: item.availableFrom ?? null };
    const sight = await itemSight(access, { grants: this.#grants, log: this.#log }, await groupOf(patient.id), asked, on);
    return sight === null ? null : new ItemSightType(sight, patient.id, access.viewer?.accountId ?? '');
  }
}

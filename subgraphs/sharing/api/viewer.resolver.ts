import { isProvedPatient } from '@cie/kit/access-context.ts';
import { CalendarDate, NhsNumber } from '@cie/kit/scalars.ts';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { findRecord, listSharedRecords, openRecord, type RecordFinder } from '../domain/find-record.ts';
import type { SearchStore } from '../domain/limit-searches.ts';
import type { DoorStore } from '../domain/open-record.ts';
import type { AlertStore } from '../domain/privacy/alert-many-records.ts';
import { reasonWanted } from '../domain/privacy/reason-wanted.ts';
import { PatientType } from './patient.type.ts';
import type { SharingContext } from './sharing-context.ts';
import { SharedRecordType, ViewerType } from './sharing.type.ts';

@Resolver(() => ViewerType)
export class ViewerResolver {
  readonly #doors: DoorStore;
  readonly #finder: RecordFinder;
  readonly #searches: SearchStore;
  readonly #alerts: AlertStore;

  constructor(doors: DoorStore, finder: RecordFinder, searches: SearchStore, alerts: AlertStore) {
    this.#doors = doors;
    this.#finder = finder;
    this.#searches = searches;
    this.#alerts = alerts;
  }

  @Query(() => ViewerType, { nullable: true, description: 'Who is signed in; null when nobody is.' })
  me(@Ctx() { access }: SharingContext): ViewerType | null {
    return access.viewer === null ? null : new ViewerType(access.viewer);
  }

  @Query(() => PatientType, { nullable: true, description: 'A record by its identifier; null when no door opens, which looks the same as when there is no such record. Errors: REASON_WANTED.' })
  async patient(@Arg('id', () => ID, { description: 'Identifier of the person.' }) id: string, @Ctx() context: SharingContext): Promise<PatientType | null> {
    const opened = await openRecord(context.access, this.#doors, context.recordOf, id);
    if (opened === 'wants-reason') throw reasonWanted();
    if (opened === 'closed') await context.countClosed(this.#alerts);
    return opened === 'open' ? new PatientType(await context.survivorOf(id)) : null;
  }

  @Query(() => PatientType, {
    nullable: true,
    description: 'For professionals: a record by NHS number and date of birth. Null when no door opens, which looks the same as when nobody matches. Errors: PROFESSIONALS_ONLY, SEARCH_TOO_OFTEN, ONE_PATIENT_ONLY, REASON_WANTED.',
  })
  async findPatient(
    @Arg('nhsNumber', () => NhsNumber, { description: 'The person’s NHS number.' }) nhsNumber: string,
    @Arg('birthDate', () => CalendarDate, { description: 'The person’s date of birth.' }) birthDate: string,
    @Ctx() context: SharingContext,
  ): Promise<PatientType | null> {
    const id = await findRecord(context.access, this.#doors, this.#finder, this.#searches, context.recordOf, { nhsNumber, birthDate });
    return id === null ? null : new PatientType(await context.survivorOf(id));
  }

  @FieldResolver(() => PatientType, { name: 'patient', nullable: true, description: 'The viewer’s own record; null when they have none or their identity is not proved.' })
  async ownRecord(@Root() _viewer: ViewerType, @Ctx() { access: { viewer }, survivorOf }: SharingContext): Promise<PatientType | null> {
    if (viewer === null || viewer.patientId === null || !isProvedPatient(viewer)) return null;
    return new PatientType(await survivorOf(viewer.patientId));
  }

  @FieldResolver(() => [SharedRecordType], { description: 'Records of other people that stand open to the viewer as a proxy, by invitation or emergency.' })
  async records(@Root() _viewer: ViewerType, @Ctx() { access }: SharingContext): Promise<SharedRecordType[]> {
    const records = await listSharedRecords(access, this.#finder);
    return records.map((each) => new SharedRecordType(each));
  }
}

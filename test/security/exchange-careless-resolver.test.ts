import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { createRoomReader } from '@cie/kit/database/room-reader.ts';
import { buildRoomSchema } from '@cie/kit/federation/build-room-schema.ts';
import { defineRoomPatient, roomPatientFrom, type RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { recordRooms, type RecordRoom } from '@cie/kit/names.ts';
import type { RoomContext } from '@cie/kit/room-context.ts';
import type { Room } from '@cie/kit/room.ts';
import { requiredKey } from '@cie/kit/settings.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { signPass } from '@cie/kit/testing/sign-pass.ts';
import { Arg, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, visit } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { textsOf } from '../setup/answers.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

const tables: Readonly<Record<RecordRoom, string>> = { identity: 'demographics', results: 'observation', documents: 'document_content', appointments: 'appointment' };
/** Statements that forgot whose rows they are for, and some that a mistake or an injection makes of a good one. */
const careless: Readonly<Record<string, (table: string) => string>> = {
  'no filter': (table) => `select patient_id from ${table}`,
  'a filter that is always true': (table) => `select patient_id from ${table} where patient_id = gen_random_uuid() or true`,
  'the wrong patient': (table) => `select patient_id from ${table} where patient_id <> '00000000-0000-4000-8000-000000000000'`,
  'a join with itself': (table) => `select b.patient_id from ${table} a cross join ${table} b`,
  'an aggregate': (table) => `select distinct unnest(array_agg(patient_id)) as patient_id from ${table}`,
};

let own: Inside;
let [mine, foreign] = ['', ''];

beforeAll(async () => {
  own = inside(sharedExchange());
  const people = [newPerson(), newPerson()];
  for (const person of people) {
    await own.deliver(laboratory(person, { issued: ago(2), tests: [{ code: 'K', value: '4.1' }] }), letter(person, { written: ago(2), text: 'A letter' }), visit(person, { start: ago(-2), clinic: 'Clinic' }));
  }
  [mine = '', foreign = ''] = await Promise.all(people.map(async ({ nhsNumber }) => (await own.sql<{ id: string }>('cie_identity', 'select id from patient where nhs_number = $1', [nhsNumber]))[0]?.id));
});
afterAll(() => own.close());

/** The room with one field more, whose resolver runs a statement without its filter under the passes it was given. */
function carelessRoom(room: RecordRoom, database: RoomDatabase): Room {
  const Patient = defineRoomPatient(room);

  @Resolver(() => Patient)
  class CarelessResolver {
    @Directive(`@requires(fields: "access { ${room} }")`)
    @FieldResolver(() => [String])
    async owners(@Root() patient: RoomPatient, @Arg('mistake', () => String) mistake: string, @Ctx() context: RoomContext): Promise<string[]> {
      const statement = careless[mistake]?.(tables[room]) ?? '';
      const rows = await context.reader.read(patient, (manager) => manager.query<{ patient_id: string }[]>(statement));
      return rows.map((row) => row.patient_id);
    }
  }

  const { schema, typeDefs } = buildRoomSchema({
    resolvers: [CarelessResolver], container: { get: () => new CarelessResolver() }, entities: [Patient], references: { Patient: roomPatientFrom(room) },
  });
  return { name: room, schema, typeDefs, createContext: (access): RoomContext => ({ access, reader: createRoomReader(database, access) }), commands: {}, ready: database.ready, close: database.close };
}

describe.each(recordRooms)('a resolver of %s whose filter was removed on purpose (abuse case 26)', (name) => {
  let room: Room;
  beforeAll(async () => {
    room = carelessRoom(name, await openRoomDatabase({ room: name, settings: own.settings, entities: [], migrations: [], poolSize: 2 }));
  });
  afterAll(() => room.close());

  const pass = (patient: string) => signPass(requiredKey(own.settings, `CIE_PASS_KEY_${name.toUpperCase()}`, 32), { room: name, patient });
  const ownersSeen = async (mistake: string, passes: string): Promise<string[]> => {
    const { owners } = await readPatient(room, { patientId: mine, pass: passes, selection: `owners(mistake: ${JSON.stringify(mistake)})` });
    return [...new Set(textsOf(owners))];
  };

  it('the statements do reach everybody\'s rows when nothing guards them', async () => {
    for (const mistake of ['no filter', 'a filter that is always true']) {
      const rows = await own.sql<{ patient_id: string }>(`cie_${name}`, careless[mistake]?.(tables[name]) ?? '');
      expect(rows.map((row) => row.patient_id)).toEqual(expect.arrayContaining([mine, foreign]));
    }
  });

  it.each(Object.keys(careless))('%s: zero foreign rows', async (mistake) => {
    expect(await ownersSeen(mistake, pass(mine))).toEqual([mine]);
    expect(await ownersSeen(mistake, '')).toEqual([]);
    expect(await ownersSeen(mistake, `${pass(mine)} ${pass(foreign)}`)).toEqual([mine, foreign].toSorted());
  });
});

import { randomUUID } from 'node:crypto';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { currentAgreement } from '@cie/kit/agreement.ts';
import type { ResolveOutcome } from '@cie/kit/feed.ts';
import type { Room } from '@cie/kit/room.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentity } from '../start.ts';

let server: RoomServer;
let room: Room;

beforeAll(async () => {
  server = await openRoomServer();
  room = await startIdentity({ ...server.settings, CIE_SANDBOX: 'yes' });
});
afterAll(() => room.close());

const now = new Date('2026-11-01T09:00:00.000Z');
const access = (at = now): AccessContext => ({ requestId: 'test', viewer: null, now: at });

async function ask<Answer>(command: string, input: object, at = now): Promise<Answer> {
  // A command's answer is unknown to the gateway's types; each test says what its command answers.
  return (await room.commands[command]?.(input, access(at))) as Answer;
}

/** A made-up NHS number of the 999 range that no other test uses. */
function newNhsNumber(): string {
  for (;;) {
    const digits = `999${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
    const number = Array.from({ length: 10 }, (_each, check) => `${digits}${check}`).find((each) => parseNhsNumber(each).ok);
    if (number !== undefined) return number;
  }
}

interface Somebody {
  readonly subject: string;
  readonly nhsNumber: string;
  readonly birthDate: string;
  readonly name: string;
  readonly email: string | null;
  readonly proofing: 'P9' | 'P5';
}

const somebody = (changes: Partial<Somebody> = {}): Somebody => ({
  subject: randomUUID(), nhsNumber: newNhsNumber(), birthDate: '1970-01-31', name: 'Anna YOUNG', email: 'a@example.org', proofing: 'P9', ...changes,
});

interface Arrival { nhsNumber: string; birthDate?: string; event?: string; organisation?: string; admitted?: string }

/** A message of a hospital; resolves with the record it is filed in. */
async function message({ nhsNumber, birthDate = '19700131', event = 'ADT^A28', organisation = 'RYJ', admitted }: Arrival): Promise<string> {
  const pv1 = admitted === undefined ? '' : `PV1|1|I${'|'.repeat(42)}${admitted}\r`;
  const text = `MSH|^~\\&|A|F|C|C|20260301120000||${event}|1|P|2.4\rEVN||20260301\rPID|1||${nhsNumber}^^^NHS^NH||Young^Anna||${birthDate}\r${pv1}`;
  const input = { id: randomUUID(), organisation, assigningAuthorities: [organisation], receivedAt: '2026-11-01T00:00:00.000Z', text };
  const outcome = await ask<ResolveOutcome>('resolve', input);
  if (outcome.outcome !== 'resolved') throw new Error(outcome.code);
  return outcome.patientId;
}

interface Account { accountId: string; patientId: string | null; name: string }
const signIn = (person: Somebody, at = now) => ask<Account>('sign-in-patient', person, at);
const stepOf = (accountId: string, proofing: string | null = 'P9') => ask<{ step: string; patientId: string | null; agreement: string }>('next-step', { accountId, proofing });
const agree = (accountId: string, at = now) => ask('agree', { accountId, version: currentAgreement }, at);
const recent = [{ organisation: 'RYJ', at: '2024-05-01T10:00:00.000Z' }];
const link = (accountId: string, treatments: object[] = recent) => ask<{ patientId: string; name: string } | null>('link-record', { accountId, treatments });
const claimed = async (accountId: string) => (await ask<{ patientIds: string[] }>('find-claimed', { accountId })).patientIds;

async function agreed(person: Somebody): Promise<string> {
  const { accountId } = await signIn(person);
  await agree(accountId);
  return accountId;
}

const sql = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> => {
  const client = await server.connect('identity', 'keeper');
  try {
    // The test names the columns it asks for.
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
};

describe('REG-1 registration with NHS login in three steps', () => {
  it('goes from proved to account to linked, and can be left and taken up at each', async () => {
    const person = somebody();
    const patientId = await message(arrivalOf(person));
    const { accountId, ...first } = await signIn(person);
    expect(first).toEqual({ patientId: null, name: 'Anna YOUNG' });
    expect(await stepOf(accountId)).toEqual({ step: 'agree', patientId: null, agreement: currentAgreement });
    expect(await signIn(person)).toEqual({ accountId, ...first });
    await agree(accountId);
    expect(await stepOf(accountId)).toMatchObject({ step: 'link', patientId: null });
    expect(await claimed(accountId)).toEqual([patientId]);
    expect(await link(accountId)).toEqual({ patientId, name: 'Anna Young' });
    expect(await stepOf(accountId)).toMatchObject({ step: 'explain', patientId });
    await ask('explained', { accountId });
    expect(await stepOf(accountId)).toMatchObject({ step: 'ready', patientId });
    expect(await signIn({ ...person, email: 'new@example.org' })).toEqual({ accountId, patientId, name: 'Anna Young' });
  });

  it('keeps the claim only until the link, and nothing of a person at P5', async () => {
    const person = somebody();
    await message(arrivalOf(person));
    const accountId = await agreed(person);
    expect(await sql('select nhs_number, birth_date::text from account_claim where account_id = $1', [accountId])).toEqual([{ nhs_number: person.nhsNumber, birth_date: person.birthDate }]);
    await link(accountId);
    expect(await sql('select 1 from account_claim where account_id = $1', [accountId])).toEqual([]);
    const unproven = await signIn(somebody({ proofing: 'P5' }));
    expect(await sql('select 1 from account_claim where account_id = $1', [unproven.accountId])).toEqual([]);
  });

  it('is keyed on the subject, never on the e-mail address', async () => {
    const email = `${randomUUID()}@example.org`;
    const [one, other] = await Promise.all([signIn(somebody({ email })), signIn(somebody({ email }))]);
    expect(one.accountId).not.toBe(other.accountId);
  });

  it('makes one account of ten sign-ins at once', async () => {
    const person = somebody();
    const accounts = await Promise.all(Array.from({ length: 10 }, () => signIn(person)));
    expect(new Set(accounts.map(({ accountId }) => accountId)).size).toBe(1);
  });

  it('links nothing before the agreement', async () => {
    const person = somebody();
    await message(arrivalOf(person));
    const { accountId } = await signIn(person);
    await expect(link(accountId)).rejects.toMatchObject({ code: 'AGREEMENT_MISSING' });
  });

  it.each([
    ['another date of birth', { birthDate: '1970-01-30' }],
    ['another NHS number', { nhsNumber: newNhsNumber() }],
  ])('finds no record under %s, and says so exactly as when there is none', async (_what, changes) => {
    const person = somebody();
    await message(arrivalOf(person));
    const accountId = await agreed({ ...person, ...changes });
    expect(await claimed(accountId)).toEqual([]);
    expect(await link(accountId)).toBeNull();
    const nobody = await agreed(somebody());
    expect(await claimed(nobody)).toEqual([]);
    expect(await link(nobody)).toBeNull();
    expect(await stepOf(accountId)).toEqual(await stepOf(nobody));
  });

  it('never creates a person', async () => {
    const person = somebody();
    expect(await link(await agreed(person))).toBeNull();
    await expect(message({ nhsNumber: person.nhsNumber, birthDate: '', event: 'ORU^R01' })).rejects.toThrow('patient-unknown');
  });

  it('tries the link again at a later sign-in, when the hospital has sent something', async () => {
    const person = somebody();
    const accountId = await agreed(person);
    expect(await link(accountId)).toBeNull();
    const patientId = await message(arrivalOf(person));
    await signIn(person);
    expect(await stepOf(accountId)).toMatchObject({ step: 'link' });
    expect(await link(accountId)).toMatchObject({ patientId });
  });

  it('stops opening the record when NHS login names somebody else under the same subject, and tells the desk once', async () => {
    const person = somebody();
    const patientId = await message(arrivalOf(person));
    const accountId = await agreed(person);
    await link(accountId);
    const stranger = somebody({ subject: person.subject });
    await message(arrivalOf(stranger));
    expect(await signIn(stranger)).toMatchObject({ accountId, patientId: null, name: 'Anna YOUNG' });
    expect(await stepOf(accountId)).toMatchObject({ step: 'link', patientId: null });
    expect(await link(accountId)).toBeNull();
    expect(await link(accountId)).toBeNull();
    expect(await sql('select kind, details from desk_case where account_id = $1', [accountId])).toEqual([{ kind: 'merge-review', details: { reason: 'account-has-record' } }]);
    expect(await signIn(person)).toMatchObject({ accountId, patientId });
  });

  it('gives a record one account for NHS login: a second subject is refused, the desk is told', async () => {
    const person = somebody();
    const patientId = await message(arrivalOf(person));
    await link(await agreed(person));
    const second = await agreed({ ...person, subject: randomUUID() });
    expect(await claimed(second)).toEqual([patientId]);
    expect(await link(second)).toBeNull();
    expect(await stepOf(second)).toMatchObject({ step: 'link', patientId: null });
    expect(await sql('select details, patient_id from desk_case where account_id = $1', [second])).toEqual([{ details: { reason: 'record-has-account' }, patient_id: patientId }]);
  });

  it('gives it to one of two subjects that claim it at once', async () => {
    const person = somebody();
    await message(arrivalOf(person));
    const accounts = await Promise.all([1, 2].map(() => agreed({ ...person, subject: randomUUID() })));
    const linked = await Promise.all(accounts.map((accountId) => link(accountId)));
    expect(linked.filter((record) => record !== null)).toHaveLength(1);
  });

  it('is closed to a closed account', async () => {
    const { accountId } = await signIn(somebody());
    await sql(`update account set subject = 'closed ' || id, email = null, closed_at = now(), closed_because = 'left' where id = $1`, [accountId]);
    await expect(stepOf(accountId)).rejects.toMatchObject({ code: 'ACCOUNT_CLOSED' });
    await expect(agree(accountId)).rejects.toMatchObject({ code: 'ACCOUNT_CLOSED' });
    await expect(link(accountId)).rejects.toMatchObject({ code: 'ACCOUNT_CLOSED' });
  });

  it.each([
    ['no proofing', { proofing: undefined }, 'COMMAND_INPUT_INVALID'],
    ['a level that is none', { proofing: 'P7' }, 'COMMAND_INPUT_INVALID'],
    ['P9 without a number', { nhsNumber: undefined }, 'COMMAND_INPUT_INVALID'],
    ['a mistyped number', { nhsNumber: '9991001132' }, 'NHS_NUMBER_CHECK_DIGIT'],
    ['a day that is none', { birthDate: '1970-02-30' }, 'BIRTH_DATE_INVALID'],
  ])('refuses %s', async (_what, changes, code) => {
    await expect(ask('sign-in-patient', { ...somebody(), ...changes })).rejects.toMatchObject({ code });
  });
});

describe('abuse 37: NHS login at P5', () => {
  it('registers, and opens no record, linked or not', async () => {
    const person = somebody();
    const patientId = await message(arrivalOf(person));
    const accountId = await agreed({ ...person, proofing: 'P5' });
    expect(await stepOf(accountId, 'P5')).toMatchObject({ step: 'ready', patientId: null });
    expect(await link(accountId)).toBeNull();
    await signIn(person);
    expect(await link(accountId)).toMatchObject({ patientId });
    await ask('explained', { accountId });
    expect(await signIn({ ...person, proofing: 'P5' })).toMatchObject({ accountId, patientId: null, name: 'Anna YOUNG' });
    expect(await stepOf(accountId, 'P5')).toMatchObject({ step: 'ready', patientId: null });
    expect(await stepOf(accountId, null)).toMatchObject({ patientId: null });
    expect(await sql('select proofing from account where id = $1', [accountId])).toEqual([{ proofing: 'P9' }]);
  });
});

describe('REG-1 the user agreement and privacy policy', () => {
  it('is asked for anew when it changes, and every version that was agreed to stays on file', async () => {
    const { accountId } = await signIn(somebody());
    await expect(ask('agree', { accountId, version: '2019-01-01' })).rejects.toMatchObject({ code: 'AGREEMENT_OUTDATED' });
    await agree(accountId);
    await sql(`update account set agreement_version = '2019-01-01' where id = $1`, [accountId]);
    await sql(`insert into agreement (account_id, version, agreed_at) values ($1, '2019-01-01', '2019-02-03')`, [accountId]);
    expect(await stepOf(accountId)).toMatchObject({ step: 'agree' });
    await agree(accountId, new Date('2026-12-01T00:00:00.000Z'));
    expect(await sql('select version from agreement where account_id = $1 order by version', [accountId])).toEqual([{ version: '2019-01-01' }, { version: currentAgreement }]);
    await expect(sql('delete from agreement where account_id = $1', [accountId])).rejects.toThrow('permission denied');
  });
});

describe('REG-3 eligibility', () => {
  it.each([
    ['no treatment at all', [], false],
    ['treatment before 2018', [{ organisation: 'RYJ', at: '2017-12-31T23:59:59.999Z' }], false],
    ['treatment on 1 January 2018', [{ organisation: 'RAS', at: '2018-01-01T00:00:00.000Z' }], true],
    ['London North West alone', [{ organisation: 'R1K', at: '2026-01-01T00:00:00.000Z' }], false],
  ])('%s', async (_what, treatments, isLinked) => {
    const person = somebody();
    await message(arrivalOf(person));
    const accountId = await agreed(person);
    expect((await link(accountId, treatments)) !== null).toBe(isLinked);
  });

  it('counts the encounters that hospitals send, per organisation, of all records of a person', async () => {
    const [one, other] = [newNhsNumber(), newNhsNumber()];
    const ids = [
      await message({ nhsNumber: one, event: 'ADT^A01', admitted: '20190301' }),
      await message({ nhsNumber: other, event: 'ADT^A04', organisation: 'R1K', admitted: '202103011200' }),
    ];
    await message({ nhsNumber: one, event: 'ADT^A01', admitted: '20200301' });
    await message({ nhsNumber: one, event: 'ADT^A28', organisation: 'RAS' });
    const newest = await ask<{ organisation: string }[]>('treatment', { patientIds: ids });
    expect(newest.toSorted((a, b) => a.organisation.localeCompare(b.organisation))).toEqual([
      { organisation: 'R1K', at: '2021-03-01T12:00:00.000Z' },
      { organisation: 'RYJ', at: '2020-03-01T00:00:00.000Z' },
    ]);
    expect(await ask('treatment', { patientIds: [randomUUID()] })).toEqual([]);
  });
});

describe('sessions for scripts', () => {
  it('link an account as it is, without a step', async () => {
    const person = somebody();
    const patientId = await message(arrivalOf(person));
    const { accountId } = await signIn(person);
    expect(await ask('sandbox-link', { accountId })).toMatchObject({ patientId });
    expect(await signIn(person)).toMatchObject({ patientId });
    expect(await stepOf(accountId)).toMatchObject({ step: 'agree', patientId });
  });

  it('exist in a sandbox only', async () => {
    const live = await startIdentity({ ...server.settings, CIE_SANDBOX: 'no' });
    expect(Object.keys(live.commands).filter((name) => name.startsWith('sandbox'))).toEqual([]);
    await live.close();
  });
});

function arrivalOf({ nhsNumber, birthDate }: Somebody): Arrival {
  return { nhsNumber, birthDate: birthDate.replaceAll('-', '') };
}

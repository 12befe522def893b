import { randomUUID } from 'node:crypto';
import { pick } from '@cie/kit/testing/pick.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson } from '../fixtures/people.ts';
import { codesOf, listOf } from '../setup/answers.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { nodes, ownersOf, recordQuery, type Owner, type Owners } from '../setup/owners.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

let exchange: ExchangeClient;
let own: Inside;
let people: Owners;
beforeAll(() => {
  exchange = sharedExchange();
  own = inside(exchange);
  people = ownersOf(exchange, own);
});
afterAll(() => own.close());

describe('ACS-2 deny by default', () => {
  it("answers another patient's record as one that does not exist, and tells its owner in the access log (abuse case 1)", async () => {
    const [owner, other] = [await people.newOwner(), await people.newOwner()];
    const denied = await exchange.query(other.cookie, recordQuery, { id: owner.id });
    expect(denied).toEqual(await exchange.query(other.cookie, recordQuery, { id: randomUUID() }));
    expect(denied).toEqual(await exchange.query(other.cookie, recordQuery, { id: 'no id at all' }));
    expect(denied).toEqual({ data: { patient: null } });
    const name = `${other.person.givenName} ${other.person.familyName}`;
    expect(await people.log(owner)).toContainEqual({ action: 'REFUSED', who: name, areas: [], doors: [], reason: null, organisation: null });
  });

  it("answers another patient's result and document as ones that do not exist (abuse case 2)", async () => {
    const [owner, other] = [await people.newOwner(), await people.newOwner()];
    const one = 'query ($report: ID!, $document: ID!) { me { patient { report(id: $report) { name } document(id: $document) { text } } } }';
    const foreign = await exchange.query(other.cookie, one, { report: owner.report, document: owner.document });
    expect(foreign).toEqual(await exchange.query(other.cookie, one, { report: randomUUID(), document: randomUUID() }));
    expect(foreign).toEqual({ data: { me: { patient: { report: null, document: null } } } });
    // The same operation finds one's own.
    const mine = await exchange.query(other.cookie, one, { report: other.report, document: other.document });
    expect(mine.data).toMatchObject({ me: { patient: { report: { name: 'Swab' }, document: { text: 'Seen at Chelsea' } } } });
  });

  it('denies 50 aliased record ids in one operation, and each of as many as an operation may name (abuse case 3)', async () => {
    const [owner, second, other] = [await people.newOwner(), await people.newOwner(), await people.newOwner()];
    const idOf = (index: number): string => [owner.id, second.id][index] ?? randomUUID();
    const aliased = (count: number) => `{ ${Array.from({ length: count }, (_each, index) => `a${index}: patient(id: "${idOf(index)}") { reports { edges { node { id } } } }`).join(' ')} }`;
    const fifty = await exchange.query(other.cookie, aliased(50));
    expect(fifty.data ?? null).toBeNull();
    expect(fifty.errors).toBeDefined();
    const most = await exchange.query(other.cookie, aliased(30));
    expect(Object.values(most.data ?? {})).toEqual(Array.from({ length: 30 }, () => null));
    for (const each of [owner, second]) expect((await people.log(each)).filter((entry) => pick(entry, 'action') === 'REFUSED')).toHaveLength(1);
  });

  it('REG-5 opens no record to the support desk, by number or in an emergency, whoever the person is', async () => {
    const owner = await people.newOwner();
    const desk = await own.signIn({ as: 'clinician', organisation: 'QRV', name: 'Dana Desk', email: 'dana.desk@qrv.example.net' });
    expect(await exchange.query(desk, recordQuery, { id: owner.id })).toEqual({ data: { patient: null } });
    const person = { n: owner.person.nhsNumber, b: owner.person.birthDate };
    const find = 'query ($n: NHSNumber!, $b: Date!) { findPatient(nhsNumber: $n, birthDate: $b) { id } }';
    const emergency = 'mutation ($n: NHSNumber!, $b: Date!) { startEmergencyAccess(input: { nhsNumber: $n, birthDate: $b, category: UNCONSCIOUS, reason: "Found unconscious at home" }) { id } }';
    for (const query of [find, emergency]) expect(codesOf(await exchange.query(desk, query, person))).toEqual(['PROFESSIONALS_ONLY']);
  });

  it('denies a clinician without invitation or care relationship, by id and by NHS number (abuse case 15)', async () => {
    const owner = await people.newOwner();
    const stranger = await own.signIn({ as: 'clinician', organisation: 'R1K', name: 'Dr Stranger', email: 'stranger@r1k.example.net' });
    expect(await exchange.query(stranger, recordQuery, { id: owner.id })).toEqual({ data: { patient: null } });
    const find = 'query ($n: NHSNumber!, $b: Date!) { findPatient(nhsNumber: $n, birthDate: $b) { id } }';
    const found = await exchange.query(stranger, find, { n: owner.person.nhsNumber, b: owner.person.birthDate });
    expect(found).toEqual(await exchange.query(stranger, find, { n: newPerson().nhsNumber, b: owner.person.birthDate }));
    expect(found).toEqual({ data: { findPatient: null } });
    const refused = (await people.log(owner)).filter((entry) => pick(entry, 'action') === 'REFUSED');
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({ who: 'Dr Stranger', organisation: { odsCode: 'R1K' } });
  });
});

describe('ACS-4 own organisation', () => {
  it.each([
    ['RYJ', ['RYJ'], 'Seen at Imperial', 'Renal clinic'],
    ['RQM', ['RQM'], 'Seen at Chelsea', 'Heart clinic'],
    ['RAS', ['RQM'], 'Seen at Chelsea', 'Heart clinic'],
  ])('a clinician of %s sees what their own group supplied, and nothing else (abuse case 16)', async (organisation, suppliers, text, clinic) => {
    const owner = await people.newOwner();
    const clinician = await own.signIn({ as: 'clinician', organisation });
    const found = await exchange.query(clinician, 'query ($n: NHSNumber!, $b: Date!) { findPatient(nhsNumber: $n, birthDate: $b) { id } }', { n: owner.person.nhsNumber, b: owner.person.birthDate });
    expect(pick(found.data, 'findPatient', 'id')).toBe(owner.id);
    const record = await people.read(clinician, owner.id);
    expect(pick(record, 'doors')).toEqual(['OWN_ORGANISATION']);
    for (const area of ['reports', 'documents', 'appointments']) {
      expect([...new Set(nodes(record, area).map((node) => pick(node, 'organisation', 'odsCode')))], `${area}`).toEqual(suppliers);
    }
    expect(nodes(record, 'documents').map((node) => pick(node, 'text'))).toEqual([text]);
    expect(nodes(record, 'appointments').map((node) => pick(node, 'clinic'))).toEqual([clinic]);
    expect(listOf(pick(record, 'trend', 0, 'points'))).toHaveLength(1);
  });
});

describe('ACS-5 emergency', () => {
  const start = 'mutation ($input: EmergencyAccessInput!) { startEmergencyAccess(input: $input) { id doors until } }';
  const inputFor = ({ person }: Owner, reason: string) => ({ input: { nhsNumber: person.nhsNumber, birthDate: person.birthDate, category: 'UNCONSCIOUS', reason } });

  it('refuses a blank reason, for a person who exists and for one who does not alike (abuse case 17)', async () => {
    const owner = await people.newOwner();
    const clinician = await own.signIn({ as: 'clinician', organisation: 'R1K' });
    for (const reason of ['', '   \n\t ', '. . . . . . . . . . . .', '\u00a0\u2003\u200b']) {
      const answer = await exchange.query(clinician, start, inputFor(owner, reason));
      expect(codesOf(answer)).toEqual(['EMERGENCY_REASON']);
      expect(answer).toEqual(await exchange.query(clinician, start, { input: { ...inputFor(owner, reason).input, nhsNumber: newPerson().nhsNumber } }));
    }
    expect(await people.read(clinician, owner.id)).toBeNull();
  });

  it('opens one whole record for 30 minutes once a reason is given, and the patient reads who, when and why (abuse case 18)', async () => {
    const [owner, other] = [await people.newOwner(), await people.newOwner()];
    const clinician = await own.signIn({ as: 'clinician', organisation: 'R1K', name: 'Dr Urgent', email: 'urgent@r1k.example.net' });
    const begin = Date.now();
    const opened = await exchange.query(clinician, start, inputFor(owner, 'Found unconscious at the bus stop.'));
    expect(pick(opened.data, 'startEmergencyAccess', 'doors')).toEqual(['EMERGENCY']);
    const until = Date.parse(String(pick(opened.data, 'startEmergencyAccess', 'until')));
    expect(until).toBeGreaterThanOrEqual(begin + 30 * 60_000 - 1000);
    expect(until).toBeLessThanOrEqual(Date.now() + 30 * 60_000);
    expect(nodes(await people.read(clinician, owner.id), 'reports')).toHaveLength(3);
    expect(await people.read(clinician, other.id)).toBeNull();
    const colleague = await own.signIn({ as: 'clinician', organisation: 'R1K', name: 'Dr Colleague', email: 'colleague@r1k.example.net' });
    expect(await people.read(colleague, owner.id)).toBeNull();
    expect(await people.log(owner)).toContainEqual({
      action: 'EMERGENCY_STARTED', who: 'Dr Urgent', areas: [], doors: ['EMERGENCY'], organisation: { odsCode: 'R1K' }, reason: 'unconscious: Found unconscious at the bus stop.',
    });

    // The clock is moved in the database, where the end of the door stands: minute 31.
    await own.sql('cie_sharing', "update emergency set ends_at = ends_at - interval '31 minutes' where patient_id = $1", [owner.id]);
    expect(await exchange.query(clinician, recordQuery, { id: owner.id })).toEqual({ data: { patient: null } });
  });

  it('is for professionals only', async () => {
    const [owner, other] = [await people.newOwner(), await people.newOwner()];
    expect(codesOf(await exchange.query(other.cookie, start, inputFor(owner, 'I would like to know.')))).toEqual(['PROFESSIONALS_ONLY']);
  });
});

describe('ACS-6 the access log', () => {
  it('holds after all of this: every chain verifies; the verifier names a row that was changed, removed, cut off or put in another place (abuse case 24)', async () => {
    const good = await exchange.cie('verify-log');
    expect(good.output).toMatch(/The access log holds: \d+ entries of \d+ records, none changed/);
    expect(good.code).toBe(0);
    const owner = await people.newOwner();
    for (let times = 0; times < 4; times += 1) await people.read(owner.cookie, owner.id);
    const spoil: readonly (readonly [string, number])[] = [
      ["update access_log set body = replace(body, '\"read\"', '\"rest\"') where patient_id = $1 and seq = 3", 3],
      ['delete from access_log where patient_id = $1 and seq = 4', 4],
      ['update access_log a set body = b.body, hash = b.hash from access_log b where a.patient_id = $1 and b.patient_id = $1 and a.seq in (2, 3) and b.seq in (2, 3) and a.seq <> b.seq', 2],
      ['delete from access_log where patient_id = $1 and seq > 2', 3],
    ];
    const kept = await own.sql<{ seq: string; at: Date; body: string; hash: Buffer }>('cie_sharing', 'select seq, at, body, hash from access_log where patient_id = $1', [owner.id]);
    for (const [statement, row] of spoil) {
      await own.sql('cie_sharing', statement, [owner.id]);
      const { code, errors } = await exchange.cie('verify-log');
      expect(code).toBe(1);
      expect(errors).toContain(`record ${owner.id}: entry ${row}`);
      await own.sql('cie_sharing', 'delete from access_log where patient_id = $1', [owner.id]);
      for (const { seq, at, body, hash } of kept) await own.sql('cie_sharing', 'insert into access_log values ($1, $2, $3, $4, $5)', [owner.id, seq, at, body, hash]);
    }
    expect((await exchange.cie('verify-log')).code).toBe(0);
  });
});

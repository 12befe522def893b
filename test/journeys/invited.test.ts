import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pick } from '@cie/kit/testing/pick.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, textsOf } from '../setup/answers.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { nodes, ownersOf, recordQuery, type Owners } from '../setup/owners.ts';
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

describe('ACS-3 invited', () => {
  it('opens to the invited e-mail address, tells the patient who looked at what, and closes on the next request after revoking (abuse case 10)', async () => {
    const owner = await people.newOwner();
    const email = `${randomUUID()}@r1k.example.net`;
    const clinician = await own.signIn({ as: 'clinician', organisation: 'R1K', name: 'Dr Invited', email });
    expect(await people.read(clinician, owner.id)).toBeNull();
    const invitation = await people.invite(owner, email, ['GENERAL', 'SEXUAL_HEALTH', 'MENTAL_HEALTH', 'SOCIAL_CARE']);
    const opened = await people.read(clinician, owner.id);
    expect(opened).toMatchObject({ doors: ['INVITED'], demographics: { familyName: owner.person.familyName } });
    expect(nodes(opened, 'reports')).toHaveLength(3);
    expect((await people.log(owner))[0]).toMatchObject({ action: 'READ', who: 'Dr Invited', doors: ['INVITED'] });
    expect(textsOf(pick((await people.log(owner))[0], 'areas'))).toEqual(['APPOINTMENTS', 'DOCUMENTS', 'IDENTITY', 'RESULTS']);

    const revoked = await exchange.query(owner.cookie, 'mutation ($id: ID!) { revokeInvitation(id: $id) { state } }', { id: invitation });
    expect(revoked.data).toEqual({ revokeInvitation: { state: 'REVOKED' } });
    expect(await exchange.query(clinician, recordQuery, { id: owner.id })).toEqual({ data: { patient: null } });
    expect((await people.log(owner))[0]).toMatchObject({ action: 'REFUSED', who: 'Dr Invited' });
  });

  it('a revoke during eight concurrent readers: no read that begins after it succeeds, no pass is minted after it', async () => {
    const owner = await people.newOwner();
    const email = `${randomUUID()}@r1k.example.net`;
    const clinician = await own.signIn({ as: 'clinician', organisation: 'R1K', name: 'Dr Reader', email });
    const invitation = await people.invite(owner, email, ['GENERAL']);
    let [revokedAt, stop, before, after] = [Infinity, false, 0, 0];
    const reader = async (): Promise<void> => {
      while (!stop) {
        const begin = performance.now();
        const seen = (await people.read(clinician, owner.id)) !== null;
        if (seen && begin < revokedAt) before += 1;
        if (seen && begin >= revokedAt) after += 1;
      }
    };
    const readers = Promise.all(Array.from({ length: 8 }, reader));
    await sleep(300);
    await exchange.query(owner.cookie, 'mutation ($id: ID!) { revokeInvitation(id: $id) { state } }', { id: invitation });
    revokedAt = performance.now();
    await sleep(300);
    stop = true;
    await readers;
    expect(before).toBeGreaterThan(0);
    const late = await own.sql<{ n: number }>('cie_sharing', `select count(*)::int as n from access_log l where patient_id = $1 and body::jsonb ->> 'action' = 'read'
      and body::jsonb -> 'doors' ? 'invited' and seq > (select seq from access_log r where r.patient_id = l.patient_id and r.body::jsonb ->> 'action' = 'invitation-revoked') + 8`, [owner.id]);
    console.info(`revoke during 8 readers: ${before} reads before, ${after} that began after, new passes ${late[0]?.n}`);
    expect([after, late[0]?.n]).toEqual([0, 0]);
  });

  it('shows a carer the labels that are shared, and nothing of the others anywhere (abuse case 9)', async () => {
    const [owner, carer] = [await people.newOwner(), await people.newOwner()];
    await people.invite(owner, carer.email, ['GENERAL']);
    const record = await people.read(carer.cookie, owner.id);
    expect(nodes(record, 'reports').map((node) => pick(node, 'name'))).toEqual(['Urea and electrolytes', 'Urea and electrolytes']);
    expect(JSON.stringify(record)).not.toMatch(/Swab|SEXUAL/);
    const hidden = await exchange.query(carer.cookie, 'query ($id: ID!, $report: ID!) { patient(id: $id) { report(id: $report) { name } trend(code: "SWAB") { code } } }', { id: owner.id, report: owner.report });
    expect(hidden.data).toEqual({ patient: { report: null, trend: [] } });
  });

  it("lets nobody else change a patient's sharing: another patient, the carer, the clinician (abuse cases 4, 11)", async () => {
    const [owner, carer] = [await people.newOwner(), await people.newOwner()];
    const email = carer.email;
    const invitation = await people.invite(owner, email, ['GENERAL']);
    await people.read(carer.cookie, owner.id);
    const clinician = await own.signIn({ as: 'clinician', organisation: 'RYJ' });
    const revoke = 'mutation ($id: ID!) { revokeInvitation(id: $id) { state } }';
    expect(codesOf(await exchange.query(carer.cookie, revoke, { id: invitation }))).toEqual(['INVITATION_UNKNOWN']);
    expect(codesOf(await exchange.query(clinician, revoke, { id: invitation }))).toEqual(['OWN_RECORD_ONLY']);
    // A carer can invite to their own record only: the person they invite sees the carer's, not the owner's.
    const third = await people.newOwner();
    await people.invite(carer, third.email, ['GENERAL']);
    expect(await people.read(third.cookie, owner.id)).toBeNull();
    expect(await people.read(third.cookie, carer.id)).toMatchObject({ doors: ['INVITED'] });
    const lists = await exchange.query(carer.cookie, 'query ($id: ID!) { patient(id: $id) { invitations { id } accessLog { edges { node { id } } } } }', { id: owner.id });
    expect(lists.data).toEqual({ patient: { invitations: null, accessLog: null } });
    expect(await people.read(carer.cookie, owner.id)).toMatchObject({ doors: ['INVITED'] });
  });
});

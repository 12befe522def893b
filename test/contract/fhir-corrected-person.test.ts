import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concept, fhirPatient } from '../fixtures/fhir.ts';
import { newPerson } from '../fixtures/people.ts';
import { startFhirExchange, type FhirExchange } from '../setup/fhir-exchange.ts';

let exchange: FhirExchange;
beforeAll(async () => {
  exchange = await startFhirExchange();
}, 60_000);
afterAll(() => exchange.close());

describe('58: a replay after its sender corrected whom the message is about', () => {
  it('is held, and what was filed is not filed for the other person as well', async () => {
    const [wrong, right, address] = [newPerson(), newPerson(), randomUUID()];
    const put = (person: typeof wrong, versionId: string) => exchange.send({ ...fhirPatient(person), id: address, meta: { versionId } }, { method: 'PUT', url: `/fhir/Patient/${address}` });
    const report = { resourceType: 'Condition', identifier: [{ system: 'x', value: address }], subject: { reference: `Patient/${address}` }, code: concept('4', 'Asthma'), clinicalStatus: concept('active', 'Active') };
    const replay = async () => {
      await exchange.inbox.pool.query("update feed_message set state = 'queued' where event = 'FHIR Condition'; notify feed_queued");
      return exchange.settled();
    };
    await put(wrong, '1');
    await exchange.send(report, { url: '/fhir/Condition' });
    expect(await exchange.settled()).toEqual([]);
    expect(await replay()).toEqual([]);
    await put(right, '2');
    expect(await exchange.settled()).toEqual([]);
    expect(await replay()).toMatchObject([{ state: 'held', code: 'patient-mismatch' }]);
    expect(await exchange.read(right.nhsNumber, 'conditions { name }')).toMatchObject({ conditions: [] });
  });
});

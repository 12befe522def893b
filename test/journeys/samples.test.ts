import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerSenders } from '@cie/gateway/feeds/sender.store.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeClient } from '../setup/exchange.ts';
import { latestReports, simHospitalPeople, splitPlainly } from '../fixtures/sample-messages.ts';
import { listOf, textOf } from '../setup/answers.ts';
import { fingerprints } from '../setup/fingerprints.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

const samples = join(process.env['CIE_SAMPLE_DATA'] ?? '../shared/data', 'hl7v2');
const sources = ['simhospital', 'pkb', 'nhs-nwgmsa', 'microsoft', 'cosyte', 'hl7-ig', 'pipehat'].map((name) => join(samples, name));
const present = sources.every((folder) => existsSync(folder));

describe.skipIf(!present)(`samples of hospitals' messages${present ? '' : ' (skipped: sample data not present)'}`, () => {
  let exchange: ExchangeClient;
  let own: Inside;

  beforeAll(async () => {
    exchange = sharedExchange();
    own = inside(exchange);
    await own.drained();
  });
  afterAll(() => own.close());

  /** The bytes of every sample message, cut apart without the exchange's own tokeniser. Vitest runs this line of a skipped suite too. */
  const messages = (present ? sources : []).flatMap((folder) =>
    readdirSync(folder).filter((name) => /\.(?:hl7s?|txt)$/.test(name)).flatMap((name) => splitPlainly(readFileSync(join(folder, name)))));

  it('ING-1 are each acknowledged AA, AE or AR, with a reason', async () => {
    const before = await own.account();
    const { code, output } = await exchange.cie('feed', ...sources);
    expect(code).toBe(0);
    const lines = output.trim().split('\n');
    const answers = lines.slice(0, -1).map((line) => / (?<code>A[AER]) (?<words>.+)$/.exec(line)?.groups ?? { code: 'none', words: line });
    expect(answers).toHaveLength(messages.length);
    expect(answers.filter((each) => each['code'] === 'none')).toEqual([]);
    // AE asks for the same again: none may be left so.
    expect(lines.at(-1)).toMatch(/^\d+ messages: \d+ AA, 0 AE, \d+ AR, 0 without an acknowledgement; AA is stored/);
    // A reason is a code of ours and what to do.
    for (const { words } of answers.filter((each) => each['code'] === 'AR')) expect(words).toMatch(/^[a-z-]+: \S.{20,}/);

    const after = await own.drained();
    const accepted = answers.filter((each) => each['code'] === 'AA').length;
    console.info(`samples: ${messages.length} messages, ${accepted} AA, ${messages.length - accepted} AR; applied ${after.applied - before.applied}, held ${after.held - before.held}`);
  });

  it('ING-1 ING-4 none is lost: each is in the inbox as sent, and accepted = applied + held', async () => {
    const rows = await own.sql<{ sha: string }>('cie_gateway', "select encode(sha256(raw), 'hex') as sha from feed_message");
    const kept = new Set(rows.map((row) => row.sha));
    const lost = messages.filter((bytes) => !kept.has(createHash('sha256').update(bytes).digest('hex')));
    expect(lost.map((bytes) => bytes.toString('latin1').slice(0, 80))).toEqual([]);

    const { output } = await exchange.cie('held');
    const [, accepted, applied, held, queued, closed] = /accepted (\d+) = applied (\d+) \+ held (\d+) \+ queued (\d+) \+ closed (\d+)/.exec(output) ?? [];
    expect(Number(queued)).toBe(0);
    // Other tests of this exchange may have had the desk close a message.
    expect(Number(accepted)).toBe(Number(applied) + Number(held) + Number(closed));
    // Every line of the list but its heading and the two of its end says code and reason.
    for (const line of output.trim().split('\n').slice(1, -2)) expect(line).toMatch(/ {2}[a-z]+(?:-[a-z]+)* +[A-Z].{20,}$/);
  });

  it('ING-4 what was held because nobody knew the sender is applied or held anew once the sender is registered', async () => {
    const pool = new pg.Pool({ host: '127.0.0.1', port: exchange.port + 9, database: 'cie_gateway', user: 'postgres', password: own.settings['CIE_PG_SUPERUSER_PASSWORD'] ?? '', max: 1 });
    const unknown = "state = 'held' and code = 'unknown-sender'";
    const waiting = await own.sql<{ sender: string }>('cie_gateway', `select distinct sender from feed_message where ${unknown}`);
    expect(waiting.length).toBeGreaterThan(10);
    // `sender` is MSH-3 and MSH-4 as sent; a registration names their first components.
    const facilities = new Set(waiting.map(({ sender }) => (sender.split('|')[1] ?? '').split('^')[0] ?? ''));
    await registerSenders(pool, [...facilities].filter((facility) => facility !== '').map((facility) => ({
      application: '*', facility, organisation: 'R1K', assigningAuthorities: [facility],
    })));
    await pool.end();
    const before = await own.account();
    const { code, output } = await exchange.cie('held', 'replay', 'all');
    expect(code, `${output}`).toBe(0);
    const after = await own.drained();
    expect(after.accepted).toBe(before.accepted);
    expect(after.accepted).toBe(after.applied + after.held + after.closed);
    expect(after.applied).toBeGreaterThanOrEqual(before.applied);
    expect(await own.sql('cie_gateway', `select 1 from feed_message where ${unknown} and split_part(sender, '|', 2) <> ''`)).toEqual([]);
    const codes = await own.sql<{ code: string; count: number }>('cie_gateway', "select code, count(*)::int from feed_message where state = 'held' group by code order by code");
    // The rooms looked at each: what they hold now, they hold for a reason of its own (one carries half a PDF).
    for (const code of ['patient-unknown', 'content-invalid']) expect(codes.map((each) => each.code)).toContain(code);
    expect(codes.map((each) => each.code)).not.toContain('room-error');
    console.info(`samples, senders registered: applied ${after.applied - before.applied} more; held: ${codes.map((each) => `${each.code} ${each.count}`).join(', ')}`);
  });

  it('ING-2 sent twice, nothing changes: the same rows in every room, the same account, no new version (abuse case 54)', async () => {
    const [rowsBefore, accountBefore] = [await fingerprints(own), await own.account()];
    expect(rowsBefore['cie_results.observation']?.count).toBeGreaterThan(100);
    const { code, output } = await exchange.cie('feed', ...sources);
    expect(code).toBe(0);
    await own.drained();
    expect(await own.account()).toEqual(accountBefore);
    expect(await fingerprints(own)).toEqual(rowsBefore);
    for (const line of output.trim().split('\n').slice(0, -1)) expect(line).toMatch(/ AA (?:received before, nothing changed|kept, held for review \([a-z-]+\))$| AR [a-z-]+: /);
  });

  it('ING-2 the same results under new message ids make no second report, value or version', async () => {
    const tables = ['report', 'observation', 'observation_version', 'waiting_report'];
    const count = async () => (await own.sql(`cie_results`, `select ${tables.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ')}`))[0];
    const before = await count();
    // One message stands in two files.
    const again = [...new Set(messages.map((bytes) => bytes.toString('latin1')))].filter((text) => text.startsWith('MSH|^~\\&|SIMHOSP|SFAC|') && text.includes('|ORU^R01|'));
    expect(again.length).toBeGreaterThan(100);
    const answers = await own.deliver(...again.map((text) => text.replace(/\|ORU\^R01\|(\d+)\|/, '|ORU^R01|again$1|')));
    expect(answers.filter((answer) => answer.text !== 'stored')).toEqual([]);
    expect(await count()).toEqual(before);
  });

  const people = simHospitalPeople(messages);

  it('RES-1 there are sample patients with a history', () => {
    expect(people.length).toBeGreaterThan(5);
  });

  it.each(people)('RES-1 the patient of $results results reads the value, unit, range and flag of each as in the message ($number)', async ({ nhsNumber }) => {
    const cookie = await own.signIn({ as: 'patient', nhsNumber });
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const answer = await exchange.query(cookie, recordQuery, { after });
      expect(answer.errors).toBeUndefined();
      const reports = pick(answer.data, 'me', 'patient', 'reports');
      for (const edge of listOf(pick(reports, 'edges'))) seen.push(reportAsText(pick(edge, 'node')));
      const cursor = pick(reports, 'pageInfo', 'endCursor');
      if (pick(reports, 'pageInfo', 'hasNextPage') !== true || typeof cursor !== 'string') break;
      after = cursor;
    }
    expect(seen.toSorted()).toEqual(latestReports(messages, nhsNumber));
  });
});

const recordQuery = `query ($after: String) { me { patient { reports(first: 7, after: $after) {
  edges { node { code observations { code value unit referenceRange flag } } } pageInfo { hasNextPage endCursor }
} } } }`;

function reportAsText(report: unknown): string {
  const rows = listOf(pick(report, 'observations')).map((each) =>
    ['code', 'value', 'unit', 'referenceRange', 'flag'].map((field) => textOf(pick(each, field))).join('|'));
  return [textOf(pick(report, 'code')), ...rows].join('\n');
}

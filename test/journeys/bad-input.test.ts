import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { frameMllp, MllpFraming } from '@cie/gateway/feeds/mllp-framing.ts';
import { readAcknowledgement, type Acknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, message, patient, registration } from '../fixtures/hospital.ts';
import { mistyped, newPerson as anybody, type Person } from '../fixtures/people.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { personalTraces } from '../setup/personal-traces.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

let exchange: ExchangeClient;
let own: Inside;
beforeAll(async () => {
  exchange = sharedExchange();
  own = inside(exchange);
  await own.drained();
});
afterAll(() => own.close());

/** Everybody whom the messages of this file name. */
const everybody: Person[] = [];
function newPerson(): Person {
  const person = anybody();
  everybody.push(person);
  return person;
}

const potassium = (person: Person, more: { organisation?: string } = {}) => laboratory(person, { issued: ago(1), tests: [{ code: 'K', value: '4.4' }], ...more });
const idOf = (text: string): string => text.split('|')[9] ?? '';
/** Why a message waits, as the operator's list says it. */
async function heldLine(controlId: string): Promise<string> {
  const [row] = await own.sql<{ id: string }>('cie_gateway', "select id from feed_message where control_id = $1 and state = 'held'", [controlId]);
  const { output } = await exchange.cie('held');
  return output.split('\n').find((line) => row !== undefined && line.startsWith(row.id)) ?? 'not in the list';
}
async function namesOf({ nhsNumber }: Person): Promise<unknown> {
  const cookie = await own.signIn({ as: 'patient', nhsNumber });
  const { data } = await exchange.query(cookie, '{ me { patient { reports { edges { node { observations { value } } } } } } }');
  return pick(data, 'me', 'patient', 'reports', 'edges');
}

afterEach(async () => {
  // Whatever came in: nothing accepted is lost, and the next hospital's message is applied and read.
  const account = await own.drained();
  assert.equal(account.accepted, account.applied + account.held);
  const person = newPerson();
  assert.deepEqual((await own.deliver(potassium(person))).map(({ code, text }) => [code, text]), [['AA', 'stored']]);
  assert.deepEqual(await namesOf(person), [{ node: { observations: [{ value: '4.4' }] } }]);
});

describe('ING-1 messages that cannot be read are refused with what is wrong', () => {
  it.each([
    ['a message that is no HL7', 'Dear colleague, please find the result attached.', /^malformed: .*MSH/],
    ['a message cut off in its header', 'MSH|^~\\', /^required-field-missing: MSH-9 is empty/],
    ['a message without an id', message('ORU^R01', 'RYJ', ['PID|1'], ''), /MSH-10/],
    ['an event that is none of ours', message('ADT^Z99', 'RYJ', ['PID|1']), /MSH-9|event/],
    ['a message without an event', message('', 'RYJ', ['PID|1']), /MSH-9/],
  ])('%s: AR', async (_what, text, reason) => {
    const before = await own.account();
    const [answer] = await own.deliver(text);
    expect(answer).toMatchObject({ code: 'AR', text: expect.stringMatching(reason) as unknown });
    expect((await own.account()).refused).toBe(before.refused + 1);
  });
});

describe('ING-2 messages about somebody who cannot be told are held for the desk', () => {
  const local = { ...newPerson(), nhsNumber: '' };
  const unknown = () => message('ORU^R01', 'RYJ', [`PID|1||X1^^^RYJ^MR||${local.familyName}||19700101|F`, 'OBR|1|O1|O1|FBC^Blood count', 'OBX|1|NM|HB^Haemoglobin||140|g/L|||||F']);

  it.each([
    ['an unknown patient', unknown, 'patient-unknown', /needs an NHS number/],
    ['a wrong check digit', () => potassium({ ...local, nhsNumber: mistyped(newPerson().nhsNumber) }), 'nhs-number-invalid', /NHS_NUMBER_CHECK_DIGIT/],
    ['an NHS number of nine digits', () => potassium({ ...local, nhsNumber: '999123456' }), 'nhs-number-invalid', /NHS_NUMBER_LENGTH/],
    ['a trace status that is not verified', () => potassium(newPerson()).replace('^^^NHS^NH', '^^^NHS^NH{status:02}'), 'nhs-number-unverified', /trace status 02/],
    ['no person at all', () => message('ORU^R01', 'RYJ', ['OBR|1|O1|O1|FBC^Blood count']), 'required-field-missing', /PID/],
  ])('%s', async (_what, make, code, reason) => {
    const text = make();
    const [answer] = await own.deliver(text);
    expect(answer?.code).toBe('AA');
    const line = await heldLine(idOf(text));
    expect(line).toContain(` ${code} `);
    expect(line).toMatch(reason);
    expect(line).not.toContain(local.familyName);
  });

  it('the right NHS number with another date of birth (abuse case 58): held, and nothing of it is in the record', async () => {
    const person = newPerson();
    await own.deliver(potassium(person));
    const text = laboratory({ ...person, birthDate: '1969-12-31' }, { issued: ago(1), tests: [{ code: 'K', value: '9.9' }] });
    await own.deliver(text);
    expect(await heldLine(idOf(text))).toMatch(/ patient-mismatch .*date of birth/);
    expect(JSON.stringify(await namesOf(person))).not.toContain('9.9');
  });

  it("an identifier of another trust's namespace (abuse case 23): held", async () => {
    const text = potassium(newPerson()).replace('^^^NHS^NH', '^^^NHS^NH~123^^^RQM^MR');
    await own.deliver(text);
    expect(await heldLine(idOf(text))).toMatch(/ foreign-namespace /);
  });

  it('ING-4 is applied on replay once the person is known: nothing was lost by being held', async () => {
    const person = newPerson();
    const record = `PID|1||M-${person.nhsNumber}^^^RYJ^MR||${person.familyName}||${person.birthDate.replaceAll('-', '')}|F`;
    const text = potassium(person).replace(patient(person), record);
    await own.deliver(text);
    const line = await heldLine(idOf(text));
    expect(line).toContain('patient-unknown');
    await own.deliver(registration(person).replace('^^^NHS^NH', `^^^NHS^NH~M-${person.nhsNumber}^^^RYJ^MR`));
    expect(await namesOf(person)).toEqual([]);
    const replayed = await exchange.cie('held', 'replay', line.split(' ')[0] ?? '');
    expect(replayed.output).toContain('1 message is queued again');
    await own.drained();
    expect(await namesOf(person)).toHaveLength(1);
    expect(await heldLine(idOf(text))).toBe('not in the list');
  });
});

describe('ING-2 message ids', () => {
  it('the same message twice: AA and one effect (abuse case 54); the same id with another body: AR and held (abuse case 55)', async () => {
    const person = newPerson();
    const text = potassium(person);
    expect(await own.deliver(text, text)).toMatchObject([{ code: 'AA', text: 'stored' }, { code: 'AA', text: 'received before, nothing changed' }]);
    const [reused] = await own.deliver(text.replace('|4.4|', '|8.8|'));
    expect(reused).toMatchObject({ code: 'AR', text: expect.stringMatching(/^message-id-reused: .*id of its own/) as unknown });
    expect(await heldLine(idOf(text))).toContain(' message-id-reused ');
    expect(await namesOf(person)).toEqual([{ node: { observations: [{ value: '4.4' }] } }]);
  });
});

describe('ING-1 frames (abuse case 61)', () => {
  /** Sends bytes and reads what is answered until the exchange closes. */
  async function answersTo(write: (socket: ReturnType<typeof connect>) => Promise<void> | void): Promise<{ answers: (Acknowledgement | null)[]; sent: number }> {
    const socket = connect({ port: exchange.port + 8, host: '127.0.0.1', allowHalfOpen: true });
    const framing = new MllpFraming(100_000);
    const answers: (Acknowledgement | null)[] = [];
    socket.on('data', (packet: Buffer) => {
      for (const event of framing.push(packet)) answers.push(readAcknowledgement(event.bytes.toString()));
    });
    // The exchange closes while we still write.
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await write(socket);
    await closed;
    return { answers, sent: socket.bytesWritten };
  }

  it('an unterminated frame: AE that says how to end it, and the message is taken when it comes whole', async () => {
    const person = newPerson();
    const text = potassium(person);
    const { answers } = await answersTo((socket) => void socket.end(`\u000b${text}`));
    expect(answers).toEqual([expect.objectContaining({ code: 'AE', controlId: idOf(text), text: expect.stringContaining('FS CR') as unknown })]);
    expect(await own.deliver(text)).toMatchObject([{ code: 'AA', text: 'stored' }]);
    expect(await namesOf(person)).toHaveLength(1);
  });

  it('an oversized message: AE that names the limit and the setting, after what came before it is answered', async () => {
    const small = potassium(newPerson());
    const { answers } = await answersTo((socket) => {
      socket.write(frameMllp(small));
      socket.write(frameMllp(letter(newPerson(), { written: ago(1), text: 'x'.repeat(21 * 1024 * 1024) })));
    });
    expect(answers).toMatchObject([{ code: 'AA', controlId: idOf(small) }, { code: 'AE', text: expect.stringMatching(/larger than 20971520 bytes.*CIE_MLLP_MAX_BYTES/) as unknown }]);
  });

  it('a message without end: closed at the limit, not read for ever', async () => {
    const { answers, sent } = await answersTo(async (socket) => {
      socket.write(`\u000b${message('ORU^R01', 'RYJ', ['OBX|1|TX|T^T||'])}`);
      const piece = 'y'.repeat(1024 * 1024);
      while (socket.writable && socket.bytesWritten < 300 * 1024 * 1024) await new Promise((resolve) => socket.write(piece, resolve));
    });
    expect(answers.every((answer) => answer?.code === 'AE')).toBe(true);
    expect(sent).toBeLessThan(100 * 1024 * 1024);
  });

  it('bytes without a frame: AE that says so', async () => {
    const { answers } = await answersTo((socket) => void socket.write('GET / HTTP/1.1\r\n'.repeat(400)));
    expect(answers).toMatchObject([{ code: 'AE', text: expect.stringContaining('VT before each message') as unknown }]);
  });

  it('a result of five megabytes, and markup in a result (abuse case 60), are taken and read as the text they are', async () => {
    const person = newPerson();
    const markup = '<script>alert(1)</script><img src=x onerror=alert(2)>';
    const long = 'line of a very long report. '.repeat(200_000);
    const [answer] = await own.deliver(laboratory(person, { issued: ago(1), tests: [{ code: 'A', value: markup, unit: '' }, { code: 'B', value: long, unit: '' }] }).replaceAll('|NM|', '|ST|'));
    expect(answer).toMatchObject({ code: 'AA', text: 'stored' });
    expect(JSON.stringify(await namesOf(person))).toBe(JSON.stringify([{ node: { observations: [{ value: markup }, { value: long }] } }]));
  });
});

describe('ING-1 over HTTPS', () => {
  const post = async (body: string, type: string) => {
    const response = await fetch(exchange.addresses['hl7'] ?? '', { method: 'POST', headers: { 'content-type': type }, body });
    return { status: response.status, answer: readAcknowledgement(await response.text()) };
  };

  it('takes a message, refuses what is none and what a page of another site could post (abuse case 49)', async () => {
    const person = newPerson();
    const text = potassium(person);
    expect(await post(text, 'x-application/hl7-v2+er7')).toMatchObject({ status: 200, answer: { code: 'AA', controlId: idOf(text) } });
    await own.drained();
    expect(await namesOf(person)).toHaveLength(1);
    expect(await post('no HL7', 'x-application/hl7-v2+er7')).toMatchObject({ status: 200, answer: { code: 'AR' } });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json']) expect(await post(text, type)).toMatchObject({ status: 415, answer: { code: 'AR' } });
  });
});

describe("the operator's command line says what is wrong and what to do", () => {
  it.each([
    ['an unknown command', ['freed', 'x.hl7'], /no command "freed"[\s\S]*feed <file>/],
    ['no file', ['feed'], /Name the files to send/],
    ['a file that is not there', ['feed', '/nowhere/x.hl7'], /There is no file or folder \/nowhere\/x\.hl7/],
    ['a held message that is none', ['held', 'replay', 'x'], /No held message has this id/],
    ['nobody named', ['session'], /--as patient or --as clinician/],
    ['a mistyped NHS number', ['session', '--as', 'patient', '--nhs-number', '9991001132'], /digits are mistyped/],
    ['a patient who has not arrived', ['session', '--as', 'patient', '--nhs-number', newPerson().nhsNumber], /No patient with this NHS number has arrived yet. Feed a message/],
    ['an organisation that is none', ['session', '--as', 'clinician', '--org', '../x'], /ODS code/],
    ['an unknown option', ['session', '--is', 'patient'], /--as patient/],
  ])('%s', async (_what, args, words) => {
    const { code, errors } = await exchange.cie(...args);
    expect(code).toBe(1);
    expect(errors).toMatch(/^error: /m);
    expect(errors).toMatch(words);
    expect(errors).not.toMatch(/\n\s+at .*\(/);
  });
});

describe('abuse case 62: what the exchange wrote down of all this', () => {
  it('names nobody, though messages came broken in every way', () => {
    expect(everybody.length).toBeGreaterThan(20);
    expect(personalTraces(exchange, everybody, [])).toEqual([]);
    // What the messages could not be told apart by is there: the log does speak of them.
    expect(readFileSync(exchange.printed, 'utf8')).toMatch(/message/);
  });
});

import { describe, expect, it } from 'vitest';
import { routeOfEvent } from './event-route.ts';
import { readArrival } from './read-arrival.ts';

const read = (pid3: string, msh10 = '1'): ReturnType<typeof readArrival> =>
  readArrival(Buffer.from(`MSH|^~\\&|LAB^x|RYJ^y|||1||ORU^R01^ORU_R01|${msh10}|P|2.5\rPID|1||${pid3}\r`));

describe('ING-2 what orders and identifies a message', () => {
  it('orders by the NHS number wherever it stands, else by the first identifier', () => {
    const national = read('9991001131^^^NHS^NH');
    expect(read('M1^^^RYJ^MR~999 100 1131^^^NHS^NH').orderKey).toEqual(national.orderKey);
    expect(read('M1^^^SIM^MRN~9991001131^^^NHSNBR^NHSNMBR').orderKey).toEqual(national.orderKey);
    expect(read('M1^^^RYJ^MR').orderKey).not.toEqual(read('M1^^^RQM^MR').orderKey);
    expect(read('').orderKey).toEqual(read('').sha256);
  });

  it('ACC-5: a message that joins or parts records keeps its place among the messages of all patients it names', () => {
    const key = (id: string) => read(id).orderKey.toString('hex');
    const [a, b] = ['9991001131^^^NHS^NH', '9990669074^^^NHS^NH'];
    const joining = (event: string, rest: string) => readArrival(Buffer.from(`MSH|^~\\&|LAB|RYJ|||1||${event}|1|P|2.5\r${rest}\r`));
    const merge = joining('ADT^A40', `PID|1||${a}~M1^^^RYJ^MR\rMRG|${b}`);
    expect([merge.orderKey, ...merge.otherKeys].map((each) => each.toString('hex'))).toEqual([key(a), key('M1^^^RYJ^MR'), key(b)]);
    const parting = joining('ADT^A37', `PID|1||${a}\rPID|2||${b}`);
    expect([parting.orderKey, ...parting.otherKeys].map((each) => each.toString('hex'))).toEqual([key(a), key(b)]);
    expect(read(`${a}~M1^^^RYJ^MR`).otherKeys).toEqual([]);
  });

  it('keeps no identifier in clear outside the bytes', () => {
    const { bytes: _bytes, message: _message, ...kept } = read('9991001131^^^NHS^NH');
    expect(JSON.stringify(kept)).not.toContain('9991001131');
  });

  it('takes sender and id as sent', () => {
    expect(read('1')).toMatchObject({ sender: 'LAB^x|RYJ^y', application: 'LAB', facility: 'RYJ', controlId: '1', event: 'ORU^R01', refusal: null });
  });

  it('refuses an id too long for the inbox', () => {
    expect(read('1', 'x'.repeat(200)).refusal).toMatchObject({ code: 'malformed' });
  });
});

describe('ING-1 events', () => {
  it.each([
    ['ADT^A31', 'identity'], ['ORU^R01', 'results'], ['MDM^T02', 'documents'], ['SIU^S15', 'appointments'],
    ['ADT^A40', 'identity'], ['ADT^A37', 'identity'], ['ADT^A13', 'identity'], ['SIU^S26', 'appointments'], ['MDM^T11', 'documents'], ['OML^O21', 'outside'], ['ADT^A99', 'outside'], ['constructor', 'outside'],
  ])('%s goes to %s', (event, route) => {
    expect(routeOfEvent(event)).toBe(route);
  });
});

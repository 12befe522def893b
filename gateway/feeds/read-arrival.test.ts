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
    ['ADT^A40', 'not-yet'], ['SIU^S26', 'not-yet'], ['MDM^T11', 'not-yet'], ['OML^O21', 'outside'], ['ADT^A99', 'outside'], ['constructor', 'outside'],
  ])('%s goes to %s', (event, route) => {
    expect(routeOfEvent(event)).toBe(route);
  });
});

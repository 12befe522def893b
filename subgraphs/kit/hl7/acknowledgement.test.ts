import { describe, expect, it } from 'vitest';
import { buildAcknowledgement, readAcknowledgement } from './acknowledgement.ts';
import { parseHl7 } from './hl7-message.ts';

describe('ING-1 acknowledgements', () => {
  const message = parseHl7('MSH*!@/%*APP*RYJ*CIE*NWL*20260102**ORU!R01*a|b*T*2.3\r');

  it('echoes MSH-10 and swaps sender and receiver', () => {
    const text = buildAcknowledgement(message, { code: 'AA', controlId: 'a|b', text: '' }, new Date('2026-07-01T10:00:00Z'));
    const answer = parseHl7(text);
    expect(answer.field('MSH', 5).text).toBe('APP');
    expect(answer.field('MSH', 6).text).toBe('RYJ');
    expect(answer.field('MSH', 7).text).toBe('20260701100000+0000');
    expect(answer.field('MSH', 9).repetitions[0]?.wholeText).toBe('ACK^R01^ACK');
    expect(answer.field('MSH', 12).text).toBe('2.3');
    expect(readAcknowledgement(text)).toEqual({ code: 'AA', controlId: 'a|b', text: '' });
    expect(answer.segment('ERR')).toBeUndefined();
  });

  it('says why in MSA-3 and ERR', () => {
    const text = buildAcknowledgement(null, { code: 'AR', controlId: '', text: 'no MSH & more', errorCode: '101', location: 'MSH-10' });
    const answer = parseHl7(text);
    expect(answer.field('MSA', 3).text).toBe('no MSH & more');
    expect(answer.field('ERR', 2).component(3)).toBe('10');
    expect(answer.field('ERR', 3).text).toBe('101');
    expect(answer.field('ERR', 8).text).toBe('no MSH & more');
  });

  it('reads nothing from what is no acknowledgement', () => {
    expect(readAcknowledgement('MSH|^~\\&|A\r')).toBeNull();
  });
});

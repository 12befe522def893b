import { describe, expect, it } from 'vitest';
import { anyCaller, judgeArrival, type Caller } from './judge-arrival.ts';
import { plainDetails, type ConfiguredSender } from './sender.ts';

const own = 'aa'.repeat(32);
const plain: ConfiguredSender = {
  ...plainDetails, application: '*', facility: 'RYJ', organisation: 'RYJ', assigningAuthorities: ['RYJ'], hasToken: false, changedBy: null, changedAt: new Date(),
};
const certified = { ...plain, certificates: [own] };
const key = { application: '*', facility: 'RYJ' };
const by = (caller: Partial<Caller>): Caller => ({ ...anyCaller, ...caller });
const judge = (sender: ConfiguredSender | null, caller: Caller, event = 'ORU^R01') => {
  const { acknowledged, state, code } = judgeArrival({ event, refusal: null }, sender, caller);
  return [acknowledged, state, code].filter((each) => each !== null).join(' ');
};

describe('ING-1 what a message may do before any room sees it (abuse case 23)', () => {
  it.each<[string, ConfiguredSender | null, Caller, string]>([
    ['a registered sender', plain, anyCaller, 'AA queued'],
    ['an unknown sender', null, anyCaller, 'AA held unknown-sender'],
    ['a sender that was switched off', { ...plain, enabled: false }, anyCaller, 'AA held sender-off'],
    ['an event that was agreed', { ...plain, events: ['ORU^R01'] }, anyCaller, 'AA queued'],
    ['an event that was not agreed', { ...plain, events: ['ADT^A01'] }, anyCaller, 'AR refused event-not-agreed'],
    ['a type on its port', plain, by({ types: ['ORU'] }), 'AA queued'],
    ['a type on the port of another', plain, by({ types: ['ADT', 'MDM'] }), 'AR refused wrong-port'],
    ['its own certificate', certified, by({ certificate: own }), 'AA queued'],
    ["another sender's certificate", certified, by({ certificate: 'bb'.repeat(32) }), 'AR refused sender-not-proved'],
    ['a certificate where none is registered', plain, by({ certificate: own }), 'AR refused sender-not-proved'],
    ['a certificate and a name that nobody registered', null, by({ certificate: own }), 'AR refused sender-not-proved'],
    ['no certificate where one is registered', certified, anyCaller, 'AR refused sender-not-proved'],
    ['its own token', plain, by({ token: key }), 'AA queued'],
    ['its own token instead of its certificate', certified, by({ token: key }), 'AA queued'],
    ["another sender's token", plain, by({ token: { ...key, facility: 'RQM' } }), 'AR refused sender-not-proved'],
    ['a token and a name that nobody registered', null, by({ token: key }), 'AR refused sender-not-proved'],
    ['no token where it has one', { ...plain, hasToken: true }, by({ canShowToken: true }), 'AR refused sender-not-proved'],
    ['no token over MLLP, which carries none', { ...plain, hasToken: true }, anyCaller, 'AA queued'],
    ["another's certificate of a sender switched off", { ...certified, enabled: false }, by({ certificate: 'bb'.repeat(32) }), 'AR refused sender-not-proved'],
  ])('%s', (_case, sender, caller, verdict) => expect(judge(sender, caller)).toBe(verdict));

  it('keeps what was refused already refused', () => {
    const refusal = { code: 'unsupported-type', reason: 'No.', errorCode: '201' };
    expect(judgeArrival({ event: 'OML^O21', refusal }, plain, anyCaller)).toMatchObject({ acknowledged: 'AR', code: 'unsupported-type' });
  });
});

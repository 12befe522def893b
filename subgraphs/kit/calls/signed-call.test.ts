import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { callLifetime, createCallSigner, createCallVerifier } from './signed-call.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const settings = {
  CIE_GATEWAY_SIGNING_KEY: JSON.stringify(privateKey.export({ format: 'jwk' })),
  CIE_GATEWAY_VERIFY_KEY: JSON.stringify(publicKey.export({ format: 'jwk' })),
};
const call = { room: 'results', method: 'POST', path: '/graphql', body: Buffer.from('{"query":"{ me { name } }"}'), access: 'access' };

describe('signed calls between gateway and rooms (abuse cases 28, 29, 31)', () => {
  it('passes once and never again', () => {
    const verify = createCallVerifier(settings);
    const signature = createCallSigner(settings)(call);
    expect(() => verify(call, signature)).not.toThrow();
    expect(() => verify(call, signature)).toThrow('answers only calls that the gateway signed');
  });

  it.each([
    ['another room', { ...call, room: 'sharing' }],
    ['another path', { ...call, path: '/commands/apply' }],
    ['another method', { ...call, method: 'PUT' }],
    ['another body', { ...call, body: Buffer.from('{}') }],
    ['another viewer', { ...call, access: 'somebody else' }],
  ])('is refused for %s', (_what, altered) => {
    const verify = createCallVerifier(settings);
    expect(() => verify(altered, createCallSigner(settings)(call))).toThrow('answers only calls');
  });

  it('is refused without signature, with a foreign key, and out of its time', () => {
    const verify = createCallVerifier(settings);
    expect(() => verify(call, undefined)).toThrow('answers only calls');
    expect(() => verify(call, '1.2.3')).toThrow('answers only calls');

    const foreign = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    const signature = createCallSigner({ CIE_GATEWAY_SIGNING_KEY: JSON.stringify(foreign) })(call);
    expect(() => verify(call, signature)).toThrow('answers only calls');

    const late = createCallVerifier(settings, () => Date.now() + callLifetime + 1000);
    expect(() => late(call, createCallSigner(settings)(call))).toThrow('answers only calls');
  });

  it('names a missing key when it is built', () => {
    expect(() => createCallSigner({})).toThrow('CIE_GATEWAY_SIGNING_KEY is missing');
    expect(() => createCallVerifier({ CIE_GATEWAY_VERIFY_KEY: 'no key' })).toThrow('CIE_GATEWAY_VERIFY_KEY must be an Ed25519 key');
  });
});

import { describe, expect, it } from 'vitest';
import { allowedReturn, destinationQuery, readDestination } from './destination.ts';

describe('abuse 48: where a sign-in may end', () => {
  it.each(['/', '/record', '/record?patient=a-b&view=results', '/embed/results?lang=en', '/access-log', '/records/x-1/approve', '/records-request/new', '/records-reviews'])('allows %s', (path) => {
    expect(allowedReturn(path)).toBe(path);
  });

  it.each(['', 'record', '//evil.example', '/\\evil.example', 'https://evil.example/', '/record//evil.example', '/graphql', '/sign-out', '/sandbox/session', '/record#x', '/record\n', '/record?a=b?c=d', `/record?${'x'.repeat(400)}`])(
    'refuses %j',
    (path) => {
      expect(allowedReturn(path)).toBeNull();
    },
  );

  it('reads back what it wrote', () => {
    const challenge = 'A'.repeat(43);
    for (const destination of [{ kind: 'page', path: '/record?view=results' }, { kind: 'frame', challenge }] as const) {
      expect(readDestination(new URLSearchParams(destinationQuery(destination)))).toEqual(destination);
    }
  });

  it('refuses a frame without a challenge of the right form', () => {
    expect(readDestination(new URLSearchParams('frame=1'))).toBeNull();
    expect(readDestination(new URLSearchParams('frame=1&challenge=short'))).toBeNull();
  });
});

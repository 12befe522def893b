import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { PageSender } from '../pages/page.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { registerOptOutPages } from './opt-out-pages.ts';

/** The page for somebody who has these requests for records. */
async function page(requests: readonly { readonly reference: string; readonly state: string }[]): Promise<string> {
  const app = Fastify();
  const now = new Date('2026-11-23T12:00:00Z');
  // Nothing else of the parts is asked for.
  const parts = {
    sessions: { read: async () => ({ id: 's', viewer: testViewer, client: 'widget', expiresAt: now, idleUntil: now }) },
    rooms: { sharing: { command: async (name: string) => (name === 'own-records-requests' ? requests : []) } }, pages: new PageSender([]), clock: () => now,
  } as unknown as SignInParts;
  registerOptOutPages(app, parts);
  const { body } = await app.inject({ method: 'GET', url: '/account/opt-out' });
  await app.close();
  return body;
}

describe('ACC-3 opting out with a request for records under way (SAR-1)', () => {
  it.each(['evidence', 'open', 'approved'])('says that its answer comes by post: %s', async (state) => {
    const text = await page([{ reference: 'ABCD-1234', state }, { reference: 'WXYZ-9876', state: 'refused' }]);
    expect(text).toContain('You have asked for a copy of records (ABCD-1234)');
    expect(text).toContain('answers by post');
  });

  it('says nothing of it where none is', async () => {
    const text = await page(['collected', 'lapsed', 'refused', 'withdrawn'].map((state) => ({ reference: 'WXYZ-9876', state })));
    expect(text).toContain('What ends at once');
    expect(text).not.toContain('by post');
  });
});

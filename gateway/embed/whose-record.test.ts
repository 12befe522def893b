import type { Page, PageState, Reader } from '@cie/web-kit/page/area.ts';
import { describe, expect, it } from 'vitest';
import { renderView } from './render-view.ts';

const reader: Reader = { kind: 'patient', name: 'Somebody', organisation: null, ownRecord: 'own', proven: true, duties: [] };
const page = (change: Partial<Page> = {}): Page => ({
  name: 'results', path: '/embed/results', framed: true, display: { theme: 'compact' }, route: {}, reader, patient: 'own', now: '2026-11-22T12:00:00Z', ...change,
});
/** Loading stands in for what the area draws: the bar is drawn by the page around it. */
const drawn = async (change: Partial<Page>, state: Partial<PageState> = {}): Promise<string> =>
  (await renderView({ page: page(change), status: 'loading', content: null, others: true, ...state })).replaceAll(/<!--.*?-->/g, '').replaceAll(/\s+/g, ' ');

const own = 'You are looking at your own record.';

describe('ACC-4 it is always visible whose record is shown, with a way to switch', () => {
  it('in a frame it says so and switches within the frame', async () => {
    const html = await drawn({});
    expect(html).toContain(own);
    expect(html).toContain('href="?theme=compact&amp;view=records" data-go');
  });

  it('on our own pages the page of records switches', async () => {
    const html = await drawn({ name: 'record', path: '/record', framed: false });
    expect(html).toContain(own);
    expect(html).toMatch(/href="\/record\?view=records" ?>Switch record/);
  });

  it('a frame about sharing shows the own record alone', async () => {
    const html = await drawn({ name: 'sharing' });
    expect(html).toContain(own);
    expect(html).not.toContain('Switch record');
  });

  it('somebody without a record of their own finds the others', async () => {
    const html = await drawn({ reader: { ...reader, ownRecord: null }, patient: null }, { status: 'no-record' });
    expect(html).toContain('You can look at the record of somebody else.');
    expect(html).toContain('Switch record');
  });

  it.each<[string, Partial<Page>, Partial<PageState>]>([
    ['there is only one record', {}, { others: false }],
    ['the banner says whose it is', { patient: 'somebody else' }, {}],
    ['the reader is choosing', { route: { view: 'records' } }, {}],
    ['the session has ended', {}, { status: 'expired' }],
  ])('says nothing where %s', async (_why, change, state) => {
    expect(await drawn(change, state)).not.toMatch(/You are looking at|Switch record/);
  });
});

import type { Page } from '@cie/web-kit/page/area.ts';
import { describe, expect, it } from 'vitest';
import { statusWithoutRecord } from './status.ts';

const page = (name: string, reader: Page['reader'], patient: string | null): Page => ({
  name, path: `/${name}`, framed: false, display: {}, route: {}, reader, patient, now: '2026-11-22T12:00:00Z',
});
const patient = (proven: boolean): Page['reader'] => ({ kind: 'patient', name: 'Somebody', organisation: null, ownRecord: null, proven, duties: [] });
const professional: Page['reader'] = { kind: 'professional', name: 'Somebody', organisation: 'A trust', ownRecord: null, proven: true, duties: [] };

describe('EMB-4 REG-1 what a page says when there is no record to ask for', () => {
  it.each([
    ['signed-out', page('record', null, null)],
    ['signed-out', page('home', null, null)],
    ['unproven', page('results', patient(false), null)],
    ['no-record', page('record', patient(true), null)],
    [null, page('home', patient(false), null)],
    [null, page('record', patient(false), 'of somebody else')],
    [null, page('record', professional, null)],
    // ACC-4: who acts for others need not have a record, but has to be who they say.
    [null, page('act-for', patient(true), null)],
    ['unproven', page('act-for', patient(false), null)],
    [null, { ...page('record', patient(true), null), route: { view: 'records' } }],
    ['unproven', { ...page('record', patient(false), null), route: { view: 'records' } }],
  ])('%s', (status, asked) => expect(statusWithoutRecord(asked)).toBe(status));
});

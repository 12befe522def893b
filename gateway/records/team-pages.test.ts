import type { StaffRequest } from '@cie/kit/records-requests.ts';
import { describe, expect, it } from 'vitest';
import { queueBody, teamRequestBody } from './team-pages.ts';

const review = { reviewer: 'Dr Reader', askedAt: '2026-11-01T09:00:00.000Z', until: '2026-11-15T09:00:00.000Z', answeredAt: null, isLate: false, harmful: [], text: null };
const open: StaffRequest = {
  id: 'b7c1c3ce-2a50-4d6e-9a9e-3a1d1c1c0001', reference: 'ABCD-1234', basis: 'power-of-attorney', name: 'Mabel Asked-For', wanted: null, state: 'open', receivedAt: '2026-11-01T08:00:00.000Z',
  dueDay: '2026-12-01', extended: null, evidenceWanted: null, takesEvidence: false, files: [], refused: null, released: [], collectUntil: null,
  requester: { name: 'Ada Asker', email: null, proved: false }, nhsNumber: '9990000018', birthDate: '1948-05-04', relationship: 'my aunt',
  checked: { at: '2026-11-01T08:30:00.000Z', by: 'Robin Ledger', how: 'Saw the papers', byReader: false }, urgency: 'none', mayExtend: false, accountClosed: false, review, mayBeReadAgain: false, withheld: [],
  decided: null, opened: [], openedByReader: [], earlier: [], objected: null,
};

const queue = (request: StaffRequest): string => queueBody({ requests: [request], next: null, counts: { open: 1, evidence: 0, overdue: 0 } }, 'open').text;

describe('SAR-1 what the records team is shown to do', () => {
  it('says that a review was not answered in time, in the list and on the request', () => {
    for (const text of [queue(open), teamRequestBody(open).text]) {
      expect(text).toContain('With Dr Reader');
      expect(text).not.toContain('Not read in time');
    }
    const late: StaffRequest = { ...open, review: { ...review, isLate: true } };
    for (const text of [queue(late), teamRequestBody(late).text]) {
      expect(text).toContain('Not read in time: ask somebody else');
      expect(text).not.toContain('With Dr Reader');
    }
    expect(teamRequestBody(late).text).not.toContain('may read until');
    expect(teamRequestBody(late).text).toContain('Ask another health professional');
  });

  it('marks each file of evidence that the reader has still to open, until it was said what it shows', () => {
    const file = (id: string) => ({ id, name: `${id}.pdf`, mediaType: 'application/pdf', size: 2000, state: 'clean' }) as const;
    const unchecked: StaffRequest = { ...open, checked: null, review: null, files: [file('seen'), file('new')], openedByReader: ['seen'] };
    const { text } = teamRequestBody(unchecked);
    expect(text).toMatch(/seen\.pdf<\/a> \(2 kB\), opened by you/);
    expect(text).toMatch(/new\.pdf<\/a> \(2 kB\), <strong>not opened by you yet/);
    expect(teamRequestBody({ ...unchecked, checked: open.checked }).text).not.toContain('opened by you');
  });

  it.each([['open', 'With Dr Reader'], ['approved', 'To be sent']] as const)('says that who asked has no account any more, and that the answer goes by post: %s', (state, next) => {
    const closed: StaffRequest = { ...open, state, accountClosed: true };
    expect(queue(closed)).toContain(`${next} (account closed: answer by post)`);
    expect(teamRequestBody(closed).text).toContain('Account closed: answer by post.');
    expect(queue({ ...closed, accountClosed: false })).not.toContain('by post');
    expect(teamRequestBody({ ...closed, accountClosed: false }).text).not.toContain('by post');
  });
});

import type { Page } from '@cie/web-kit/page/area.ts';
import { render } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import type { Document } from '../../data/fetch-document.ts';
import { documentView } from '../document-view/document.ts';
import { folderView } from '../maternity-view/folder.ts';
import { documentList } from './documents.ts';

const page: Page = { name: 'record', path: '/record', framed: false, display: {}, route: { view: 'documents' }, reader: null, patient: 'p', now: '2026-11-01T00:00:00Z' };

const letter = (completion: Document['completion']): Document => ({
  id: 'd', type: null, title: 'Clinic letter', label: 'GENERAL', status: 'CURRENT', completion, author: null, at: '2026-10-30T14:30:00Z', atText: null, site: null, mediaType: 'text/plain', size: null, text: 'Dear Ms Sample', version: 1,
  addedByYou: false, versions: [], replaces: null, replacedBy: null, ask: { words: '', telephone: null, web: null }, organisation: { odsCode: 'RYJ', name: 'Trust' },
});

const views = {
  list: (document: Document) => documentList({ documents: [document], uploads: [], pregnancies: [], next: null }, page, null),
  document: (document: Document) => documentView(document, page),
  folder: (document: Document) =>
    folderView({ pregnancy: { id: 'g', from: '2026-01-01', to: '2026-10-31', expected: null, born: null, documents: [{ part: 'ANTENATAL', document }] }, appointments: [], reports: [] }, page),
};

const tags = (): readonly string[] => [...document.querySelectorAll('.nhsuk-tag')].map((tag) => tag.textContent);

afterEach(() => {
  render(null, document.body);
});

describe.each(['list', 'document', 'folder'] as const)('DOC-1 what nobody has signed says so: %s', (view) => {
  it.each([['UNSIGNED', ['Not signed yet']], ['IN_PROGRESS', ['Still being written']], ['SIGNED', []], [null, []]] as const)('%s', (completion, shown) => {
    render(views[view](letter(completion)), document.body);
    expect(tags()).toEqual(shown);
  });
});

describe('ING-5 a maternity folder dates as precisely as the sender', () => {
  it('keeps a day a day and a month a month', () => {
    const organisation = { name: 'Trust' };
    render(
      folderView({
        pregnancy: { id: 'g', from: '2026-01-01', to: '2026-10-31', expected: null, born: null, documents: [] },
        appointments: [{ id: 'a', start: '2026-05-31T23:00:00Z', startText: '2026-06', status: 'BOOKED', clinic: null, place: null, organisation }],
        reports: [{ id: 'r', name: 'Full blood count', issuedAt: '2016-01-01T00:00:00Z', issuedAtText: '2016', site: null, organisation }],
      }, page),
      document.body,
    );
    const about = [...document.querySelectorAll('.cie-list__about')].map((line) => line.textContent);
    expect(about).toEqual(['June 2026 · Trust · Booked', '2016 · Trust']);
  });
});

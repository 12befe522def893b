import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import { documentOf } from './check-uploads.ts';
import type { Upload } from './upload.ts';

const upload: Upload = {
  patientId: 'p', id: 'u', organisation: 'PATIENT', label: Label.general, authorId: 'a', author: 'Ada', title: 'Letter', type: 'Letter', fileName: 'a.pdf', mediaType: 'application/pdf', size: 1, parts: 1,
  state: 'waiting', reason: null, createdAt: new Date('2026-07-01T23:30:00Z'), dated: null,
};

describe('DOC-2, ING-5 the date of a file that somebody added', () => {
  it('is the day on which they added it, as people in London count it', () => {
    expect(documentOf(upload)).toMatchObject({ at: new Date('2026-07-01T23:30:00Z'), atText: '2026-07-02' });
  });

  it('is the date on the document where they say it', () => {
    expect(documentOf({ ...upload, dated: '2026-01-02' })).toMatchObject({ at: new Date('2026-01-02T00:00:00Z'), atText: '2026-01-02' });
  });
});

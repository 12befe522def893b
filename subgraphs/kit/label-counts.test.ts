import { describe, expect, it } from 'vitest';
import type { Viewer } from './access-context.ts';
import { labelCountsCommand } from './label-counts.ts';
import { testViewer } from './testing/test-viewer.ts';

const staff: Viewer = { ...testViewer, kind: 'professional', duties: ['records-team'], proofing: null };
const now = new Date('2026-11-23T12:00:00Z');
const as = (viewer: Viewer | null) => ({ requestId: 'r', viewer, now });
const counts = labelCountsCommand(async (patientIds, at) => [{ label: 2, items: patientIds.length, waiting: at.getTime() === now.getTime() ? 1 : 0 }]);

describe('SAR-1 the preview of what a copy would hold', () => {
  it('gives numbers by label', async () => {
    expect(await counts({ patientIds: ['a', 'b'] }, as(staff))).toEqual([
      { label: 'general', items: 0, waiting: 0 }, { label: 'sexualHealth', items: 0, waiting: 0 }, { label: 'mentalHealth', items: 2, waiting: 1 }, { label: 'socialCare', items: 0, waiting: 0 },
    ]);
  });

  it.each([
    ['nobody', null], ['a patient', testViewer], ['a clinician', { ...staff, duties: [] }], ['the support desk', { ...staff, duties: ['support-desk'] as const }],
    ['a session for one patient', { ...staff, onlyPatientId: 'x' }],
  ])('abuse case 15: gives nothing to %s', async (_who, viewer) => {
    await expect(counts({ patientIds: ['a'] }, as(viewer))).rejects.toMatchObject({ code: 'RECORDS_TEAM_ONLY' });
    await expect(counts({ patientIds: ['a'] }, null)).rejects.toMatchObject({ code: 'RECORDS_TEAM_ONLY' });
  });
});

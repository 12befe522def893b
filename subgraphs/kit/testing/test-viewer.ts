import type { Viewer } from '../access-context.ts';

/** Whom `signPass` makes passes for unless it is told otherwise; a room honours no pass of another viewer. */
export const testViewer: Viewer = {
  kind: 'patient',
  accountId: '7e57a000-0000-4000-8000-000000000001',
  patientId: null,
  name: 'Test Viewer',
  organisation: null,
  role: null,
  proofing: 'P9',
  duties: [],
  email: null,
  sessionId: 'test-session',
};

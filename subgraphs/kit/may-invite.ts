import type { Viewer } from './access-context.ts';
import { organisations } from './organisations.ts';

/** ODS codes of general practices are a letter and five digits (ODS data dictionary, "GP practice"). */
const generalPractice = /^[A-Z]\d{5}$/;

/** REG-4: hospitals and general practices invite; staff of other organisations do not. */
export function mayInvite(viewer: Viewer): boolean {
  if (viewer.kind !== 'professional' || viewer.organisation === null) return false;
  return organisations.some(({ odsCode }) => odsCode === viewer.organisation) || generalPractice.test(viewer.organisation);
}

/** Where the list of results that nobody has opened stands on the exchange's own site. */
export const resultTasksPath = '/results-to-open';

/** A result that nobody has opened (RES-4), as the results room tells the gateway's page. */
export interface ShownResultTask {
  readonly patientId: string;
  readonly reportId: string;
  /** ODS code of the organisation that supplied it. */
  readonly organisation: string;
  readonly kind: 'laboratory' | 'radiology';
  /** Who asked for it. */
  readonly requester: string | null;
  readonly site: string | null;
  /** From when patients can read it, ISO 8601. */
  readonly availableFrom: string;
}

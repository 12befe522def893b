import { whole } from '../export/read-record.ts';
import type { AskGraph, Care, Details, Letter, Measurement, RecordSource, Report } from '../export/record.ts';

/** How much of each kind a summary holds, the newest first: what somebody reads who has ten minutes. */
export const summaryLimits = { LABORATORY: 30, RADIOLOGY: 10, measurements: 20, documents: 5 } as const;
/** Characters of a letter or report that a summary holds. */
export const longestText = 20_000;

/** What of a record is given away with a summary. */
export interface Summary {
  readonly details: Details | null;
  readonly care: Care;
  readonly laboratory: readonly Report[];
  readonly radiology: readonly Report[];
  readonly measurements: readonly Measurement[];
  readonly documents: readonly Letter[];
}

/** Reads the newest of a record by the operations of a download. Throws what `ask` throws, and DOWNLOAD_INCOMPLETE. */
export async function readSummary(patient: string, ask: AskGraph): Promise<Summary> {
  // One after the other: each is an entry in the person's access log, and entries of one person take turns.
  const { demographics } = await ask('DownloadDetails', { patient });
  const { medications, allergies, conditions, carePlans } = await ask('DownloadCare', { patient });
  const reports = async (kind: 'LABORATORY' | 'RADIOLOGY'): Promise<readonly Report[]> =>
    nodes((await ask('DownloadReports', { patient, kind, first: summaryLimits[kind], after: null })).reports).filter(stands).map(shortReport);
  const laboratory = await reports('LABORATORY');
  const radiology = await reports('RADIOLOGY');
  const measurements = nodes((await ask('DownloadMeasurements', { patient, first: summaryLimits.measurements, after: null })).measurements);
  const documents = nodes((await ask('DownloadDocuments', { patient, first: summaryLimits.documents, after: null })).documents);
  return {
    details: demographics === null ? null : necessary(demographics),
    care: { medications: whole(medications), allergies: whole(allergies), conditions: whole(conditions), carePlans: whole(carePlans) },
    laboratory, radiology, measurements,
    documents: documents.filter(({ status }) => status !== 'WITHDRAWN' && status !== 'REPLACED').map(shortLetter),
  };
}

/** As the writer of bundles reads a record. Appointments say where somebody goes, and files are no summary. */
export const asRecord = ({ details, care, laboratory, radiology, measurements, documents }: Summary): RecordSource => ({
  details: async () => details,
  care: async () => care,
  async *reports(kind) {
    yield* kind === 'LABORATORY' ? laboratory : radiology;
  },
  reportFiles: async () => new Map(),
  async *measurements() {
    yield* measurements;
  },
  async *documents() {
    yield* documents;
  },
  documentFile: async () => null,
  async *appointments() {},
});

/** Who it is and whose practice to ask. Where somebody lives and who is close to them is for nobody who needs to know of their health. */
const necessary = (details: Details): Details => ({ ...details, address: null, phone: null, email: null, nextOfKin: [] });

const stands = ({ status }: Report): boolean => status !== 'WITHDRAWN' && status !== 'CANCELLED' && status !== 'REGISTERED';
const shortReport = (report: Report): Report => ({ ...report, text: short(report.text), attachments: [] });
const shortLetter = (letter: Letter): Letter => ({ ...letter, text: short(letter.text) });
const short = (text: string | null): string | null => (text === null || text.length <= longestText ? text : `${text.slice(0, longestText).toWellFormed()}\n[…]`);

function nodes<Item>(connection: { readonly edges: readonly { readonly node: Item }[] } | null): readonly Item[] {
  return whole(connection).edges.map(({ node }) => node);
}

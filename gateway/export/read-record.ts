import { CieError } from '@cie/kit/errors.ts';
import type { AskGraph, Care, Part, RecordSource } from './record.ts';

/** Items of a page. A page of reports with all their tests must be read within a room's time-out. */
const pageSizes = { reports: 50, measurements: 100, documents: 20, appointments: 100 } as const;

/** Documents above this are not put into a file, in bytes; the graph sends no larger ones either. */
export const mostInFile = 5_000_000;

interface Connection<Item> {
  readonly edges: readonly { readonly node: Item }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The record of a patient through the graph, one page at a time. `begin` is told which part is read from now on. */
export function readRecord(patient: string, ask: AskGraph, begin: (part: Part) => Promise<void>): RecordSource {
  async function* pages<Item>(fetch: (after: string | null) => Promise<Connection<Item> | null>): AsyncGenerator<Item> {
    let after: string | null = null;
    do {
      const page: Connection<Item> | null = await fetch(after);
      const { edges, pageInfo } = whole(page);
      for (const { node } of edges) yield node;
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
  }

  return {
    details: async () => {
      await begin('details');
      return (await ask('DownloadDetails', { patient })).demographics;
    },
    care: async (): Promise<Care> => {
      await begin('care');
      const { medications, allergies, conditions, carePlans } = await ask('DownloadCare', { patient });
      return { medications: whole(medications), allergies: whole(allergies), conditions: whole(conditions), carePlans: whole(carePlans) };
    },
    async *reports(kind) {
      await begin(kind === 'LABORATORY' ? 'laboratory' : 'radiology');
      yield* pages(async (after) => (await ask('DownloadReports', { patient, first: pageSizes.reports, after, kind })).reports);
    },
    reportFiles: async ({ id, attachments }) => {
      if (attachments.reduce((sum, { size }) => sum + size, 0) > mostInFile || attachments.length === 0) return new Map();
      const files = (await ask('DownloadReportFiles', { patient, report: id })).report?.attachments ?? [];
      return new Map(files.flatMap((file): [string, string][] => (file.content === null ? [] : [[file.id, file.content]])));
    },
    async *measurements() {
      await begin('measurements');
      yield* pages(async (after) => (await ask('DownloadMeasurements', { patient, first: pageSizes.measurements, after })).measurements);
    },
    async *documents() {
      await begin('documents');
      yield* pages(async (after) => (await ask('DownloadDocuments', { patient, first: pageSizes.documents, after })).documents);
    },
    documentFile: async ({ id, size, status }) => {
      if (status === 'WITHDRAWN' || size === null || size > mostInFile) return null;
      return (await ask('DownloadDocumentFile', { patient, document: id })).document?.content ?? null;
    },
    async *appointments() {
      await begin('appointments');
      yield* pages(async (after) => (await ask('DownloadAppointments', { patient, first: pageSizes.appointments, after })).appointments);
    },
  };
}

/** A part that is missing must not look like one that is empty. Throws DOWNLOAD_INCOMPLETE. */
export function whole<Given>(part: Given | null): Given {
  if (part === null) throw new CieError('DOWNLOAD_INCOMPLETE', 'A part of the record could not be read.');
  return part;
}

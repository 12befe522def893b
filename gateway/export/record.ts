import type {
  DownloadAppointmentsQuery, DownloadAppointmentsQueryVariables, DownloadCareQuery, DownloadCareQueryVariables, DownloadDetailsQuery, DownloadDetailsQueryVariables,
  DownloadDocumentFileQuery, DownloadDocumentFileQueryVariables, DownloadDocumentsQuery, DownloadDocumentsQueryVariables, DownloadMeasurementsQuery,
  DownloadMeasurementsQueryVariables, DownloadReportFilesQuery, DownloadReportFilesQueryVariables, DownloadReportsQuery, DownloadReportsQueryVariables, ReportKind,
} from './data/operations.ts';
import type { Format } from './export-job.ts';

/** The registered operations by which a download reads, with what they take and give. */
export interface DownloadOperations {
  DownloadDetails: { takes: DownloadDetailsQueryVariables; gives: DownloadDetailsQuery };
  DownloadCare: { takes: DownloadCareQueryVariables; gives: DownloadCareQuery };
  DownloadReports: { takes: DownloadReportsQueryVariables; gives: DownloadReportsQuery };
  DownloadReportFiles: { takes: DownloadReportFilesQueryVariables; gives: DownloadReportFilesQuery };
  DownloadMeasurements: { takes: DownloadMeasurementsQueryVariables; gives: DownloadMeasurementsQuery };
  DownloadDocuments: { takes: DownloadDocumentsQueryVariables; gives: DownloadDocumentsQuery };
  DownloadDocumentFile: { takes: DownloadDocumentFileQueryVariables; gives: DownloadDocumentFileQuery };
  DownloadAppointments: { takes: DownloadAppointmentsQueryVariables; gives: DownloadAppointmentsQuery };
}

/** Asks the graph as the viewer whose download it is. Throws when the record does not open, or a room does not answer. */
export type AskGraph = <Name extends keyof DownloadOperations>(name: Name, variables: DownloadOperations[Name]['takes']) => Promise<RecordIn<Name>>;

/** The record in an answer, once it is known to have opened. */
export type RecordIn<Name extends keyof DownloadOperations> = NonNullable<DownloadOperations[Name]['gives']['patient']>;

type Node<Connection> = NonNullable<Connection> extends { readonly edges: readonly { readonly node: infer Item }[] } ? Item : never;

export type Details = NonNullable<RecordIn<'DownloadDetails'>['demographics']>;
export type Medication = NonNullable<RecordIn<'DownloadCare'>['medications']>[number];
export type Allergy = NonNullable<RecordIn<'DownloadCare'>['allergies']>[number];
export type Condition = NonNullable<RecordIn<'DownloadCare'>['conditions']>[number];
export type CarePlan = NonNullable<RecordIn<'DownloadCare'>['carePlans']>[number];
export type Report = Node<RecordIn<'DownloadReports'>['reports']>;
export type Observation = Report['observations'][number];
export type Culture = Report['cultures'][number];
export type Measurement = Node<RecordIn<'DownloadMeasurements'>['measurements']>;
export type Letter = Node<RecordIn<'DownloadDocuments'>['documents']>;
export type Appointment = Node<RecordIn<'DownloadAppointments'>['appointments']>;
export type Organisation = Report['organisation'];
export type Ask = Report['ask'];

/** What is held about care as such, whole: nobody has thousands of medicines. */
export interface Care {
  readonly medications: readonly Medication[];
  readonly allergies: readonly Allergy[];
  readonly conditions: readonly Condition[];
  readonly carePlans: readonly CarePlan[];
}

/** What all items of care have in common. */
export type CareItem = Medication | Allergy | Condition | CarePlan;

/** What a record consists of. */
export type Part = 'details' | 'care' | 'laboratory' | 'radiology' | 'measurements' | 'documents' | 'appointments';

const all: readonly Part[] = ['details', 'care', 'laboratory', 'radiology', 'measurements', 'documents', 'appointments'];

/** What a file of this format is made of, in the order in which it is read. */
export const partsOf = (format: Format): readonly Part[] => (format === 'csv' ? ['laboratory', 'radiology'] : all);

/** A record as a file is made from it: read page by page while the file grows, so that neither is ever whole in memory. */
export interface RecordSource {
  details(): Promise<Details | null>;
  care(): Promise<Care>;
  reports(kind: ReportKind): AsyncIterable<Report>;
  /** Contents of the files in a report, base64, by the id of the attachment; without those that are too large for an answer. */
  reportFiles(report: Report): Promise<ReadonlyMap<string, string>>;
  measurements(): AsyncIterable<Measurement>;
  documents(): AsyncIterable<Letter>;
  /** The content of a document, base64; null when there is none, or it is too large for an answer. */
  documentFile(letter: Letter): Promise<string | null>;
  appointments(): AsyncIterable<Appointment>;
}

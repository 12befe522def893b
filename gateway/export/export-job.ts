import type { Viewer } from '@cie/kit/access-context.ts';
import type { WrappedKey } from '@cie/kit/sealing.ts';

export const formats = ['pdf', 'fhir', 'csv'] as const;
export type Format = (typeof formats)[number];

export const isFormat = (text: string): text is Format => formats.some((each) => each === text);

export type ExportState = 'waiting' | 'running' | 'ready' | 'failed' | 'expired';

/** Why there is no file. Each has words of its own; a closed door and a record that never was have the same. */
export const failures = ['DOWNLOAD_CLOSED', 'DOWNLOAD_UNAVAILABLE', 'DOWNLOAD_TOO_LONG'] as const;
export type Failure = (typeof failures)[number];

/** Of what a file is made. */
export interface ExportSubject {
  readonly patientId: string;
  /** The request for records whose copy it is (SAR-1); null for a download of what its person sees. */
  readonly requestId: string | null;
}

/** A file that somebody asked for, as its person is shown it. */
export interface ExportJob extends ExportSubject {
  readonly id: string;
  readonly format: Format;
  readonly state: ExportState;
  /** Number of the part of the record that is being read, from 1; 0 before the first. */
  readonly part: number;
  readonly failure: Failure | null;
  /** In bytes; 0 until it is ready. */
  readonly size: number;
  readonly requestedAt: Date;
}

/** A file that this process makes now. */
export interface ClaimedJob extends ExportSubject {
  readonly id: string;
  /** Names this try: whoever was taken for dead and wakes up writes nothing any more. */
  readonly run: string;
  readonly format: Format;
}

/** A file that is ready, with what opens it. */
export interface ReadyFile extends WrappedKey, ExportSubject {
  readonly id: string;
  readonly format: Format;
  readonly chunks: number;
  readonly size: number;
  readonly finishedAt: Date;
}

export interface NewJob extends ExportSubject {
  readonly viewer: Viewer;
  readonly format: Format;
}

/** How often a file is begun anew when something of ours failed under way. */
export const mostAttempts = 3;
/** A process that says nothing for so long is taken for dead, in milliseconds. */
export const leaseTime = 60_000;
/** How long a file stays once it was asked for, in milliseconds; never longer than the session. */
export const keptFor = 2 * 3_600_000;

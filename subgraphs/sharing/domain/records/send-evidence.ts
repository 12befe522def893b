import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { mostEvidenceBytes, mostEvidenceFiles, type EvidenceMediaType } from '@cie/kit/records-requests.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { cleanFileName, partBytes } from '@cie/kit/uploads.ts';
import type { HolidayExceptions } from '../bank-holidays.ts';
import { lastDayToAnswer } from '../statutory-clock.ts';
import { decideOwn, requesterOf, stateChanged, toAccount, toTeam } from './make-request.ts';
import type { FullRequest, RecordsRequest, RecordsRequestStore, StoredEvidence } from './records-request.ts';

/** One piece of a file on its way in. */
export interface EvidencePart {
  readonly id: string;
  /** 0 for the first. */
  readonly number: number;
  readonly bytes: Buffer;
  readonly last: boolean;
}

/** How far a file has come, as one transaction sees it, and whose request it belongs to. */
export interface EvidenceProgress extends StoredEvidence {
  readonly requestId: string;
  readonly accountId: string;
}

/** Files of evidence within one transaction. */
export interface EvidenceRows {
  /** Locks the request until the transaction ends; null when it is none of this account. */
  request(id: string, accountId: string): Promise<{ readonly request: RecordsRequest; readonly files: number } | null>;
  begin(requestId: string, fileName: string, mediaType: EvidenceMediaType, now: Date): Promise<string>;
  /** Locks the file until the transaction ends. */
  progress(id: string): Promise<EvidenceProgress | null>;
  addPart(part: EvidencePart, progress: EvidenceProgress): Promise<void>;
  drop(id: string): Promise<void>;
}

/** Whether this request waits for evidence; what was sent stays as it was sent. */
export const takesEvidence = ({ decided, proved }: RecordsRequest): boolean => decided === 'evidence' && !proved;

/** Makes room for a file of evidence. Throws RECORDS_REQUEST_STATE, EVIDENCE_TOO_MANY. */
export async function beginEvidence(access: AccessContext, rows: EvidenceRows, requestId: string, fileName: string, mediaType: EvidenceMediaType): Promise<string> {
  const { accountId } = requesterOf(access);
  const found = isRecordId(requestId) ? await rows.request(requestId, accountId) : null;
  if (found === null || !takesEvidence(found.request)) throw stateChanged();
  if (found.files >= mostEvidenceFiles) throw new CieError('EVIDENCE_TOO_MANY', `You can add ${mostEvidenceFiles} files. Remove one first, or put several pages into one file.`);
  return rows.begin(requestId, cleanFileName(fileName, mediaType), mediaType, access.now);
}

/** Takes in the next part of a file, sealed at once; the last one puts the file into quarantine. Throws EVIDENCE_UNKNOWN, UPLOAD_OUT_OF_ORDER, FILE_TOO_LARGE. */
export async function receiveEvidencePart(access: AccessContext, rows: EvidenceRows, part: EvidencePart): Promise<void> {
  const progress = await ownEvidence(access, rows, part.id);
  if (progress.state !== 'receiving') throw unknownEvidence();
  if (part.number !== progress.parts || part.bytes.length > partBytes || part.bytes.length === 0) throw new CieError('UPLOAD_OUT_OF_ORDER', 'The parts of a file come one after the other.');
  if (progress.size + part.bytes.length > mostEvidenceBytes) throw new CieError('FILE_TOO_LARGE', `The file is larger than ${mostEvidenceBytes / 1_000_000} MB.`);
  await rows.addPart(part, progress);
}

/** Removes a file while the request waits for evidence, or one that did not come whole. Throws EVIDENCE_UNKNOWN, RECORDS_REQUEST_STATE. */
export async function removeEvidence(access: AccessContext, rows: EvidenceRows, id: string): Promise<void> {
  const progress = await ownEvidence(access, rows, id);
  const found = await rows.request(progress.requestId, progress.accountId);
  if (found === null || !takesEvidence(found.request)) throw stateChanged();
  await rows.drop(id);
}

async function ownEvidence(access: AccessContext, rows: EvidenceRows, id: string): Promise<EvidenceProgress> {
  const progress = isRecordId(id) ? await rows.progress(id) : null;
  if (progress === null || progress.accountId !== requesterOf(access).accountId) throw unknownEvidence();
  return progress;
}

function unknownEvidence(): CieError {
  return new CieError('EVIDENCE_UNKNOWN', 'There is no such file of yours.');
}

/** SAR-1: the evidence is complete, as who asks says: from now on time runs. Throws RECORDS_REQUEST_UNKNOWN, RECORDS_REQUEST_STATE, EVIDENCE_MISSING. */
export function sendEvidence(access: AccessContext, store: RecordsRequestStore, holidays: HolidayExceptions, id: string): Promise<FullRequest> {
  return decideOwn(access, store, id, ({ request, files }) => {
    if (!takesEvidence(request)) throw stateChanged();
    if (!files.some(({ state }) => state === 'waiting' || state === 'clean' || state === 'held')) {
      throw new CieError('EVIDENCE_MISSING', 'Add at least one file that shows who you are, and by what right you ask.');
    }
    const dueDay = lastDayToAnswer(request.basis, access.now, false, holidays);
    return {
      change: { decided: 'open', clockFrom: access.now, dueDay, texts: { evidenceWanted: null } },
      entry: null,
      notices: [toAccount(request.accountId, 'records-request-started', { reference: request.reference, date: dueDay }), toTeam(request.reference, dueDay)],
    };
  });
}

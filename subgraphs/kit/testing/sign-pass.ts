import { createHmac } from 'node:crypto';
import { testViewer } from './test-viewer.ts';
import type { ChangePurpose } from '../changes.ts';
import { allLabels, type Door, type Label, type RecordRoom } from '../names.ts';

/** What a pass says; anything left out is what the patient's own pass would say, valid for 30 seconds. */
export interface PassContent {
  readonly room: RecordRoom;
  readonly patient: string;
  /** Makes it a write pass for this purpose; `organisations` then says what may be written. */
  readonly purpose?: ChangePurpose;
  readonly viewer?: string;
  readonly door?: Door;
  readonly labels?: readonly Label[];
  /** ODS codes, or `*` for every organisation. */
  readonly organisations?: readonly string[] | '*';
  /** Whether items inside their delay (RES-3) are included. */
  readonly delayed?: boolean;
  readonly request?: string;
  readonly entry?: string;
  readonly expiresAt?: Date;
  readonly keyId?: string;
}

/** Signs a pass as sharing does, for tests of a record room; the format is that of database/pass-verification.ts. */
export function signPass(key: Uint8Array, content: PassContent): string {
  const body = [
    'v1',
    content.purpose === undefined ? content.room : `${content.room}:${content.purpose}`,
    content.viewer ?? testViewer.accountId,
    content.patient,
    content.door ?? 'self',
    (content.labels ?? allLabels).join(','),
    content.organisations === undefined || content.organisations === '*' ? '*' : content.organisations.join(','),
    content.delayed === true ? 'y' : 'n',
    content.request ?? 'test-request',
    content.entry ?? 'test-entry',
    String((content.expiresAt ?? new Date(Date.now() + 30_000)).getTime()),
    content.keyId ?? '1',
  ].join('|');
  return `${body}|${createHmac('sha256', key).update(body).digest('hex')}`;
}

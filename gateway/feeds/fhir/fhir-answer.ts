import type { FhirIssue, FhirRefused } from '@cie/kit/fhir/fhir-refused.ts';
import { FhirRefused as Refused } from '@cie/kit/fhir/fhir-refused.ts';
import { localAddress } from '@cie/kit/fhir/fhir-bundle.ts';
import type { StoredMessage } from '../inbox.store.ts';
import { operationOutcome } from './fhir-outcome.ts';
import { givenAddress } from './fhir-message.ts';
import type { FhirPiece } from './read-fhir-request.ts';

export interface FhirAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** A piece that was stored. */
export interface PieceOutcome {
  readonly piece: FhirPiece;
  readonly sender: string;
  readonly controlId: string;
  readonly stored: StoredMessage;
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  200: 'OK', 201: 'Created', 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 413: 'Content Too Large', 422: 'Unprocessable Content', 503: 'Service Unavailable',
};

export function refusalAnswer(refusal: FhirRefused): FhirAnswer {
  const headers: Record<string, string> = {};
  if (refusal.status === 401) headers['www-authenticate'] = 'Bearer';
  if (refusal.status === 503) headers['retry-after'] = '5';
  return { status: refusal.status, headers, body: operationOutcome(refusal.issues) };
}

/** The answer to one bundle or resource (FHIR R4, http 3.1.0: create, update, transaction). */
export function pieceAnswer(outcome: PieceOutcome, publicUrl: string): FhirAnswer {
  const { piece, stored } = outcome;
  const status = statusOf(stored);
  const body = operationOutcome(issuesOf(outcome));
  if (status === 409 || piece.kind === 'message' || piece.kind === 'document') return { status: status === 201 ? 200 : status, headers: {}, body };
  if (piece.kind === 'transaction') return { status: 200, headers: {}, body: transactionResponse(outcome) };
  return { status, headers: { location: `${publicUrl}/fhir/${addressOf(outcome, 0)}` }, body };
}

function transactionResponse(outcome: PieceOutcome): object {
  const { piece, stored } = outcome;
  const words = `${statusOf(stored)} ${STATUS_TEXT[statusOf(stored)] ?? ''}`;
  return {
    resourceType: 'Bundle', type: 'transaction-response',
    entry: piece.bundle.entries.map(({ resource }, index) => ({
      response: {
        status: words, location: addressOf(outcome, index),
        outcome: operationOutcome([...(index === 0 ? [summary(stored)] : []), ...piece.warnings.filter(({ path }) => path === resource.path)]),
      },
    })),
  };
}

/** Each entry of a batch by itself. */
export function batchAnswer(outcomes: readonly (PieceOutcome | FhirRefused)[], publicUrl: string): FhirAnswer {
  const entry = outcomes.map((each) => {
    const { status, headers, body } = each instanceof Refused ? refusalAnswer(each) : pieceAnswer(each, publicUrl);
    const location = headers['location'];
    return { response: { status: `${status} ${STATUS_TEXT[status] ?? ''}`.trim(), ...(location === undefined ? {} : { location }), outcome: body } };
  });
  return { status: 200, headers: {}, body: { resourceType: 'Bundle', type: 'batch-response', entry } };
}

function statusOf({ acknowledged, repeated }: StoredMessage): number {
  if (acknowledged === 'AR') return 409;
  return repeated ? 200 : 201;
}

function addressOf({ piece, sender, controlId }: PieceOutcome, index: number): string {
  const resource = piece.bundle.entries[index]?.resource;
  if (resource === undefined) throw new Error('A bundle has no such entry.');
  return piece.addressed ? (localAddress(resource) ?? '') : givenAddress(resource, sender, controlId, index);
}

function issuesOf({ piece, stored }: PieceOutcome): readonly FhirIssue[] {
  return [summary(stored), ...piece.warnings];
}

function summary({ acknowledged, state, code, reason, repeated }: StoredMessage): FhirIssue {
  if (acknowledged === 'AR') return { severity: 'error', type: 'conflict', text: reason ?? 'Its identifier and version were used before for other content.' };
  if (state === 'held') return { severity: 'warning', type: 'informational', text: `Kept, held for review (${code ?? 'held'}).` };
  return { severity: 'information', type: 'informational', text: repeated ? 'Received before; nothing changed.' : 'Stored; it is filed in its turn.' };
}

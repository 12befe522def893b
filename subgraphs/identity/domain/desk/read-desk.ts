import type { AccessContext } from '@cie/kit/access-context.ts';
import type { CaseAnswers, CaseKind, CasePage, CaseRecord, CaseView } from '@cie/kit/desk.ts';
import { CieError } from '@cie/kit/errors.ts';
import { readCaseReference } from '../desk-case.ts';
import type { WithDesk } from './desk.ts';
import { requireDesk } from './require-desk.ts';

/** Cases on one page of the queue. */
const pageSize = 20;

export interface CaseWish {
  readonly view: CaseView;
  readonly kind: CaseKind | null;
  /** `next` of the page before. */
  readonly after: string | null;
}

/** One page of the queue, oldest first (closed ones: latest first), and how many wait of each kind. Throws DESK_ONLY. */
export async function listDeskCases(access: AccessContext, withDesk: WithDesk, { view, kind, after }: CaseWish): Promise<CasePage> {
  const { accountId } = requireDesk(access);
  return withDesk(async (desk) => {
    const found = await desk.list({ view, kind, accountId, after: after === null ? null : readCursor(after), most: pageSize + 1 });
    const cases = found.slice(0, pageSize);
    const { kinds, mine } = await desk.counts(accountId);
    const last = found.length > pageSize ? cases.at(-1) : undefined;
    return { cases, counts: kinds, mine, next: last === undefined ? null : `${view === 'closed' ? (last.closedAt ?? '') : last.openedAt}_${last.id}` };
  });
}

/** A case with its history. Throws DESK_ONLY and CASE_UNKNOWN. */
export async function readDeskCase(access: AccessContext, withDesk: WithDesk, id: string): Promise<CaseRecord> {
  requireDesk(access);
  const found = isUuid(id) ? await withDesk((desk) => desk.read(id)) : null;
  if (found === null) throw unknownCase();
  return found;
}

/**
 * What the desk answered, for who knows the reference and the address it was sent to. A wrong pair and a case that does not
 * exist answer alike.
 */
export async function readCaseAnswers(_access: AccessContext, withDesk: WithDesk, given: { reference: string; email: string }): Promise<CaseAnswers> {
  const reference = readCaseReference(given.reference);
  // Also asked for a text that is no reference, so that the time it takes says nothing.
  return withDesk((desk) => desk.answers(reference ?? '', given.email));
}

export function unknownCase(): CieError {
  return new CieError('CASE_UNKNOWN', 'There is no such case.');
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

function readCursor(text: string): { at: Date; id: string } {
  const [time = '', id = ''] = text.split('_');
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || !isUuid(id)) throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "after" must come from a page before.');
  return { at, id };
}

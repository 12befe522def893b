import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import type { CaseAction } from '@cie/kit/desk.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Recipient } from '@cie/kit/notices/notice.ts';
import { cleanText } from '../desk-case.ts';
import type { Desk, HeldCase, WithDesk } from './desk.ts';
import { languageOf } from './open-desk-case.ts';
import { isUuid, unknownCase } from './read-desk.ts';
import { requireDesk } from './require-desk.ts';

const longestNote = 4000;

/** What a step of work is given: the case, locked, and who works on it. */
interface Step {
  readonly desk: Desk;
  readonly held: HeldCase;
  readonly viewer: Viewer;
  readonly record: (action: CaseAction, note: string | null) => Promise<void>;
}

/**
 * Runs one step on an open case: whoever works on a case that nobody has holds it from then on. Throws DESK_ONLY, CASE_UNKNOWN
 * and CASE_CLOSED.
 */
export async function onOpenCase<T>(access: AccessContext, withDesk: WithDesk, id: string, work: (step: Step) => Promise<T>): Promise<T> {
  const viewer = requireDesk(access);
  return withDesk(async (desk) => {
    const held = isUuid(id) ? await desk.lock(id) : null;
    if (held === null) throw unknownCase();
    if (held.state === 'done' || held.state === 'refused') throw new CieError('CASE_CLOSED', 'This case is closed. Somebody else may have closed it while you had it open.');
    await desk.change(id, { state: 'in-progress', holder: held.holder ?? viewer.accountId, closedAt: null });
    const record = (action: CaseAction, note: string | null): Promise<void> =>
      desk.record(id, { at: access.now, accountId: viewer.accountId, who: viewer.name, action, note });
    return work({ desk, held, viewer, record });
  });
}

/**
 * The case becomes the reader's. `holder` is who had it on the page that was shown (empty for nobody). Throws CASE_TAKEN when
 * somebody else has taken it since.
 */
export async function takeCase(access: AccessContext, withDesk: WithDesk, { id, holder }: { id: string; holder: string | null }): Promise<void> {
  await onOpenCase(access, withDesk, id, async ({ desk, held, viewer, record }) => {
    if (held.holder === viewer.accountId) return;
    if (held.holder !== holder) throw new CieError('CASE_TAKEN', 'Somebody else took this case a moment ago.');
    await desk.change(id, { state: 'in-progress', holder: viewer.accountId, closedAt: null });
    await record('taken', null);
  });
}

/** The case waits for anybody again. */
export async function putCaseBack(access: AccessContext, withDesk: WithDesk, id: string): Promise<void> {
  await onOpenCase(access, withDesk, id, async ({ desk, record }) => {
    await desk.change(id, { state: 'new', holder: null, closedAt: null });
    await record('put-back', null);
  });
}

/** Adds to the history; the person does not see it. Throws NOTE_MISSING. */
export async function noteOnCase(access: AccessContext, withDesk: WithDesk, { id, note }: { id: string; note: string }): Promise<void> {
  const text = requiredNote(note);
  await onOpenCase(access, withDesk, id, ({ record }) => record('noted', text));
}

/** Answers the person: they are told that there is an answer, and read it with reference and address. Throws NOTE_MISSING and ANSWER_NO_ADDRESS. */
export async function answerCase(access: AccessContext, withDesk: WithDesk, { id, text }: { id: string; text: string }): Promise<void> {
  const answer = requiredNote(text);
  await onOpenCase(access, withDesk, id, (step) => sendAnswer(step, answer));
}

/** Closes a case, with what became of it or why it was refused, and a last word to the person where there is one. */
export async function closeCase(
  access: AccessContext, withDesk: WithDesk, { id, as, note, answer }: { id: string; as: 'done' | 'refused'; note: string; answer: string | null },
): Promise<void> {
  const reason = requiredNote(note);
  const word = answer === null ? '' : cleanText(answer, longestNote);
  await onOpenCase(access, withDesk, id, async (step) => {
    if (word !== '') await sendAnswer(step, word);
    await step.record(as === 'done' ? 'finished' : 'refused', reason);
    await step.desk.change(id, { state: as, holder: step.held.holder ?? step.viewer.accountId, closedAt: access.now });
  });
}

/** The message says that there is an answer, never what it is: a mailbox is not a safe place (MSG-1). */
async function sendAnswer({ desk, held, record }: Step, text: string): Promise<void> {
  await desk.post([{ kind: 'message', to: recipientOf(held), template: 'case-answered', values: { reference: held.reference } }]);
  await record('answered', text);
}

function recipientOf({ email, language, accountId }: HeldCase): Recipient {
  const chosen = languageOf(language);
  if (email !== null) return { email, ...(chosen === null ? {} : { language: chosen }) };
  if (accountId !== null) return { accountId, by: 'email' };
  throw new CieError('ANSWER_NO_ADDRESS', 'This person gave no email address. Telephone them, and note what was said.');
}

export function requiredNote(text: string): string {
  const cleaned = cleanText(text, longestNote);
  if (cleaned === '') throw new CieError('NOTE_MISSING', 'Enter some text.');
  return cleaned;
}

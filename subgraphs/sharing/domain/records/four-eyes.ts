import type { Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { wordsIn } from '../search-words.ts';
import type { RecordsRequest } from './records-request.ts';

interface Named {
  readonly name: string;
  readonly email: string | null;
}

/** Names of one word are those of whole families: an unproved sign-in gives no more. */
const leastWords = 2;

/**
 * Whether two accounts may be of one person, who is a patient with one and works with the other: by address, or by name, where one of the
 * two may leave out a title or a middle name. A namesake is taken for the same person: a colleague can do the work.
 */
export function mayBeSame(one: Named, other: Named): boolean {
  if (one.email !== null && other.email !== null && one.email.toLowerCase() === other.email.toLowerCase()) return true;
  const [fewer, more] = [wordsIn(one.name), wordsIn(other.name)].toSorted((left, right) => left.length - right.length);
  return fewer !== undefined && more !== undefined && fewer.length >= leastWords && fewer.every((word) => more.includes(word));
}

/** Who asked, as they are known from their sign-in. */
export const requesterIn = ({ texts }: Pick<RecordsRequest, 'texts'>): Named => ({ name: texts.requester, email: texts.email });

/** Whether this is, or may be, the viewer's own request. */
export const mayBeOwn = (viewer: Viewer, request: RecordsRequest): boolean => viewer.accountId === request.accountId || mayBeSame(viewer, requesterIn(request));

/** Nobody works on a request of their own. Throws RECORDS_REQUEST_OWN. */
export function checkOther(viewer: Viewer, request: RecordsRequest): void {
  if (mayBeOwn(viewer, request)) throw new CieError('RECORDS_REQUEST_OWN', 'This may be your own request: a colleague works on it.');
}

/**
 * Two people of the team stand behind each copy (abuse case 11): whoever looked at the evidence does not decide as well. Nobody can tell
 * whether somebody of the team is who asks, by a private account; but they cannot do it alone. Throws RECORDS_REQUEST_CHECKER.
 */
export function checkSecond(viewer: Viewer, { checkerId }: RecordsRequest): void {
  if (viewer.accountId === checkerId) throw new CieError('RECORDS_REQUEST_CHECKER', 'You looked at the evidence: a colleague decides what the copy holds.');
}

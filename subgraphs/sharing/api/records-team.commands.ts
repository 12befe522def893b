import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import { dayOf } from '@cie/kit/days.ts';
import { Label } from '@cie/kit/names.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { proxyLabels } from '@cie/kit/proxies.ts';
import { extensionReasons, requestLists, requestRefusals, withholdReasons, type RequestPage, type ReviewTask, type StaffRequest } from '@cie/kit/records-requests.ts';
import type { Command } from '@cie/kit/room.ts';
import type { HolidayExceptions } from '../domain/bank-holidays.ts';
import { approveRequest, checkRequest, extendRequest, readRequest, recordsTeamOf, refuseRequest, wantEvidence } from '../domain/records/decide-request.ts';
import { closeRequester, remindTeam } from '../domain/records/follow-requests.ts';
import { mayBeOwn } from '../domain/records/four-eyes.ts';
import { unknownRequest } from '../domain/records/make-request.ts';
import type { FullRequest, RecordsRequestStore } from '../domain/records/records-request.ts';
import { answerReview, assignReview, countedRecords, findReviewers, listReviews, readReview, type ReviewerStore } from '../domain/records/review-request.ts';
import type { readEvidence } from '../store/records/evidence.store.ts';
import { asking, checkedCursor, oneOf } from './command-reading.ts';
import { reviewTask, staffRequest } from './shown-request.ts';

const pageSize = 50;

export interface RecordsTeamParts {
  readonly store: RecordsRequestStore;
  readonly reviewers: ReviewerStore;
  readonly holidays: HolidayExceptions;
  /** One part of a file that was found clean. */
  readonly evidence: (requestId: string, id: string, number: number) => ReturnType<typeof readEvidence>;
}

/** What the records team and reviewers do (kit/records-requests.ts says what each takes). */
export function recordsTeamCommands(parts: RecordsTeamParts): Readonly<Record<string, Command>> {
  return { ...readingCommands(parts), ...decidingCommands(parts), ...reviewCommands(parts) };
}

function readingCommands({ store, reviewers, holidays, evidence }: RecordsTeamParts): Readonly<Record<string, Command>> {
  return {
    'records-requests': async (input, given): Promise<RequestPage> => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const viewer = recordsTeamOf(access);
      const list = oneOf(requestLists, read.text('list'), 'list');
      const [{ requests, next }, counts] = await Promise.all([store.page(list, pageSize, checkedCursor(read.optionalText('after'))), store.counts(dayOf(access.now))]);
      // Their own are a colleague's work.
      return { requests: requests.filter(({ request }) => !mayBeOwn(viewer, request)).map((each) => staffRequest(each, access, holidays)), next, counts };
    },
    'records-request': async (input, given) => {
      const access = asking(given);
      return staffRequest(await readRequest(access, store, readCommandInput(input).text('id')), access, holidays);
    },
    'records-request-counts': async (input, given) => ({ patientIds: await countedRecords(asking(given), store, readCommandInput(input).text('id')) }),
    'evidence-file': async (input, given) => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const { request } = await readRequest(access, store, read.text('id'));
      const [file, number] = [read.text('file'), read.text('number')];
      const part = isRecordId(file) && /^(?:0|[1-9]\d{0,3})$/.test(number) ? await evidence(request.id, file, Number(number)) : null;
      if (part === null) throw unknownRequest();
      // Noted before anything of it is seen; the pieces that follow are of the same look.
      if (number === '0') await store.noteOpened(access, recordsTeamOf(access), request.id, file);
      return { bytes: part.bytes.toString('base64'), last: part.last, name: part.name, mediaType: part.mediaType, size: part.size };
    },
    'find-reviewers': async (input, given) => findReviewers(asking(given), reviewers, readCommandInput(input).optionalText('words') ?? ''),
  };
}

function decidingCommands({ store, reviewers, holidays }: RecordsTeamParts): Readonly<Record<string, Command>> {
  const answer = (decide: (access: AccessContext, id: string, read: CommandInput) => Promise<FullRequest>): Command => async (input, given): Promise<StaffRequest> => {
    const [access, read] = [asking(given), readCommandInput(input)];
    return staffRequest(await decide(access, read.text('id'), read), access, holidays);
  };
  const textIn = (read: CommandInput, name = 'text'): string => read.optionalText(name) ?? '';
  return {
    'want-evidence': answer((access, id, read) => wantEvidence(access, store, id, textIn(read))),
    'check-records-request': answer((access, id, read) => checkRequest(access, store, id, { nhsNumber: textIn(read, 'nhsNumber'), birthDate: textIn(read, 'birthDate'), how: textIn(read, 'how') })),
    'assign-review': answer((access, id, read) => assignReview(access, store, holidays, reviewers, id, textIn(read, 'accountId'))),
    'extend-records-request': answer((access, id, read) => extendRequest(access, store, holidays, id, { reason: oneOf(extensionReasons, read.text('reason'), 'reason'), text: textIn(read) })),
    'approve-records-request': answer((access, id, read) =>
      approveRequest(access, store, id, {
        released: labelsIn(read, 'released'),
        withheld: read.items('withheld').map((each) => ({
          label: labelOf(each.text('label')), reason: oneOf(withholdReasons, each.text('reason'), 'reason'), text: each.optionalText('text'),
        })),
      })),
    'refuse-records-request': answer((access, id, read) => refuseRequest(access, store, id, { reason: oneOf(requestRefusals, read.text('reason'), 'reason'), text: textIn(read) })),
  };
}

function reviewCommands({ store }: RecordsTeamParts): Readonly<Record<string, Command>> {
  return {
    'records-reviews': async (_input, given): Promise<readonly ReviewTask[]> => (await listReviews(asking(given), store)).flatMap(reviewTask),
    'records-review': async (input, given) => {
      const [task] = reviewTask(await readReview(asking(given), store, readCommandInput(input).text('id')));
      if (task === undefined) throw unknownRequest();
      return task;
    },
    // Asked by the gateway's clock; what it says goes to the team's own mailbox.
    'records-reminders': async (_input, given) => ({ said: await remindTeam(asking(given), store) }),
    // Told by identity, by way of the gateway's courier (kit/notices/notice.ts).
    'account-closed': async (input, given) => {
      await closeRequester(asking(given), store, readCommandInput(input).text('accountId'));
      return null;
    },
    'answer-records-review': async (input, given) => {
      const read = readCommandInput(input);
      await answerReview(asking(given), store, read.text('id'), { harmful: labelsIn(read, 'harmful'), text: read.optionalText('text') ?? '' });
      return null;
    },
  };
}

const labelOf = (name: string): Label => Label[oneOf(proxyLabels, name, 'labels')];
const labelsIn = (read: CommandInput, name: string): readonly Label[] => [...new Set(read.texts(name).map(labelOf))];

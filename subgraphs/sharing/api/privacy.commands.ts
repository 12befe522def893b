import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput } from '@cie/kit/command-input.ts';
import { privacyLists, type FlagPage, type OwnEmergency, type PrivacyCase as ShownCase, type PrivacyCaseRecord, type PrivacyPage, type PrivacySummary, type RecordFlag } from '@cie/kit/privacy.ts';
import type { Command } from '@cie/kit/room.ts';
import type { HolidayExceptions } from '../domain/bank-holidays.ts';
import type { DoorStore } from '../domain/open-record.ts';
import { decideCase } from '../domain/privacy/decide-case.ts';
import { disputeEmergency, ownEmergencies } from '../domain/privacy/dispute-emergency.ts';
import { flagRecord, unflagRecord, type RecordFlagStore } from '../domain/privacy/flag-record.ts';
import { caseUnknown, checkedCaseId, officerOf, type PrivacyCase, type PrivacyCaseFacts, type PrivacyCaseStore } from '../domain/privacy/privacy-case.ts';
import { remindOfficer } from '../domain/privacy/remind-officer.ts';
import { asking, checkedCursor, oneOf } from './command-reading.ts';
import { createSharingContext } from './sharing-context.ts';

const pageSize = 50;
/** Looks into the record that a case lists; more than a person reads is no help. */
const mostSeen = 200;

export interface PrivacyCommandParts {
  readonly cases: PrivacyCaseStore;
  readonly flags: RecordFlagStore;
  readonly doors: DoorStore;
  readonly holidays: HolidayExceptions;
}

/** What the privacy officer's pages and the patient's page about emergencies ask (kit/privacy.ts says what each takes). */
export function privacyCommands({ cases, flags, doors, holidays }: PrivacyCommandParts): Readonly<Record<string, Command>> {
  const groupFor = (access: AccessContext) => createSharingContext(access, doors).groupOf;
  return {
    'privacy-cases': async (input, given): Promise<PrivacyPage> => {
      const access = asking(given);
      officerOf(access);
      const read = readCommandInput(input);
      const list = oneOf(privacyLists, read.text('list'), 'list');
      const [{ cases: found, next }, counts] = await Promise.all([cases.page(list, pageSize, checkedCursor(read.optionalText('after'))), cases.counts(access.now)]);
      return { cases: found.map((each) => summaryOf(each, access.now)), next, counts };
    },
    'privacy-case': async (input, given): Promise<PrivacyCaseRecord> => {
      const access = asking(given);
      officerOf(access);
      const found = await cases.byId(checkedCaseId(readCommandInput(input).text('id')));
      if (found === null) throw caseUnknown();
      const until = untilOf(found);
      const seen = found.patientId === null || until === null ? []
        : await cases.seen(await groupFor(access)(found.patientId), found.accountId, found.openedAt, until, mostSeen + 1);
      return { ...shownCase(found, access.now), seen: seen.slice(0, mostSeen), seenMore: seen.length > mostSeen };
    },
    'decide-privacy-case': async (input, given): Promise<ShownCase> => {
      const [access, read] = [asking(given), readCommandInput(input)];
      return shownCase(await decideCase(access, cases, {
        id: read.text('id'), outcome: read.optionalText('outcome') ?? '', note: read.optionalText('note') ?? '', answer: read.optionalText('answer'),
      }), access.now);
    },
    // The gateway's clock asks; it tells the officer, and nobody else anything.
    'privacy-reminders': async (_input, given) => ({ due: await remindOfficer(asking(given), cases) }),
    'record-flags': async (input, given): Promise<FlagPage> => {
      officerOf(asking(given));
      return flags.page(pageSize, checkedCursor(readCommandInput(input).optionalText('after')));
    },
    'flag-record': async (input, given): Promise<RecordFlag> => {
      const [access, read] = [asking(given), readCommandInput(input)];
      return flagRecord(access, flags, {
        nhsNumber: read.text('nhsNumber'), birthDate: read.text('birthDate'), staffEmail: read.optionalText('staffEmail'), why: read.optionalText('why') ?? '',
      });
    },
    'unflag-record': async (input, given): Promise<RecordFlag> => {
      const read = readCommandInput(input);
      return unflagRecord(asking(given), flags, read.text('id'), read.optionalText('why') ?? '');
    },
    'own-emergencies': async (_input, given): Promise<OwnEmergency[]> => {
      const access = asking(given);
      return (await ownEmergencies(access, cases, groupFor(access))).map((each) => ownEmergency(each, access.now));
    },
    'dispute-emergency': async (input, given): Promise<OwnEmergency> => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const disputed = await disputeEmergency(access, { cases, holidays }, groupFor(access), { id: read.text('id'), text: read.optionalText('text') ?? '' });
      return ownEmergency(disputed, access.now);
    },
  };
}

/** When it was over, or will be. */
function untilOf({ endsAt, endedAt }: PrivacyCaseFacts): Date | null {
  return endedAt !== null && (endsAt === null || endedAt < endsAt) ? endedAt : endsAt;
}

function disputeIn({ disputedAt, answerBy, outcome }: PrivacyCaseFacts, now: Date): PrivacySummary['dispute'] {
  if (disputedAt === null || answerBy === null) return null;
  return { at: disputedAt.toISOString(), answerBy: answerBy.toISOString(), overdue: outcome === null && answerBy <= now };
}

function summaryOf(found: PrivacyCaseFacts, now: Date): PrivacySummary {
  const { id, kind, patientId, accountId, who, role, organisation, ownRecord, category, openedAt, outcome } = found;
  return {
    id, kind, patientId, accountId, who, role, organisation, ownRecord, category, openedAt: openedAt.toISOString(),
    until: untilOf(found)?.toISOString() ?? null, dispute: disputeIn(found, now), outcome,
  };
}

function shownCase(found: PrivacyCase, now: Date): ShownCase {
  const { reason, dispute, decisions } = found.texts;
  return { ...summaryOf(found, now), reason, disputeText: dispute, decisions: decisions.toReversed() };
}

/** As the patient reads it: never the officer's note, nor the account. */
function ownEmergency(found: PrivacyCase, now: Date): OwnEmergency {
  const { id, who, role, organisation, category, openedAt, outcome, texts } = found;
  const last = texts.decisions.at(-1);
  const dispute = disputeIn(found, now);
  return {
    id, who, role, organisation, category, reason: texts.reason, openedAt: openedAt.toISOString(), until: untilOf(found)?.toISOString() ?? null,
    dispute: dispute === null ? null : { ...dispute, text: texts.dispute ?? '' }, answer: outcome === null || last === undefined ? null : { outcome, text: last.answer, at: last.at },
  };
}

import { randomUUID } from 'node:crypto';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import type { CaseAnswers, CaseKind, CasePage, CaseRecord, CaseView, CheckAnswer, PublicCaseKind } from '@cie/kit/desk.ts';
import type { RoomLink } from '@cie/kit/room.ts';

/** A request from outside, as a form or a mail brings it. */
export interface NewRequest {
  readonly kind: PublicCaseKind;
  readonly name: string;
  readonly email: string;
  readonly mobile: string;
  readonly details: Readonly<Record<string, string>>;
  readonly source?: string;
}

/** Steps of work on a case that answer nothing. */
export type CaseStep = 'take-desk-case' | 'put-desk-case-back' | 'note-desk-case' | 'answer-desk-case' | 'finish-desk-case' | 'refuse-desk-case';

/** The desk's queue, which identity keeps. */
export interface DeskLink {
  open(request: NewRequest, access: AccessContext): Promise<string>;
  answers(reference: string, email: string, access: AccessContext): Promise<CaseAnswers>;
  list(view: CaseView, kind: CaseKind | null, after: string | null, access: AccessContext): Promise<CasePage>;
  read(id: string, access: AccessContext): Promise<CaseRecord>;
  step(name: CaseStep, id: string, input: Readonly<Record<string, string | null>>, access: AccessContext): Promise<void>;
  /** Records a check, or says what is not right yet. */
  check(id: string, input: CheckForm, access: AccessContext): Promise<CheckAnswer>;
}

export interface CheckForm {
  readonly method: string;
  readonly evidence: readonly string[];
  readonly statements: readonly string[];
  readonly nhsNumber: string;
  readonly birthDate: string | null;
  readonly note: string;
  /** NHS number of the record that was made sure of although it differs from the request; empty when nobody did. */
  readonly sameAs: string;
}

/** Runs a command of a room whose answer has a form that both sides know. */
export type Ask = <Answer>(name: string, input: object, access: AccessContext) => Promise<Answer>;

export function askOf(room: Pick<RoomLink, 'command'>): Ask {
  // The answer is the room's own, in a form of kit/desk.ts, kit/proxies.ts or kit/merges.ts, which describe it for both sides.
  return async <Answer>(name: string, input: object, access: AccessContext) => (await room.command(name, input, access)) as Answer;
}

export function deskLink(identity: Pick<RoomLink, 'command'>): DeskLink {
  const ask = askOf(identity);
  return {
    open: async ({ details, ...request }, access) => {
      const { reference } = await ask<{ reference: string }>('open-desk-case', { ...request, details: Object.entries(details).map(([name, value]) => ({ name, value })) }, access);
      return reference;
    },
    answers: (reference, email, access) => ask('read-case-answers', { reference, email }, access),
    list: (view, kind, after, access) => ask('desk-cases', { view, kind, after }, access),
    read: (id, access) => ask('desk-case', { id }, access),
    step: async (name, id, input, access) => {
      await ask(name, { ...input, id }, access);
    },
    check: (id, input, access) => ask('check-desk-identity', { ...input, id }, access),
  };
}

/** Who asks, and when, for one request to a page. */
export function accessOf(viewer: Viewer | null, now: Date): AccessContext {
  return { requestId: randomUUID(), viewer, now, from: { place: 'page' } };
}

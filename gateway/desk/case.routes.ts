import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CaseRecord } from '@cie/kit/desk.ts';
import { CieError } from '@cie/kit/errors.ts';
import { form, longField, problemOf, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { caseBody, caseTitle } from './case-page.ts';
import { deskReader } from './desk-guard.ts';
import type { CaseStep } from './desk-link.ts';
import { adviceOf, nameIn, queryOf, sendStaffPage, type StaffParts } from './staff-parts.ts';

type Params = { readonly Params: { readonly id: string } };

/** What was just done, by the name in the address. */
const doneWords = {
  taken: 'The case is yours.',
  'put-back': 'The case waits for others.',
  noted: 'Your note was added.',
  answered: 'The answer was sent. The person gets an email that it is there.',
  finished: 'The case is finished.',
  refused: 'The case is refused.',
  checked: 'The identity check was recorded.',
  invited: 'The invitation was sent, by email and by text message. An earlier one does not work any more.',
  approved: 'The request is approved, and the person was told.',
  declined: 'The request is declined, and the person was told.',
} as const;
const doneNames = Object.keys(doneWords).filter((each): each is keyof typeof doneWords => each in doneWords);

export const caseAddress = (id: string, done?: keyof typeof doneWords): string => `/desk/cases/${encodeURIComponent(id)}${done === undefined ? '' : `?done=${done}`}`;

/** The case that a page is about; null after the answer that there is none. */
export async function caseOf({ desk }: StaffParts, request: FastifyRequest<Params>, reply: FastifyReply): Promise<CaseRecord | null> {
  try {
    return await desk.read(request.params.id, deskReader(request).access);
  } catch (error) {
    if (!(error instanceof CieError) || error.code !== 'CASE_UNKNOWN') throw error;
    reply.callNotFound();
    return null;
  }
}

/** A step that wants a text: what it is called, and what it does. */
interface TextStep {
  readonly name: string;
  readonly title: string;
  readonly step: CaseStep;
  readonly done: keyof typeof doneWords;
  readonly field: { readonly name: 'note' | 'text'; readonly label: string; readonly hint: string };
  readonly missing: string;
  /** Whether a last word to the person may go with it. */
  readonly mayAnswer: boolean;
  readonly button: string;
}

const answerHint = 'The person reads this on a page of ours, with their reference and email address. Never write about results, treatment or teams.';

const textSteps: readonly TextStep[] = [
  {
    name: 'note', title: 'Add a note', step: 'note-desk-case', done: 'noted', button: 'Add note', mayAnswer: false, missing: 'Enter your note',
    field: { name: 'note', label: 'Note', hint: 'For the desk only. The person does not see it.' },
  },
  {
    name: 'answer', title: 'Answer the person', step: 'answer-desk-case', done: 'answered', button: 'Send answer', mayAnswer: false, missing: 'Enter your answer',
    field: { name: 'text', label: 'Answer', hint: answerHint },
  },
  {
    name: 'finish', title: 'Finish this case', step: 'finish-desk-case', done: 'finished', button: 'Finish case', mayAnswer: true, missing: 'Enter what became of it',
    field: { name: 'note', label: 'What became of it?', hint: 'For the desk only.' },
  },
  {
    name: 'refuse', title: 'Refuse this case', step: 'refuse-desk-case', done: 'refused', button: 'Refuse case', mayAnswer: true, missing: 'Enter why you refuse',
    field: { name: 'note', label: 'Why do you refuse?', hint: 'For the desk only. Tell the person below what they can do instead.' },
  },
];

/** A case: reading it, taking it, putting it back, and the steps that are a text. */
export function registerCaseRoutes(app: FastifyInstance, parts: StaffParts): void {
  const show = (request: FastifyRequest, reply: FastifyReply, found: CaseRecord, status: number, items: readonly Problem[] = []): FastifyReply => {
    const done = nameIn(doneNames, queryOf(request).get('done'));
    return sendStaffPage(parts, request, reply, status, {
      title: caseTitle(found), body: caseBody(found, deskReader(request).viewer, parts.clock()), items, done: done === null ? undefined : doneWords[done],
    });
  };

  app.get<Params>('/desk/cases/:id', async (request, reply) => {
    const found = await caseOf(parts, request, reply);
    return found === null ? reply : show(request, reply, found, 200);
  });

  for (const [path, step, done] of [['take', 'take-desk-case', 'taken'], ['put-back', 'put-desk-case-back', 'put-back']] as const) {
    app.post<Params>(`/desk/cases/:id/${path}`, async (request, reply) => {
      const found = await caseOf(parts, request, reply);
      if (found === null) return reply;
      try {
        await parts.desk.step(step, found.id, { holder: formOf(request).text('holder') }, deskReader(request).access);
      } catch (error) {
        return show(request, reply, found, 409, [['main', adviceOf(error).text]]);
      }
      return reply.redirect(caseAddress(found.id, done), 303);
    });
  }
  for (const step of textSteps) registerTextStep(app, parts, step);
}

function registerTextStep(app: FastifyInstance, parts: StaffParts, step: TextStep): void {
  const path = `/desk/cases/:id/${step.name}`;
  const show = (request: FastifyRequest, reply: FastifyReply, found: CaseRecord, status: number, typed: { text: string; answer: string }, items: readonly Problem[] = []): FastifyReply =>
    sendStaffPage(parts, request, reply, status, { title: step.title, body: stepBody(step, found, typed, items), items });

  app.get<Params>(path, async (request, reply) => {
    const found = await caseOf(parts, request, reply);
    return found === null ? reply : show(request, reply, found, 200, { text: '', answer: '' });
  });

  app.post<Params>(path, async (request, reply) => {
    const found = await caseOf(parts, request, reply);
    if (found === null) return reply;
    const body = formOf(request);
    const typed = { text: body.text(step.field.name, 4000), answer: step.mayAnswer ? body.text('answer', 4000) : '' };
    if (typed.text === '') return show(request, reply, found, 422, typed, [[step.field.name, step.missing]]);
    try {
      await parts.desk.step(step.step, found.id, { [step.field.name]: typed.text, answer: typed.answer }, deskReader(request).access);
    } catch (error) {
      return show(request, reply, found, 422, typed, [[step.field.name, adviceOf(error).text]]);
    }
    return reply.redirect(caseAddress(found.id, step.done), 303);
  });
}

function stepBody(step: TextStep, found: CaseRecord, typed: { text: string; answer: string }, items: readonly Problem[]): Html {
  return html`<p>${caseTitle(found)} <strong class="cie-reference">${found.reference}</strong></p>
${form(`/desk/cases/${found.id}/${step.name}`, [
  longField({ ...step.field, value: typed.text, problem: problemOf(items, step.field.name) }),
  step.mayAnswer ? longField({ name: 'answer', label: 'Answer to the person (optional)', hint: answerHint, value: typed.answer }) : null,
], step.button)}
<p><a href="${caseAddress(found.id)}">Back to the case</a></p>`;
}

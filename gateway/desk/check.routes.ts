import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkEvidence, checkMethods, checkStatements, invitableKinds, type CaseRecord, type CheckAnswer } from '@cie/kit/desk.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { dateField, field, form, longField, options, problemOf, type Problem } from '../pages/controls.ts';
import { birthDateProblem } from '../pages/date-problem.ts';
import { formOf, type FormBody } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { caseTitle } from './case-page.ts';
import { caseAddress, caseOf } from './case.routes.ts';
import { deskReader } from './desk-guard.ts';
import { day } from './shown.ts';
import { adviceOf, sendStaffPage, type StaffParts } from './staff-parts.ts';
import { checkProblemWords, differenceWords, evidenceWords, methodWords, statementWords } from './words.ts';

type Params = { readonly Params: { readonly id: string } };

interface Typed {
  readonly method: string;
  readonly evidence: readonly string[];
  readonly statements: readonly string[];
  readonly nhsNumber: string;
  readonly birth: ReturnType<FormBody['day']>;
  readonly note: string;
  readonly sameAs: string;
}

const nothing: Typed = { method: '', evidence: [], statements: [], nhsNumber: '', birth: { typed: { day: '', month: '', year: '' }, date: null }, note: '', sameAs: '' };

/** Controls of the form, by the field of the check that identity names: groups of boxes are reached by their first. */
const controlOf: Readonly<Record<string, string>> = {
  method: 'method-0', evidence: 'evidence-0', statements: 'statements-0', nhsNumber: 'nhsNumber', birthDate: 'day', note: 'note', sameAs: 'sameAs-0',
};

/**
 * The identity check (REG-5): how, by what evidence, and what was found; who checked is who is signed in. The form begins empty on
 * purpose: number and date of birth come from the hospital's system, not from whoever asks.
 */
export function registerCheckRoutes(app: FastifyInstance, parts: StaffParts): void {
  const path = '/desk/cases/:id/check';
  const show = (request: FastifyRequest, reply: FastifyReply, found: CaseRecord, status: number, typed: Typed, items: readonly Problem[] = [], other: CheckAnswer['other'] = null): FastifyReply =>
    sendStaffPage(parts, request, reply, status, { title: 'Check who the person is', body: checkBody(found, typed, items, other), items });

  app.get<Params>(path, async (request, reply) => {
    const found = await caseOf(parts, request, reply);
    if (found === null) return reply;
    if (!invitableKinds.includes(found.kind)) return reply.callNotFound();
    return show(request, reply, found, 200, nothing);
  });

  app.post<Params>(path, async (request, reply) => {
    const found = await caseOf(parts, request, reply);
    if (found === null) return reply;
    const typed = read(formOf(request));
    const { birth, ...input } = typed;
    try {
      const { problems, other } = await parts.desk.check(found.id, { ...input, birthDate: birth.date }, deskReader(request).access);
      if (problems.length > 0) {
        const items = problems.map(([code, name]): Problem => [controlOf[name] ?? 'method-0', textOf(code, typed, parts.clock())]);
        return show(request, reply, found, 422, typed, items, other);
      }
    } catch (error) {
      return show(request, reply, found, 422, typed, [['method-0', adviceOf(error).text]]);
    }
    return reply.redirect(caseAddress(found.id, 'checked'), 303);
  });
}

function read(body: FormBody): Typed {
  return {
    method: body.text('method'), evidence: body.all('evidence'), statements: body.all('statements'),
    nhsNumber: body.text('nhsNumber', 40), birth: body.day(), note: body.text('note', 4000), sameAs: body.text('sameAs', 10),
  };
}

/** ACC-1: what is wrong with a number is said by the rule for numbers, what is wrong with a date by that for dates. */
function textOf(code: string, { nhsNumber, birth }: Typed, now: Date): string {
  if (code === 'CHECK_BIRTH_DATE') return birthDateProblem(birth, 'the date of birth', now) ?? 'Enter the date of birth';
  const words = checkProblemWords[code];
  if (words !== undefined) return words;
  if (nhsNumber === '') return 'Enter the NHS number';
  const number = parseNhsNumber(nhsNumber);
  return number.ok ? 'Look at this again' : number.message.replace(/\.$/, '');
}

function checkBody(found: CaseRecord, typed: Typed, items: readonly Problem[], other: CheckAnswer['other']): Html {
  const boxes = <Name extends string>(names: readonly Name[], words: Readonly<Record<Name, string>>, chosen: readonly string[]) =>
    names.map((value) => ({ value, label: words[value], checked: chosen.includes(value) }));
  return html`<p>${caseTitle(found)} <strong class="cie-reference">${found.reference}</strong></p>
<p>Take the NHS number and date of birth from the system of the hospital or practice, and compare them with the evidence. ${found.kind === 'contact' ? 'What you do next is for the person you find here' : 'An invitation goes to the person you find here'}, whatever the request says.</p>
${form(`/desk/cases/${found.id}/check`, [
  options('radio', 'method', 'How did you check?', boxes(checkMethods, methodWords, [typed.method]), undefined, problemOf(items, 'method-0')),
  options('checkbox', 'evidence', 'What were you shown?', boxes(checkEvidence, evidenceWords, typed.evidence), undefined, problemOf(items, 'evidence-0')),
  field({ name: 'nhsNumber', label: 'NHS number', hint: '10 digits, from the system of the hospital or practice', value: typed.nhsNumber, problem: problemOf(items, 'nhsNumber'), inputmode: 'numeric', width: 10 }),
  dateField({ legend: 'Date of birth', hint: 'From the same system, for example 31 3 1980', value: typed.birth.typed, problem: problemOf(items, 'day') }),
  other === null ? null : otherRecord(other, typed, items),
  options('checkbox', 'statements', 'What is true?', boxes(checkStatements, statementWords, typed.statements), undefined, problemOf(items, 'statements-0')),
  longField({
    name: 'note', label: 'Note (optional)', hint: 'Who vouched for the person, with role and organisation; or what else matters. Never the number of a document.', value: typed.note,
    problem: problemOf(items, 'note'),
  }),
], 'Record this check')}
<p><a href="${caseAddress(found.id)}">Back to the case</a></p>`;
}

/** The tick is for this record alone: with another number it counts for nothing. */
function otherRecord({ name, birthDate, nhsNumber, differs }: NonNullable<CheckAnswer['other']>, typed: Typed, items: readonly Problem[]): Html {
  const different = new Intl.ListFormat('en-GB').format(differs.map((each) => differenceWords[each]));
  return options('checkbox', 'sameAs', 'Is this the same person?', [
    { value: nhsNumber, label: `The record is in the name of ${name}, born ${day(birthDate)}. I have made sure that this is the same person`, checked: typed.sameAs === nhsNumber },
  ], `The request says something else: another ${different}. Nobody else’s record may be opened.`, problemOf(items, 'sameAs-0'));
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MergeAuthor, MergedRecord, MergeOutcome, RecordMerge, RecordMergePage } from '@cie/kit/merges.ts';
import { formatNhsNumber, parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { organisationName } from '@cie/kit/organisations.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import type { Courier } from '../notices/courier.ts';
import { field, form, longField, problemOf, type Problem } from '../pages/controls.ts';
import { formOf, type FormBody } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { deskReader } from './desk-guard.ts';
import { askOf } from './desk-link.ts';
import { dateTime, day, nhsNumber } from './shown.ts';
import { adviceOf, nameIn, queryOf, sendStaffPage, table, type StaffParts } from './staff-parts.ts';

export interface MergeParts extends StaffParts {
  readonly rooms: Pick<RoomLinks, 'identity'>;
  readonly courier: Pick<Courier, 'drain'>;
}

const doneWords = {
  merged: 'The records are joined.',
  'merged-already': 'These records were joined already.',
  undone: 'The records are apart again, each with what was its own.',
  'undone-already': 'These records were apart already.',
} as const;
const doneNames = ['merged', 'merged-already', 'undone', 'undone-already'] as const;

type Day = ReturnType<FormBody['dayIn']>;

interface Typed {
  readonly survivingNhsNumber: string;
  readonly survivingBirth: Day;
  readonly retiredNhsNumber: string;
  readonly retiredBirth: Day;
  readonly reason: string;
}

/** Records joined (ACC-5): the list, joining two by hand, and parting them again. Number and date of birth of both are typed in, never picked. */
export function registerMergeRoutes(app: FastifyInstance, parts: MergeParts): void {
  const ask = askOf(parts.rooms.identity);

  app.get('/desk/merges', async (request, reply) => {
    const query = queryOf(request);
    const page = await ask<RecordMergePage>('merges', { after: query.get('after') }, deskReader(request).access);
    const done = nameIn(doneNames, query.get('done'));
    return sendStaffPage(parts, request, reply, 200, { title: 'Records joined', body: listBody(page), done: done === null ? undefined : doneWords[done] });
  });

  registerMerge(app, parts);
  registerUndo(app, parts);
}

function registerMerge(app: FastifyInstance, parts: MergeParts): void {
  const show = (request: FastifyRequest, reply: FastifyReply, status: number, typed: Typed, items: readonly Problem[] = []): FastifyReply =>
    sendStaffPage(parts, request, reply, status, { title: 'Join two records', body: mergeBody(typed, items), items });
  const nothing: Day = { typed: '', date: null };

  app.get('/desk/merges/new', (request, reply) => show(request, reply, 200, { survivingNhsNumber: '', survivingBirth: nothing, retiredNhsNumber: '', retiredBirth: nothing, reason: '' }));

  app.post('/desk/merges/new', async (request, reply) => {
    const body = formOf(request);
    const typed: Typed = {
      survivingNhsNumber: body.text('survivingNhsNumber', 40), survivingBirth: body.dayIn('survivingBirthDate'),
      retiredNhsNumber: body.text('retiredNhsNumber', 40), retiredBirth: body.dayIn('retiredBirthDate'), reason: body.text('reason', 1000),
    };
    const items = [...personProblems('surviving', typed.survivingNhsNumber, typed.survivingBirth), ...personProblems('retired', typed.retiredNhsNumber, typed.retiredBirth)];
    if (typed.reason === '') items.push(['reason', 'Enter why these are one person']);
    if (items.length > 0) return show(request, reply, 422, typed, items);
    const { survivingNhsNumber, retiredNhsNumber, reason } = typed;
    const input = { survivingNhsNumber, survivingBirthDate: typed.survivingBirth.date, retiredNhsNumber, retiredBirthDate: typed.retiredBirth.date, reason };
    try {
      const { changed } = await askOf(parts.rooms.identity)<MergeOutcome>('merge-records', input, deskReader(request).access);
      await parts.courier.drain();
      return await reply.redirect(`/desk/merges?done=${changed ? 'merged' : 'merged-already'}`, 303);
    } catch (error) {
      const { code, text } = adviceOf(error);
      return show(request, reply, 422, typed, [[code === 'MERGE_REASON' ? 'reason' : 'survivingNhsNumber', text]]);
    }
  });
}

function personProblems(whose: 'surviving' | 'retired', typedNumber: string, { date }: Day): Problem[] {
  const number = parseNhsNumber(typedNumber);
  const found: Problem[] = [];
  if (!number.ok) found.push([`${whose}NhsNumber`, typedNumber === '' ? 'Enter the NHS number' : number.message.replace(/\.$/, '')]);
  if (date === null) found.push([`${whose}BirthDate`, 'Enter the date of birth, for example 31 3 1980']);
  return found;
}

function mergeBody(typed: Typed, items: readonly Problem[]): Html {
  const person = (whose: 'surviving' | 'retired', legend: string, number: string, birth: Day): Html => html`<fieldset class="nhsuk-fieldset">
<legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">${legend}</legend>
${field({ name: `${whose}NhsNumber`, label: 'NHS number', value: number, problem: problemOf(items, `${whose}NhsNumber`), inputmode: 'numeric', width: 10 })}
${field({ name: `${whose}BirthDate`, label: 'Date of birth', hint: 'For example, 31 3 1980', value: birth.typed, problem: problemOf(items, `${whose}BirthDate`), width: 10 })}
</fieldset>`;
  return html`<p>Join records only when you are certain that both are one person: look both up in the hospital’s system, by name, date of birth and address. Joining can be undone.</p>
${form('/desk/merges/new', [
  person('surviving', 'The record that stays', typed.survivingNhsNumber, typed.survivingBirth),
  person('retired', 'The record that is joined to it', typed.retiredNhsNumber, typed.retiredBirth),
  longField({ name: 'reason', label: 'Why are these one person?', hint: 'At least 10 characters. Whoever looks at it later must understand.', value: typed.reason, problem: problemOf(items, 'reason') }),
], 'Join records')}
<p><a href="/desk/merges">Back to the list</a></p>`;
}

/** Parting asks twice, as ending access does: the second press brings the reason. */
function registerUndo(app: FastifyInstance, parts: MergeParts): void {
  app.post('/desk/merges/undo', async (request, reply) => {
    const body = formOf(request);
    const typed = { mergeId: body.text('mergeId', 40), about: body.text('about', 300), reason: body.text('reason', 1000) };
    const show = (status: number, items: readonly Problem[]): FastifyReply =>
      sendStaffPage(parts, request, reply, status, {
        title: 'Part two records', items,
        body: html`<p>${typed.about}</p>
<p>Each record gets back what was its own, to the last letter.</p>
${form('/desk/merges/undo', [
  longField({ name: 'reason', label: 'Why are these two people?', hint: 'At least 10 characters. Whoever looks at it later must understand.', value: typed.reason, problem: problemOf(items, 'reason') }),
], 'Part records', { kept: { mergeId: typed.mergeId, about: typed.about, confirmed: 'yes' }, kind: 'warning' })}
<p><a href="/desk/merges">Back to the list</a></p>`,
      });
    if (body.text('confirmed') !== 'yes') return show(200, []);
    if (typed.reason === '') return show(422, [['reason', 'Enter why these are two people']]);
    try {
      const { changed } = await askOf(parts.rooms.identity)<MergeOutcome>('unmerge-records', { mergeId: typed.mergeId, reason: typed.reason }, deskReader(request).access);
      await parts.courier.drain();
      return await reply.redirect(`/desk/merges?done=${changed ? 'undone' : 'undone-already'}`, 303);
    } catch (error) {
      return show(422, [['reason', adviceOf(error).text]]);
    }
  });
}

function listBody({ merges, next }: RecordMergePage): Html {
  return html`<p><a class="nhsuk-button nhsuk-button--secondary" href="/desk/merges/new">Join two records</a></p>
${merges.length === 0 ? html`<p>No records have been joined.</p>` : table('Records joined, latest first', ['Record that stays', 'Joined to it', 'Joined', 'State'], merges.map((each) => [
  recordCell(each.surviving), recordCell(each.retired), authorCell(each.made), each.undone === null ? undoForm(each) : html`Parted ${authorCell(each.undone)}`,
]))}
${next === null ? null : html`<p><a href="/desk/merges?after=${encodeURIComponent(next)}">Next page</a></p>`}
<p><a href="/desk">Back to the queue</a></p>`;
}

const recordCell = ({ name, nhsNumber: number, birthDate }: MergedRecord): Html => html`${name} <span class="cie-quiet">${nhsNumber(number)}, born ${day(birthDate)}</span>`;

const authorCell = ({ at, who, organisation, reason }: MergeAuthor): Html => html`${dateTime(at)}, by ${who ?? (organisation === null ? 'the exchange' : organisationName(organisation))}
${reason === null ? null : html`<span class="cie-quiet cie-lines">${reason}</span>`}`;

const undoForm = ({ id, surviving, retired }: RecordMerge): Html => form('/desk/merges/undo', [], html`Part again<span class="nhsuk-u-visually-hidden">: ${surviving.name} and ${retired.name}</span>`, {
  kept: { mergeId: id, about: `${surviving.name}, ${formatNhsNumber(surviving.nhsNumber)}, and ${retired.name}, ${formatNhsNumber(retired.nhsNumber)}` }, kind: 'secondary',
});

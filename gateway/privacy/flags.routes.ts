import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { privacyTextLength, type FlagPage, type PersonForPrivacy, type RecordFlag } from '@cie/kit/privacy.ts';
import { deskReader } from '../desk/desk-guard.ts';
import { askOf } from '../desk/desk-link.ts';
import { dateTime, day, nhsNumber } from '../desk/shown.ts';
import { adviceOf, queryOf, sendStaffPage, table } from '../desk/staff-parts.ts';
import { dateField, field, form, longField, problemOf, type Problem } from '../pages/controls.ts';
import { birthDateProblem } from '../pages/date-problem.ts';
import { formOf, type FormBody } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { isId, type PrivacyParts } from './privacy-parts.ts';

type Params = { readonly Params: { readonly id: string } };

interface TypedFlag {
  readonly nhsNumber: string;
  readonly born: ReturnType<FormBody['day']>;
  readonly staffEmail: string;
  readonly why: string;
}

const nothingTyped: TypedFlag = { nhsNumber: '', born: { typed: { day: '', month: '', year: '' }, date: null }, staffEmail: '', why: '' };
const fieldOfCode: Readonly<Record<string, string>> = { FLAG_WHY: 'why', FLAG_EMAIL: 'staffEmail', FLAG_PATIENT_UNKNOWN: 'nhsNumber', FLAG_TWICE: 'nhsNumber' };

const flagsTitle = 'Specially protected records';
const doneWords = { flagged: 'The record is protected from now on.', unflagged: 'The protection is taken away.' } as const;

/** Records that care alone does not open (abuse case 19): the list, and forms to add to it and to take from it. */
export function registerFlagRoutes(app: FastifyInstance, parts: PrivacyParts): void {
  const ask = askOf(parts.rooms.sharing);

  app.get('/privacy-officer/flags', async (request, reply) => {
    const query = queryOf(request);
    const { access } = deskReader(request);
    const page = await ask<FlagPage>('record-flags', { after: query.get('after') }, access);
    const people = await Promise.all(page.flags.map((each) => personOf(request, each)));
    const done = query.get('done');
    return sendStaffPage(parts, request, reply, 200, {
      title: flagsTitle, current: 'privacy', body: listBody(page, people), done: done === 'flagged' || done === 'unflagged' ? doneWords[done] : undefined,
    });
  });

  app.get('/privacy-officer/flags/new', (request, reply) => showForm(request, reply, 200, nothingTyped));

  app.post('/privacy-officer/flags/new', async (request, reply) => {
    const body = formOf(request);
    const typed: TypedFlag = { nhsNumber: body.text('nhsNumber', 40), born: body.day(), staffEmail: body.text('staffEmail'), why: body.text('why', privacyTextLength) };
    const number = parseNhsNumber(typed.nhsNumber);
    const born = birthDateProblem(typed.born, 'their date of birth', parts.clock());
    const missing: readonly Problem[] = [
      ...(number.ok ? [] : [['nhsNumber', number.message.replace(/\.$/, '')] as const]),
      ...(born === null ? [] : [['day', born] as const]),
      ...(typed.why === '' ? [['why', 'Write down why the record is protected'] as const] : []),
    ];
    if (!number.ok || typed.born.date === null || missing.length > 0) return showForm(request, reply, 422, typed, missing);
    try {
      await ask<RecordFlag>('flag-record', { nhsNumber: number.value, birthDate: typed.born.date, staffEmail: typed.staffEmail, why: typed.why }, deskReader(request).access);
    } catch (error) {
      const { code, text } = adviceOf(error);
      return showForm(request, reply, 422, typed, [[fieldOfCode[code] ?? 'why', text]]);
    }
    return reply.redirect('/privacy-officer/flags?done=flagged', 303);
  });

  app.get<Params>('/privacy-officer/flags/:id/lift', (request, reply) => showLift(request, reply, 200, ''));

  app.post<Params>('/privacy-officer/flags/:id/lift', async (request, reply) => {
    const why = formOf(request).text('why', privacyTextLength);
    if (!isId(request.params.id)) return reply.callNotFound();
    try {
      await ask<RecordFlag>('unflag-record', { id: request.params.id, why }, deskReader(request).access);
    } catch (error) {
      const { code, text } = adviceOf(error);
      if (code === 'FLAG_UNKNOWN') return reply.callNotFound();
      return showLift(request, reply, 422, why, [['why', text]]);
    }
    return reply.redirect('/privacy-officer/flags?done=unflagged', 303);
  });

  const showForm = (request: FastifyRequest, reply: FastifyReply, status: number, typed: TypedFlag, items: readonly Problem[] = []): FastifyReply =>
    sendStaffPage(parts, request, reply, status, {
      title: 'Protect a record', current: 'privacy', items,
      body: html`<p>Care alone no longer opens this record: whoever treats the person states a reason first, every 30 minutes, and you are told. For the person themself, and for whom they invited, it opens as before. Their access log says that it is protected, not why.</p>
${form('/privacy-officer/flags/new', [
        field({ name: 'nhsNumber', label: 'NHS number', hint: 'Ten digits, for example 999 123 4567', inputmode: 'numeric', width: 10, value: typed.nhsNumber, problem: problemOf(items, 'nhsNumber') }),
        dateField({ legend: 'Date of birth', hint: 'For example 31 3 1980', value: typed.born.typed, problem: problemOf(items, 'day') }),
        field({ name: 'staffEmail', label: 'Work email address, for a member of staff (optional)', hint: 'The address with which they sign in here. You then see it when they open their own record.', value: typed.staffEmail, problem: problemOf(items, 'staffEmail') }),
        longField({ name: 'why', most: privacyTextLength, label: 'Why is the record protected?', hint: 'For the privacy officer alone', value: typed.why, problem: problemOf(items, 'why') }),
      ], 'Protect the record')}
<p><a href="/privacy-officer/flags">Back to the list</a></p>`,
    });

  async function showLift(request: FastifyRequest<Params>, reply: FastifyReply, status: number, why: string, items: readonly Problem[] = []): Promise<FastifyReply> {
    if (!isId(request.params.id)) {
      reply.callNotFound();
      return reply;
    }
    return sendStaffPage(parts, request, reply, status, {
      title: 'Take the protection away', current: 'privacy', items,
      body: html`<p>From then on everybody whose organisation cares for the patient opens the record without stating a reason.</p>
${form(`/privacy-officer/flags/${request.params.id}/lift`, [longField({ name: 'why', most: privacyTextLength, label: 'Why is it taken away?', value: why, problem: problemOf(items, 'why') })], 'Take it away')}
<p><a href="/privacy-officer/flags">Back to the list</a></p>`,
    });
  }

  async function personOf(request: FastifyRequest, { patientId }: RecordFlag): Promise<PersonForPrivacy | null> {
    try {
      return await askOf(parts.rooms.identity)<PersonForPrivacy | null>('person-for-privacy', { patientId }, deskReader(request).access);
    } catch (error) {
      if (error instanceof CieError && error.code === 'PRIVACY_OFFICER_ONLY') throw error;
      request.log.error(errorKind(error), 'the person of a protected record is not known');
      return null;
    }
  }
}

function listBody({ flags, next }: FlagPage, people: readonly (PersonForPrivacy | null)[]): Html {
  return html`<p><a class="nhsuk-button" href="/privacy-officer/flags/new" role="button">Protect a record</a></p>
${flags.length === 0 ? html`<p>No record is specially protected.</p>` : table(
    flagsTitle,
    ['Whose record', 'Why', 'Since', 'State'],
    flags.map((each, index) => [who(people[index] ?? null), whyOf(each), html`${dateTime(each.flaggedAt)}, ${each.flaggedBy}`, stateOf(each)]),
  )}
${next === null ? null : html`<p><a href="/privacy-officer/flags?after=${encodeURIComponent(next)}">Next page</a></p>`}
<p><a href="/privacy-officer">Back to the cases</a></p>`;
}

const who = (person: PersonForPrivacy | null): Html =>
  person === null ? html`Not available right now` : html`${[person.givenName, person.familyName].filter((each) => each !== null).join(' ')}<br><span class="cie-quiet">${nhsNumber(person.nhsNumber)}, born ${day(person.birthDate)}</span>`;

const whyOf = ({ why, staffEmail }: RecordFlag): Html => html`<span class="cie-lines">${why}</span>${staffEmail === null ? null : html`<br><span class="cie-quiet">${staffEmail}</span>`}`;

const stateOf = ({ id, lifted }: RecordFlag): Html =>
  lifted === null ? html`<a href="/privacy-officer/flags/${id}/lift">Take the protection away</a>` : html`Taken away ${dateTime(lifted.at)}, ${lifted.by}<br><span class="cie-lines">${lifted.why}</span>`;

import type { FastifyInstance } from 'fastify';
import { endOfDay, isDay } from '@cie/kit/days.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { nameIn } from '../desk/staff-parts.ts';
import type { GivenDay } from '../pages/date-problem.ts';
import { isoDayOf } from '../pages/dates.ts';
import { queryFormOf, type FormBody } from '../pages/form-body.ts';
import { html } from '../pages/html.ts';
import { askOwnRecord, recordUnavailable, withHolder } from './ask-own-record.ts';
import type { ItemSightQuery } from './data/operations.ts';
import type { ReadersParts } from './readers-parts.ts';
import { asSeen, itemKinds, readHeldItem } from './seen-item.ts';
import { dayBeside, sightBody } from './sight-page.ts';
import { words as all } from './words.ts';

const { sight: words } = all;

/** The page that says who could, and who did, see one item on a day (ACS-8). It works without script. */
export function registerSight(app: FastifyInstance, parts: ReadersParts): void {
  app.get<{ Params: { readonly kind: string; readonly id: string } }>('/who-saw/:kind/:id', (request, reply) =>
    withHolder(parts, request, reply, async (holder) => {
      const { id } = request.params;
      const kind = nameIn(itemKinds, request.params.kind);
      const today = isoDayOf(parts.clock());
      const { day, typed, problem } = readDay(queryFormOf(request), today);
      const item = kind === null || !isRecordId(id) ? null : await readHeldItem(parts, holder, kind, id);
      if (kind === null || item === null) {
        return parts.pages.send(reply, 404, { title: words.notFound, reader: holder.viewer, body: html`<p>${words.notFoundText}</p><p><a href="/record">${words.back}</a></p>` });
      }
      const sight = (await askOwnRecord<ItemSightQuery>(parts, holder, 'ItemSight', { item: asSeen(item, endOfDay(dayBeside(day, -1))), on: day })).patient?.sight ?? null;
      if (sight === null) throw recordUnavailable();
      const body = sightBody({ kind, id, item, day, today, sight, typed, problem });
      return parts.pages.send(reply, problem === null ? 200 : 422, { title: words.title, reader: holder.viewer, current: 'record', hasProblems: problem !== null, body });
    }));
}

/** The day in the address, whole or in parts as the form sends it; today where there is none, and where it cannot be. */
function readDay(query: FormBody, today: string): { readonly day: string; readonly typed: GivenDay['typed']; readonly problem: string | null } {
  const { typed, date } = query.day();
  const isTyped = `${typed.day}${typed.month}${typed.year}` !== '';
  const whole = query.text('on');
  const day = isTyped ? date : whole === '' ? today : whole;
  if (day === null || !isDay(day)) return { day: today, typed, problem: words.dayProblem };
  return day > today ? { day: today, typed, problem: words.laterProblem } : { day, typed, problem: null };
}

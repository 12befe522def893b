import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RoomLinks } from '@cie/kit/room.ts';
import type { Courier } from '../notices/courier.ts';
import { form, longField, problemOf, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html } from '../pages/html.ts';
import { confirmationControls, confirmationProblems, readConfirmation } from './confirmation.ts';
import { deskReader } from './desk-guard.ts';
import { askOf } from './desk-link.ts';
import { adviceOf, sendStaffPage, type StaffParts } from './staff-parts.ts';

export interface ProfessionalParts extends StaffParts {
  readonly rooms: Pick<RoomLinks, 'identity'>;
  readonly courier: Pick<Courier, 'drain'>;
}

/** Both ask twice: the first press of the button shows whom it is about, the second brings what was made sure of. */
const shownBefore = { asked: 'yes' } as const;

/** Access for another twelve months (REG-6). */
export function registerRenewal(app: FastifyInstance, parts: ProfessionalParts): void {
  app.post('/desk/professionals/renew', async (request, reply) => {
    const body = formOf(request);
    const typed = { grantId: body.text('grantId', 40), about: body.text('about'), ...readConfirmation(body) };
    const show = (status: number, items: readonly Problem[]): FastifyReply =>
      sendStaffPage(parts, request, reply, status, {
        title: 'Renew a professional’s access', items,
        body: html`<p>${typed.about}: access for another 12 months from today.</p>
${form('/desk/professionals/renew', confirmationControls(typed, 'The organisation told me that this person still works there in this role', 'Whom you asked, and through what number or address, for example: practice manager, by telephone', items), 'Renew access', {
    kept: { grantId: typed.grantId, about: typed.about, ...shownBefore },
  })}
<p><a href="/desk/professionals">Back</a></p>`,
      });
    if (body.text('asked') !== 'yes') return show(200, []);
    const items = confirmationProblems(typed);
    if (items.length > 0) return show(422, items);
    try {
      await askOf(parts.rooms.identity)('renew-professional', { grantId: typed.grantId, how: typed.how }, deskReader(request).access);
    } catch (error) {
      return show(422, [['how', adviceOf(error).text]]);
    }
    return reply.redirect('/desk/professionals?done=renewed', 303);
  });
}

/** The access of who has left (abuse case 20). */
export function registerEnd(app: FastifyInstance, parts: ProfessionalParts): void {
  app.post('/desk/professionals/end', async (request, reply) => {
    const body = formOf(request);
    const typed = { accountId: body.text('accountId', 40), name: body.text('name'), reason: body.text('reason', 4000), ...readConfirmation(body) };
    const show = (status: number, items: readonly Problem[]): FastifyReply =>
      sendStaffPage(parts, request, reply, status, {
        title: 'End a professional’s access', items,
        body: html`<p>${typed.name} can no longer sign in, and every session ends at once. Records that they opened stay in the patients’ access logs.</p>
${form('/desk/professionals/end', [
  longField({ name: 'reason', label: 'Why does the access end?', hint: 'For the desk only, for example: left the trust on 30 November', value: typed.reason, problem: problemOf(items, 'reason') }),
  ...confirmationControls(typed, 'I have made sure that this is the account of the person whose access ends', 'Who told you, and through what number or address', items),
], 'End access', { kept: { accountId: typed.accountId, name: typed.name, ...shownBefore }, kind: 'warning' })}
<p><a href="/desk/professionals">Back</a></p>`,
      });
    if (body.text('asked') !== 'yes') return show(200, []);
    const missing: readonly Problem[] = typed.reason === '' ? [['reason', 'Enter why the access ends']] : [];
    const items = [...missing, ...confirmationProblems(typed)];
    if (items.length > 0) return show(422, items);
    try {
      await askOf(parts.rooms.identity)('end-professional', { accountId: typed.accountId, reason: `${typed.reason}\nConfirmed: ${typed.how}` }, deskReader(request).access);
    } catch (error) {
      return show(422, [['reason', adviceOf(error).text]]);
    }
    await parts.courier.drain();
    return reply.redirect('/desk/professionals?done=ended', 303);
  });
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CaseRecord } from '@cie/kit/desk.ts';
import { messageLanguages } from '@cie/kit/notices/notice.ts';
import { field, form, longField, options, problemOf, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { writeLetter } from '../registration/letter.ts';
import { textsOf, treatmentsOf, type RegistrationRooms } from '../sign-in/registration-link.ts';
import { caseTitle } from './case-page.ts';
import { caseAddress, caseOf } from './case.routes.ts';
import { deskReader } from './desk-guard.ts';
import { askOf } from './desk-link.ts';
import { day, nhsNumber } from './shown.ts';
import { adviceOf, sendStaffPage, summary, type StaffParts } from './staff-parts.ts';
import { languageWords, noRecord } from './words.ts';

type Params = { readonly Params: { readonly id: string } };

interface Typed {
  readonly channel: string;
  readonly email: string;
  readonly mobile: string;
  readonly language: string;
  readonly returning: boolean;
  /** Name and address for a letter, a line each. */
  readonly recipient: string;
}

/** What identity tells of a letter, once. */
interface LetterSecrets {
  readonly link: string;
  readonly code: string;
  readonly reference: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export interface InviteParts extends StaffParts {
  readonly rooms: RegistrationRooms;
  readonly ownOrigin: string;
  /** The desk's mailbox, for the letter. */
  readonly deskEmail: string;
}

/** Lines in the window of an envelope, and characters of all of them. */
const window = { lines: 7, characters: 400 } as const;

const fieldOfCode: Readonly<Record<string, string>> = { EMAIL_INVALID: 'email', MOBILE_INVALID: 'mobile', EMAIL_IN_USE: 'email', EMAIL_OWN: 'email', EMAIL_OF_STAFF: 'email', MOBILE_OWN: 'mobile', OPTED_OUT: 'returning-0' };

/** Invites the person whom the identity check found (REG-4, REG-5): by email and text message, or by a letter that is downloaded once. */
export function registerInviteRoutes(app: FastifyInstance, parts: InviteParts): void {
  const path = '/desk/cases/:id/invite';
  const show = (request: FastifyRequest, reply: FastifyReply, found: CaseRecord, status: number, typed: Typed, items: readonly Problem[] = []): FastifyReply =>
    sendStaffPage(parts, request, reply, status, { title: 'Invite the person', body: inviteBody(found, typed, items), items });

  app.get<Params>(path, async (request, reply) => {
    const found = await caseOf(parts, request, reply);
    if (found === null) return reply;
    return found.check === null ? reply.redirect(`${caseAddress(found.id)}/check`, 303) : show(request, reply, found, 200, suggested(found));
  });

  app.post<Params>(path, async (request, reply) => {
    const found = await caseOf(parts, request, reply);
    if (found === null) return reply;
    if (found.check === null) return reply.redirect(`${caseAddress(found.id)}/check`, 303);
    const body = formOf(request);
    const typed: Typed = {
      channel: body.text('channel'), email: body.text('email', 254), mobile: body.text('mobile', 40), language: body.text('language', 2), returning: body.all('returning').includes('yes'),
      recipient: body.text('recipient', window.characters),
    };
    if (typed.channel !== 'electronic' && typed.channel !== 'letter') return show(request, reply, found, 422, typed, [['channel-0', 'Select how to invite the person']]);
    const recipient = typed.recipient.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
    if (typed.channel === 'letter' && recipient.length < 2) return show(request, reply, found, 422, typed, [['recipient', 'Enter the name and the address for the letter, a line each']]);
    if (recipient.length > window.lines) return show(request, reply, found, 422, typed, [['recipient', `Enter at most ${window.lines} lines`]]);
    const { access } = deskReader(request);
    try {
      const { nhsNumber: number, birthDate } = found.check;
      const patientIds = textsOf(await parts.rooms.identity.command('find-invited', { nhsNumber: number, birthDate }, access), 'patientIds');
      const treatments = await treatmentsOf(parts.rooms, patientIds, access);
      const input = { id: found.id, channel: typed.channel, email: typed.email, mobile: typed.mobile, language: messageLanguages.find((each) => each === typed.language) ?? 'en', returning: typed.returning ? 'yes' : 'no', treatments };
      const letter = await askOf(parts.rooms.identity)<LetterSecrets | null>('invite-from-case', input, access);
      if (letter === null) return await reply.redirect(caseAddress(found.id, 'invited'), 303);
      return await reply
        .header('content-disposition', `attachment; filename="invitation-${found.reference}.pdf"`)
        .type('application/pdf')
        .send(await writeLetter({ ...letter, expiresAt: new Date(letter.expiresAt), recipient, publicUrl: parts.ownOrigin, deskEmail: parts.deskEmail, date: access.now }));
    } catch (error) {
      const { code, text } = adviceOf(error);
      return show(request, reply, found, 422, typed, [[fieldOfCode[code] ?? 'channel-0', text]]);
    }
  });
}

/** What the request says about how to reach the person; a hospital that invites names the patient's addresses, not its own. */
function suggested({ kind, contact, details }: CaseRecord): Typed {
  const isReferral = kind === 'invitation-referral';
  return {
    channel: details['channel'] ?? '',
    email: (isReferral ? details['email'] : contact.email) ?? '',
    mobile: (isReferral ? details['mobile'] : contact.mobile) ?? '',
    language: details['language'] ?? 'en',
    returning: false,
    recipient: isReferral ? '' : (contact.name ?? ''),
  };
}

function inviteBody(found: CaseRecord, typed: Typed, items: readonly Problem[]): Html {
  const { id, reference, check } = found;
  return html`<p>${caseTitle(found)} <strong class="cie-reference">${reference}</strong></p>
${check === null ? null : summary([['Name on the record', check.recordName ?? noRecord], ['NHS number', nhsNumber(check.nhsNumber)], ['Date of birth', day(check.birthDate)], ['Identity checked by', check.who]])}
<p>A new invitation ends an earlier one. It can be used for 14 days.</p>
${form(`/desk/cases/${id}/invite`, [
  options('radio', 'channel', 'How should we invite the person?', [
    { value: 'electronic', label: 'By email and text message', hint: 'The email has a link, the text message a code. Both are needed.', checked: typed.channel === 'electronic' },
    { value: 'letter', label: 'By letter', hint: 'You download the letter once, now. Hand it over, or post it to the address in the hospital’s or practice’s system.', checked: typed.channel === 'letter' },
  ], undefined, problemOf(items, 'channel-0')),
  field({ name: 'email', label: 'Email address', hint: 'Not needed for a letter', type: 'email', inputmode: 'email', value: typed.email, problem: problemOf(items, 'email') }),
  field({ name: 'mobile', label: 'Mobile phone number', hint: 'A UK number. Not needed for a letter', type: 'tel', value: typed.mobile, problem: problemOf(items, 'mobile'), width: 20 }),
  longField({
    name: 'recipient', label: 'Name and address for a letter', hint: 'A line each, from the hospital’s or practice’s system. Only needed for a letter.', value: typed.recipient,
    problem: problemOf(items, 'recipient'),
  }),
  options('radio', 'language', 'Language of messages', messageLanguages.map((value) => ({ value, label: languageWords[value] ?? value, checked: value === typed.language }))),
  options('checkbox', 'returning', 'Has the person left before?', [
    { value: 'yes', label: 'The person opted out before, and has asked us to come back', checked: typed.returning },
  ], undefined, problemOf(items, 'returning-0')),
], 'Invite')}
<p><a href="${caseAddress(id)}">Back to the case</a></p>`;
}

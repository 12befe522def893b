import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Viewer } from '@cie/kit/access-context.ts';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import { mayInvite } from '@cie/kit/may-invite.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { messageLanguages } from '@cie/kit/notices/notice.ts';
import { accessOf } from '../desk/desk-link.ts';
import { languageWords } from '../desk/words.ts';
import { dateField, field, form, options, problemOf, problems, type Problem } from '../pages/controls.ts';
import { birthDateProblem, isUnder16 } from '../pages/date-problem.ts';
import { formOf, type FormBody } from '../pages/form-body.ts';
import { declarePolicy } from '../server/route-policy.ts';
import { html, type Html } from '../pages/html.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import type { PageSender } from '../pages/page.ts';
import type { RegistrationRooms } from '../sign-in/registration-link.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { invitePatient } from './inviting-link.ts';

export interface InviteParts {
  readonly rooms: RegistrationRooms;
  readonly sessions: Sessions;
  readonly pages: PageSender;
  readonly throttle: Throttle;
  readonly ownOrigin: string;
  readonly clock: () => Date;
}

const title = 'Invite a patient';

/** Invitations of one person of staff: a busy clinic in an hour, and not a walk through a register in a day. */
const perHour = { most: 30, seconds: 3600 } as const;
const perDay = { most: 100, seconds: 86_400 } as const;

interface Typed {
  readonly nhsNumber: string;
  readonly birth: ReturnType<FormBody['day']>;
  readonly channel: string;
  readonly email: string;
  readonly mobile: string;
  readonly language: string;
  readonly confirmed: boolean;
}

const nothing: Typed = { nhsNumber: '', birth: { typed: { day: '', month: '', year: '' }, date: null }, channel: '', email: '', mobile: '', language: 'en', confirmed: false };

/** REG-4: staff of a hospital or general practice invite a patient. The page never tells whether there is such a record. */
export function registerInviteRoutes(app: FastifyInstance, parts: InviteParts): void {
  declarePolicy(app, 'professional');
  app.get('/invite', async (request, reply) => {
    const viewer = await inviterOf(parts, request, reply);
    return viewer === null ? reply : show(parts, reply, 200, viewer, nothing, []);
  });
  app.post('/invite', (request, reply) => invite(parts, request, reply));
  app.get('/invite/sent', async (request, reply) => {
    const viewer = await inviterOf(parts, request, reply);
    return viewer === null ? reply : parts.pages.send(reply, 200, { title: 'Thank you', reader: viewer, current: 'invite', body: sentBody });
  });
}

/** Who is signed in, if they may invite; else the request is answered. Patients learn of no such page. */
async function inviterOf({ sessions, pages }: InviteParts, request: FastifyRequest, reply: FastifyReply): Promise<Viewer | null> {
  const viewer = (await sessions.read(request))?.viewer ?? null;
  if (viewer !== null && mayInvite(viewer)) return viewer;
  if (viewer === null && request.method === 'GET') void reply.redirect('/sign-in?return=/invite', 303);
  else if (viewer?.kind === 'professional') {
    void pages.send(reply, 403, {
      title, reader: viewer, current: 'invite',
      body: html`<p>Staff of hospitals and GP practices invite patients. You are not signed in for one of them.</p>
<p>If a patient asks you how to register, send them to <a href="/register">the page about registering</a>.</p>`,
    });
  } else reply.callNotFound();
  return null;
}

async function invite(parts: InviteParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const viewer = await inviterOf(parts, request, reply);
  if (viewer === null) return reply;
  requireOwnForm(request, parts.ownOrigin);
  const typed = read(formOf(request));
  const again = (status: number, items: readonly Problem[]): FastifyReply => show(parts, reply, status, viewer, typed, items);
  const items = check(typed, parts.clock());
  if (items.length > 0) return again(422, items);
  const now = parts.clock();
  const allowances = [await parts.throttle.check(`invite hour ${viewer.accountId}`, perHour, now), await parts.throttle.check(`invite day ${viewer.accountId}`, perDay, now)];
  const wait = Math.max(...allowances.map(({ retryAfter }) => retryAfter));
  if (wait > 0) {
    void reply.header('retry-after', String(wait));
    return again(429, [['nhsNumber', 'You have invited many people in a short time. Wait an hour, then go on. For a whole clinic, ask the support desk']]);
  }
  const { nhsNumber, birth, channel, email, mobile, language } = typed;
  try {
    await invitePatient(
      parts.rooms, { nhsNumber, birthDate: birth.date ?? '', channel: channel === 'letter' ? 'letter' : 'electronic', email: channel === 'letter' ? '' : email, mobile: channel === 'letter' ? '' : mobile, language },
      accessOf(viewer, now),
    );
  } catch (error) {
    if (error instanceof CieError && fieldOf[error.code] !== undefined) return again(422, [[fieldOf[error.code] ?? 'nhsNumber', error.message.replace(/\.$/, '')]]);
    request.log.error(errorKind(error), 'an invitation could not be made');
    return again(503, [['nhsNumber', 'This did not work just now. Nothing was sent: try again in a minute']]);
  }
  return reply.redirect('/invite/sent', 303);
}

const fieldOf: Readonly<Record<string, string>> = { EMAIL_INVALID: 'email', MOBILE_INVALID: 'mobile', INVITING_ANOTHER: 'nhsNumber' };

function read(body: FormBody): Typed {
  return {
    nhsNumber: body.text('nhsNumber', 40),
    birth: body.day(),
    channel: body.text('channel', 20),
    email: body.text('email', 254),
    mobile: body.text('mobile', 40),
    language: messageLanguages.find((each) => each === body.text('language', 5)) ?? 'en',
    confirmed: body.all('confirmed').includes('yes'),
  };
}

const tooYoung = 'Patients under 16 cannot register';

function check({ nhsNumber, birth, channel, email, mobile, confirmed }: Typed, now: Date): readonly Problem[] {
  const found: Problem[] = [];
  const number = parseNhsNumber(nhsNumber);
  if (!number.ok) found.push(['nhsNumber', nhsNumber === '' ? 'Enter the NHS number' : number.message.replace(/\.$/, '')]);
  const wrong = birthDateProblem(birth, 'the date of birth', now);
  if (wrong !== null) found.push(['day', wrong]);
  else if (birth.date !== null && isUnder16(birth.date, now)) found.push(['day', tooYoung]);
  if (channel !== 'electronic' && channel !== 'letter') found.push(['channel-0', 'Select how to invite']);
  if (channel === 'electronic' && email === '') found.push(['email', 'Enter the patient’s email address, or choose a letter']);
  if (channel === 'electronic' && mobile === '') found.push(['mobile', 'Enter the patient’s mobile phone number, or choose a letter']);
  if (!confirmed) found.push(['confirmed-0', 'Confirm that you know the patient and their details']);
  return found;
}

function show({ pages }: InviteParts, reply: FastifyReply, status: number, viewer: Viewer, typed: Typed, items: readonly Problem[]): FastifyReply {
  return pages.send(reply, status, { title, reader: viewer, current: 'invite', hasProblems: items.length > 0, body: html`<div class="cie-readable">${problems(items)}
<p>A patient of 16 or over gets an email with a link, and a text message with an access code. With both, and their date of birth, they make an account and see their record.</p>
<p>Patients under 16 cannot register. Send parents to the page on which they <a href="/act-for">ask to act for their child</a>.</p>
${form('/invite', controls(typed, items), 'Invite')}</div>` });
}

const controls = (typed: Typed, items: readonly Problem[]): readonly Html[] => [
  field({ name: 'nhsNumber', label: 'NHS number', hint: '10 digits, like 450 557 7104', inputmode: 'numeric', value: typed.nhsNumber, problem: problemOf(items, 'nhsNumber'), width: 20 }),
  dateField({ legend: 'Date of birth', hint: 'For example, 31 3 1980', value: typed.birth.typed, problem: problemOf(items, 'day') }),
  options('radio', 'channel', 'How should the invitation reach the patient?', [
    { value: 'electronic', label: 'By email and text message', checked: typed.channel === 'electronic' },
    { value: 'letter', label: 'By letter', hint: 'The support desk prints it and sends it to the address that the hospital holds.', checked: typed.channel === 'letter' },
  ], undefined, problemOf(items, 'channel-0')),
  field({ name: 'email', label: 'Patient’s email address', hint: 'Not needed for a letter.', type: 'email', inputmode: 'email', value: typed.email, problem: problemOf(items, 'email') }),
  field({ name: 'mobile', label: 'Patient’s mobile phone number', hint: 'A UK number. Not needed for a letter.', type: 'tel', value: typed.mobile, problem: problemOf(items, 'mobile'), width: 20 }),
  options('radio', 'language', 'Language of the messages', messageLanguages.map((value) => ({ value, label: languageWords[value] ?? value, checked: value === typed.language }))),
  options('checkbox', 'confirmed', 'Do you know who this is?', [
    { value: 'yes', label: 'I know that this is the patient’s NHS number, and the patient gave me the email address and phone number', checked: typed.confirmed },
  ], 'Whoever gets both messages can open the record. Your name is kept with the invitation.', problemOf(items, 'confirmed-0')),
];

const sentBody = html`<div class="cie-readable"><p>If the details match, messages are on their way. If something has to be checked, or for a letter, the support desk takes over.</p>
<p>To keep records private, this page says the same for everybody.</p>
<h2 class="nhsuk-heading-m">Tell the patient</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>An email and a text message should arrive within minutes. They need both, within 14 days.</li>
<li>An earlier invitation no longer works.</li>
<li>If one of the messages does not arrive, the <a href="/register/one-message">support desk</a> helps.</li>
</ul>
<div><a class="nhsuk-button nhsuk-button--secondary" href="/invite">Invite another patient</a></div></div>`;

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccessContext } from '@cie/kit/access-context.ts';
import type { Courier } from '../notices/courier.ts';
import { problems, type Problem } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';
import type { PageSender } from '../pages/page.ts';
import { readCookie } from '../sign-in/cookies.ts';
import { signedOut } from '../sign-in/registration-link.ts';
import { checkNetwork } from '../throttle/check-network.ts';
import type { Allowance, Limit, Throttle } from '../throttle/throttle.ts';
import type { InvitedLink } from './invited-link.ts';

/** What the pages of registration by invitation work with. */
export interface RegistrationParts {
  readonly link: InvitedLink;
  readonly courier: Pick<Courier, 'drain'>;
  readonly pages: PageSender;
  readonly throttle: Throttle;
  readonly ownOrigin: string;
  readonly clock: () => Date;
}

/** Tries of one network in a quarter of an hour: a ward shares one address, a machine that guesses has one. */
export const perNetwork: Limit = { most: 60, seconds: 900 };

/** Whether this may be done once more; null when it may, else the minutes until it is worth trying again. */
export async function minutesToWait(parts: RegistrationParts, reply: FastifyReply, bucket: string, limit: Limit): Promise<number | null> {
  return minutesOf(reply, await parts.throttle.check(bucket, limit, parts.clock()));
}

/** The same for what comes from the network of a request. */
export async function networkMinutesToWait(parts: RegistrationParts, request: FastifyRequest, reply: FastifyReply, what: string, limit: Limit): Promise<number | null> {
  return minutesOf(reply, await checkNetwork(parts.throttle, `registration ${what}`, request.ip, limit, parts.clock()));
}

function minutesOf(reply: FastifyReply, { allowed, retryAfter }: Allowance): number | null {
  if (allowed) return null;
  void reply.header('retry-after', String(retryAfter));
  return Math.ceil(retryAfter / 60);
}

/** Confirmation e-mails to one address, whichever invitation they are for. */
const perMailbox: Limit = { most: 6, seconds: 3600 };

/** Whether one more confirmation e-mail may be sent to an address; null when it may, else the minutes until it may. */
export function minutesToMail(parts: RegistrationParts, reply: FastifyReply, email: string | null): Promise<number | null> {
  return minutesToWait(parts, reply, `confirmation to ${(email ?? '').toLowerCase()}`, perMailbox);
}

export const waitText = (minutes: number): string => `There were too many tries. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, then try again`;

export const accessNow = (parts: RegistrationParts): AccessContext => signedOut(parts.clock());

/** The visit that link and code began in this browser. */
export const visitOf = (request: FastifyRequest): string | null => readCookie(request, 'registration');

/** A page with a form: what is wrong stands first. */
export function sendForm(parts: RegistrationParts, reply: FastifyReply, status: number, title: string, items: readonly Problem[], body: Html): FastifyReply {
  return parts.pages.send(reply, status, { title, hasProblems: items.length > 0, body: html`<div class="cie-readable">${problems(items)}
${body}</div>` });
}

/** How to get help, on every page on which somebody may be stuck. */
export const deskAdvice = html`<p>The <a href="/contact?topic=cannot-sign-in">support desk</a> can help, and can send you a new invitation.</p>`;

/**
 * One page for every link and letter that cannot be used: unknown, cut off, expired, replaced, taken back, burned or used. It
 * must not tell one from the other, since it is shown to whoever tries (abuse case 38).
 */
export function refuseInvitation(parts: RegistrationParts, reply: FastifyReply): FastifyReply {
  return parts.pages.send(reply, 404, {
    title: 'This invitation cannot be used',
    body: html`<div class="cie-readable"><p>This may be because:</p>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>it is more than 14 days old</li>
<li>we have sent you a newer one since: only the newest works</li>
<li>you have registered with it already</li>
<li>a wrong code or date of birth was entered too often</li>
<li>the address in your browser is not complete</li>
</ul>
<h2 class="nhsuk-heading-m">What you can do</h2>
<p>If you have registered already, <a href="/sign-in?return=/record">sign in</a>. If you have a newer message or letter, use that one.</p>
${deskAdvice}</div>`,
  });
}

/** Said when no visit is open in this browser: it ended, or was begun elsewhere. */
export function refuseVisit(parts: RegistrationParts, reply: FastifyReply): FastifyReply {
  return parts.pages.send(reply, 403, {
    title: 'Open your invitation again',
    body: html`<div class="cie-readable"><p>To keep your details safe, registering ends after 30 minutes without use, and can go on in one browser at a time. What you have entered is kept.</p>
<h2 class="nhsuk-heading-m">What you can do</h2>
<p>Open the link in our email again, or <a href="/register/letter">enter the reference number of your letter</a>, and enter your access code. You go on where you left.</p>
${deskAdvice}</div>`,
  });
}

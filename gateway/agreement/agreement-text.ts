import { html, type Html } from '../pages/html.ts';

/** What people are asked to agree to, as one version of it reads. */
export interface AgreementText {
  /** From when on it is asked for, ISO date; also its name. */
  readonly version: string;
  readonly agreement: Html;
  readonly privacy: Html;
}

const agreement = html`<p>This agreement is between you and the NHS trusts in north-west London that run the Care Information Exchange. It says what you can expect of us and what we ask of you.</p>
<h2 class="nhsuk-heading-m">What the exchange is for</h2>
<p>The exchange shows you results, letters and appointments that hospitals have sent, and lets you decide who else may see them. It does not replace talking to the people who treat you.</p>
<div class="nhsuk-inset-text"><p>The exchange is not for emergencies. If you need help at once call 999, or 111 when it is not an emergency.</p></div>
<h2 class="nhsuk-heading-m">What you can expect</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>You see what hospitals sent, as they sent it. Some results come with a delay, so that somebody can talk to you first.</li>
<li>Nobody outside your care sees your record unless you invite them, except in an emergency.</li>
<li>You see who has looked at your record.</li>
<li>The exchange may be out of use for short times. Hospitals go on treating you from their own records.</li>
</ul>
<h2 class="nhsuk-heading-m">What we ask of you</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>Keep your way of signing in to yourself. Share your record by inviting people, never by giving them your password.</li>
<li>Sign out on a computer that others use.</li>
<li>Tell the support desk if something in your record is not about you, or if you think that somebody else has signed in as you.</li>
<li>Invite only people whom you want to see your record, and stop sharing when you no longer want it.</li>
<li>If you look at somebody else’s record because they asked you to, use what you read only to help them.</li>
</ul>
<h2 class="nhsuk-heading-m">If you want to stop</h2>
<p>You can stop using the exchange at any time, under <a href="/account">Your account</a>. Your hospitals keep their records, and go on using them to treat you.</p>
<h2 class="nhsuk-heading-m">If this agreement changes</h2>
<p>We ask you again before a new version holds for you. Earlier versions stay on this site.</p>`;

const privacy = html`<p>This policy says what the Care Information Exchange knows about you, why, and what you can do about it.</p>
<h2 class="nhsuk-heading-m">Who is responsible</h2>
<p>The NHS trusts that fill the exchange are responsible for it together. They hold your information because providing health care is their public task, under articles 6(1)(e) and 9(2)(h) of the UK General Data Protection Regulation. You do not have to register for the exchange to be treated.</p>
<h2 class="nhsuk-heading-m">What we keep</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>Your record: what hospitals sent about you, and what you add to it.</li>
<li>Your account: your name, how you sign in, how we reach you, what you agreed to and when.</li>
<li>Sharing: whom you invited, for which parts of your record, and until when.</li>
<li>Who looked: each time somebody opened your record, tried to, or changed who may see it.</li>
</ul>
<h2 class="nhsuk-heading-m">Where it comes from</h2>
<p>Your record comes from the hospitals that treat you. When you sign in with NHS login, it tells us your NHS number, your name, your date of birth, your email address and your GP practice. We use them to find the record that is yours, and check that you are 13 or over and registered with a GP practice in England.</p>
<h2 class="nhsuk-heading-m">Who sees it</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>You, and the people you invite, as far as you allow.</li>
<li>Staff of a hospital see what hospitals of their own group supplied, to care for you.</li>
<li>Staff who treat you in an emergency may see more for 30 minutes. They must say why, and you can see that they did.</li>
<li>The support desk sees your account and what you ask it for, and not your results or letters.</li>
</ul>
<p>We sell nothing, and there is no advertising. Pages of hospitals that show your record in a frame cannot read what is in it.</p>
<h2 class="nhsuk-heading-m">How long</h2>
<p>Your record is kept as long as hospitals must keep theirs. When you leave, we delete how to reach you, and keep a note that you left so that nobody registers you again without you. The list of who has looked is kept, for your protection.</p>
<h2 class="nhsuk-heading-m">Cookies</h2>
<p>We use cookies only to keep you signed in and to finish signing in. There are no others, and nobody follows you.</p>
<h2 class="nhsuk-heading-m">What you can do</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>See your record and who has looked at it, on this site.</li>
<li>Change or stop sharing at any time.</li>
<li>Ask the hospital that wrote something to correct it.</li>
<li>Ask for a copy of all that is held about you, or object to how it is used. Start with the <a href="/help">help page</a>.</li>
<li>Complain to the Information Commissioner’s Office, at ico.org.uk.</li>
</ul>`;

/** All versions that anybody was ever asked to agree to, the newest first. A version in use is never changed: a change is a new one. */
export const agreementTexts: readonly AgreementText[] = [{ version: '2026-11-01', agreement, privacy }];

/** The text of a version; undefined when there never was such a version. */
export function agreementText(version: string): AgreementText | undefined {
  return agreementTexts.find((each) => each.version === version);
}

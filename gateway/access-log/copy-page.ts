import { html, type Html } from '../pages/html.ts';
import type { Session } from '../sign-in/sessions.ts';
import type { Page } from '../pages/page.ts';
import type { PublicLogKeys } from './write-copy.ts';

/** Addresses of this part. */
export const copyPaths = {
  page: '/access-log/copy',
  download: '/access-log/download',
  keys: '/access-log/keys',
  checkPage: '/access-log/check-access-log.html',
  checkScript: '/access-log/verify-log.mjs',
} as const;

/** ACS-6: a copy of who has looked, to keep, and how anybody can check it. */
export function copyPage({ viewer }: Session, keys: PublicLogKeys): Page {
  return {
    title: 'Download and check this list',
    reader: viewer,
    current: 'access-log',
    body: html`
<p>You can keep a copy of the list of who has looked at your record. With it you can show whether anybody changed the list later, even somebody who runs the exchange.</p>
<form method="post" action="${copyPaths.download}"><button class="nhsuk-button" type="submit" data-prevent-double-click="true">Download your list</button></form>
<p>The file names everybody who has looked at your record. Keep it where only you can read it. That you downloaded it stands in the list too.</p>
<h2 class="nhsuk-heading-m">Check a copy</h2>
<ol>
<li><a href="${copyPaths.checkPage}" download>Download the page that checks lists</a>, and open it from your computer. It needs no internet connection and sends nothing.</li>
<li>Choose the list that you downloaded. If you kept lists from earlier, choose them as well: the page compares them.</li>
<li>Compare the key that the page shows with the one below.</li>
</ol>
${keyList(keys)}
<h2 class="nhsuk-heading-m">How this works</h2>
<p>Each entry is hashed together with the one before it. Every five minutes the exchange signs the ends of all lists (Ed25519, over a tree of hashes as in RFC 6962) and writes that down in a place where nothing can be changed.</p>
<p>People who know about computers can <a href="${copyPaths.checkScript}" download>download the same check as a program</a> for Node.js: <code>node verify-log.mjs access-log.json</code>. The keys are <a href="${copyPaths.keys}">published as JSON</a> too.</p>
<p><a href="/access-log">Back to who has looked</a></p>`,
  };
}

const keyList = (keys: PublicLogKeys): Html => html`<dl class="nhsuk-summary-list">${keys.map(({ id, key }, index) => html`<div class="nhsuk-summary-list__row">
<dt class="nhsuk-summary-list__key">${index === 0 ? 'Key of the exchange' : 'Earlier key'}</dt><dd class="nhsuk-summary-list__value cie-key">${id}: ${key}</dd>
</div>`)}</dl>`;

export const tooManyPage = ({ viewer }: Session): Page => ({
  title: 'You cannot download this list again today',
  reader: viewer,
  current: 'access-log',
  body: html`<p>You have made many copies of this list today. Try again tomorrow.</p>
<p><a href="/access-log">Back to who has looked</a></p>`,
});

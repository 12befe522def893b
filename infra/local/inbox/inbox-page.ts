import { html, type Html } from '@cie/gateway/pages/html.ts';
import type { InboxMessage } from './inbox.ts';

export const inboxStyle = `
:root { color-scheme: light; font: 1.1875rem/1.5 Arial, sans-serif; }
body { margin: 0; color: #212b32; background: #f0f4f5; }
.banner { background: #005eb8; color: #fff; }
.banner p { max-width: 48rem; margin: 0 auto; padding: 1rem; }
main { max-width: 48rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 2rem; line-height: 1.25; overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; }
li { background: #fff; border: 1px solid #d8dde0; border-radius: 4px; margin: 0 0 0.5rem; padding: 1rem; overflow-wrap: anywhere; }
li p { margin: 0.25rem 0 0; }
.kind { display: inline-block; margin-inline-end: 0.5rem; padding: 0 0.5rem; border: 1px solid #768692; border-radius: 4px; background: #f0f4f5; font-size: 1rem; }
.facts { color: #4c6272; font-size: 1rem; }
a { color: #005eb8; }
a:visited { color: #330072; }
a:focus { outline: 4px solid #ffeb3b; box-shadow: 0 -2px #ffeb3b, 0 4px #212b32; background: #ffeb3b; color: #212b32; text-decoration: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; }
.text { background: #fff; border: 1px solid #d8dde0; border-radius: 4px; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.5rem; } }
`;

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Europe/London' });
const kinds = { email: 'Email', text: 'Text message' } as const;

function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – sandbox inbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/inbox.css">
</head>
<body>
<header class="banner"><p><strong>Sandbox inbox</strong>: emails and text messages that leave the exchange end here. None is delivered to anybody.</p></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`.text;
}

/** What a message is called in a list: a text message has no subject, so its first line stands for it. */
const nameOf = ({ subject, text }: InboxMessage): string => (subject === '' ? `${text.split('\n')[0] ?? ''} …` : subject);

const arrival = ({ arrivedAt }: InboxMessage): Html => html`<time datetime="${arrivedAt.toISOString()}">${time.format(arrivedAt)}</time>`;

/** All messages, newest first. */
export function listPage(messages: readonly InboxMessage[]): string {
  const items = messages.map(
    (message) => html`<li><a href="/messages/${message.id}"><bdi>${nameOf(message)}</bdi></a>
<p class="facts"><span class="kind">${kinds[message.by]}</span>to ${message.to.join(', ')}, ${arrival(message)}</p></li>`,
  );
  const content = items.length === 0 ? html`<p>Nothing has been sent yet.</p>` : html`<ul>${items}</ul>`;
  return page('Messages', html`${content}\n<p><a href="/">Look again</a></p>`);
}

/** One message, as text; its addresses on this machine or https are links, since people follow them. */
export function messagePage(message: InboxMessage): string {
  return page(
    message.by === 'text' ? `Text message to ${message.to.join(', ')}` : message.subject,
    html`<dl>
<dt>Sent as</dt><dd>${kinds[message.by]}</dd>
<dt>From</dt><dd>${message.from}</dd>
<dt>To</dt><dd>${message.to.join(', ')}</dd>
<dt>Sent</dt><dd>${arrival(message)}</dd>
</dl>
<div class="text" dir="auto">${withLinks(message.text)}</div>
<p><a href="/">All messages</a></p>`,
  );
}

export function missingPage(): string {
  return page('This message is not here', html`<p>The inbox is emptied when the sandbox stops.</p>\n<p><a href="/">All messages</a></p>`);
}

function withLinks(text: string): Html[] {
  // Split by a capturing group: every second part is an address.
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}" rel="noopener noreferrer"><bdi dir="ltr">${part}</bdi></a>` : html`${part}`));
}

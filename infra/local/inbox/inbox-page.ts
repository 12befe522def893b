import { html, type Html } from '@cie/gateway/pages/html.ts';
import type { InboxMessage } from './inbox.ts';

export const inboxStyle = `
:root { color-scheme: light; font: 1.125rem/1.5 system-ui, Arial, sans-serif; }
body { margin: 0; color: #212b32; background: #f0f4f5; }
.banner { background: #00703c; color: #fff; padding: 0.75rem 1rem; font-weight: 600; }
main { max-width: 48rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere; }
ul { list-style: none; padding: 0; }
li { background: #fff; border: 1px solid #d8dde0; margin: 0 0 0.5rem; padding: 0.75rem 1rem; overflow-wrap: anywhere; }
a { color: #005eb8; }
a:focus-visible { outline: 4px solid #ffb81c; outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
.text { background: #fff; border: 1px solid #d8dde0; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Europe/London' });

function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – sandbox inbox</title>
<link rel="stylesheet" href="/inbox.css">
</head>
<body>
<header class="banner">Sandbox inbox: e-mails and texts that the exchange would have sent</header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`.text;
}

/** All messages, newest first. */
export function listPage(messages: readonly InboxMessage[]): string {
  const items = messages.map(
    (message) => html`<li><a href="/messages/${message.id}">${message.subject}</a><br>
To ${message.to.join(', ')}, <time datetime="${message.arrivedAt.toISOString()}">${time.format(message.arrivedAt)}</time></li>`,
  );
  const content = items.length === 0 ? html`<p>Nothing has been sent yet. The exchange sends no messages in this version; mail that a program on this machine sends to the SMTP port after this one is shown here.</p>` : html`<ul>${items}</ul>`;
  return page('Messages', html`${content}\n<p><a href="/">Look again</a></p>`);
}

/** One message, as text; its addresses on this machine or https are links, since people follow them. */
export function messagePage(message: InboxMessage): string {
  return page(
    message.subject,
    html`<dl>
<dt>From</dt><dd>${message.from}</dd>
<dt>To</dt><dd>${message.to.join(', ')}</dd>
<dt>Sent</dt><dd><time datetime="${message.arrivedAt.toISOString()}">${time.format(message.arrivedAt)}</time></dd>
</dl>
<div class="text">${withLinks(message.text)}</div>
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
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}" rel="noopener noreferrer">${part}</a>` : html`${part}`));
}

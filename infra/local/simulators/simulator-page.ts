import type { ServerResponse } from 'node:http';
import { html, type Html } from '@cie/gateway/pages/html.ts';

export const stylePath = '/simulator.css';

/** Deliberately not the exchange's look: nobody should take a simulator for the real thing. */
const style = `
:root { color-scheme: light; font: 1.125rem/1.5 system-ui, Arial, sans-serif; }
body { margin: 0; color: #212b32; background: #fff; overflow-wrap: anywhere; }
.banner { background: #4c2c92; color: #fff; padding: 0.75rem 1rem; font-weight: 600; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.75rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
fieldset { min-width: 0; border: 1px solid #768692; margin: 0 0 1rem; padding: 0.75rem 1rem; }
legend { font-weight: 600; padding: 0 0.25rem; }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: 0 0 0.5rem; }
button { font: inherit; cursor: pointer; color: #fff; background: #4c2c92; border: 2px solid #4c2c92; border-radius: 4px; padding: 0.5rem 0.9rem; min-height: 2.75rem; }
li button { width: 100%; text-align: left; color: #212b32; background: #f0edf7; }
.name { display: block; font-weight: 600; }
.more { display: block; font-size: 1rem; }
button:focus-visible, input:focus-visible, select:focus-visible { outline: 4px solid #ffb81c; outline-offset: 2px; }
label { display: block; margin: 0 0 0.75rem; }
.choice { margin: 0.25rem 0; }
input:not([type=radio]), select { display: block; font: inherit; width: 100%; max-width: 24rem; box-sizing: border-box; padding: 0.4rem; border: 2px solid #4c6272; border-radius: 0; background: #fff; color: inherit; }
input[type=radio] { width: 1.4rem; height: 1.4rem; vertical-align: middle; margin: 0 0.5rem 0 0; }
.problem { border-left: 6px solid #d5281b; padding: 0.5rem 1rem; font-weight: 600; }
`;

export function sendStyle(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-store' }).end(style);
}

/**
 * Sends a page of a simulator. `clientOrigin` must be allowed for forms: Chromium checks the whole chain of
 * redirects after a form post, and ours ends at the exchange.
 */
export function sendPage(response: ServerResponse, status: number, clientOrigin: string, { title, body }: { title: string; body: Html }): void {
  const markup = html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<header class="banner">Simulator on this machine. Not a real service: type no real details.</header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`;
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'self'; form-action 'self' ${clientOrigin}; frame-ancestors 'none'; base-uri 'none'`,
    })
    .end(markup.text);
}

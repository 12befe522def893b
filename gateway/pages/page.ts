import type { FastifyReply } from 'fastify';
import { html, type Html } from './html.ts';
import { isInNhsApp } from './nhs-app.ts';
import { siteHeader, siteNavigation, type PageReader } from './site-header.ts';

export interface Page {
  /** Also the heading, so that tab, history and page agree. */
  readonly title: string;
  readonly body: Html;
  /** The page says what is wrong with a form: its name in tab and history does so too, and is what a screen reader says first. */
  readonly hasProblems?: boolean;
  /** Address of a script of ours; none for most pages. */
  readonly script?: string;
  /** Its script asks this gateway how far something is. */
  readonly connects?: boolean;
  /** Who is signed in, on pages that need it: the bar at the top then has the menu. Left out while signing in, where nothing leads astray. */
  readonly reader?: PageReader | null;
  /** This page's name in the menu. */
  readonly current?: string;
}

/** Where help is, in one place on every page (WCAG 2.2, 3.2.6). */
export const contactLink = html`<a href="/contact">Contact the support desk</a>`;

const plainHeader = html`<header class="nhsuk-header">
<div class="nhsuk-header__container nhsuk-width-container"><a class="nhsuk-header__service-name" href="/">Care Information Exchange</a></div>
</header>`;

/** The NHS App has a header of its own; where else to go, it does not know. */
const appHeader = (reader: PageReader | null | undefined, current: string | undefined): Html | null =>
  reader === undefined || reader === null ? null : siteNavigation(reader, current ?? null);

/** Markup of a page of sign-in. It works without script and loads nothing from elsewhere. */
function render({ title, body, script, reader, current, hasProblems = false }: Page, path: string, inNhsApp: boolean): string {
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${hasProblems ? 'Error: ' : ''}${title} – Care Information Exchange</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/portal.css">
${script === undefined ? null : html`<script src="${script}" defer></script>`}
</head>
<body class="nhsuk-template__body">
<a class="nhsuk-skip-link" href="#main">Skip to main content</a>
${inNhsApp ? appHeader(reader, current) : reader === undefined ? plainHeader : siteHeader(reader, path, current ?? null)}
<div class="nhsuk-width-container">
<main class="nhsuk-main-wrapper" id="main" tabindex="-1">
<h1 class="nhsuk-heading-l">${title}</h1>
${body}
</main>
</div>
<footer class="nhsuk-footer">
<div class="nhsuk-width-container"><p class="nhsuk-body-s">A record shared by NHS trusts in north-west London. ${contactLink}</p></div>
</footer>
</body>
</html>`.text;
}

/** Headers of every answer of sign-in: nothing is kept on a shared computer, nothing of it is told to another site. */
export function forbidStoring(reply: FastifyReply): void {
  void reply
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'same-origin')
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'same-origin');
}

/**
 * The window of a sign-in that a frame opened must stay in touch with it, over all of its pages: anything stricter would cut them
 * apart and the frame could not be signed in. All other pages need no window that opened them, and none may steer their tab.
 */
function openerPolicy(path: string): 'unsafe-none' | 'same-origin' {
  return path === '/sign-in' || path.startsWith('/sign-in/') ? 'unsafe-none' : 'same-origin';
}

/** Sends pages under a policy that lets no other site frame them, script them or receive their forms. */
export class PageSender {
  readonly #policy: string;

  /** `issuers` are the origins of the identity providers, to which a form of ours may lead. */
  constructor(issuers: readonly string[]) {
    this.#policy = [
      "default-src 'none'",
      "style-src 'self'",
      "script-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      `form-action 'self' ${issuers.join(' ')}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; ');
  }

  send(reply: FastifyReply, status: number, page: Page): FastifyReply {
    const path = reply.request.url.split('?')[0] ?? '/';
    return reply
      .code(status)
      .header('content-security-policy', page.connects === true ? `${this.#policy}; connect-src 'self'` : this.#policy)
      .header('cross-origin-opener-policy', openerPolicy(path))
      .type('text/html; charset=utf-8')
      .send(render(page, path, isInNhsApp(reply.request)));
  }
}

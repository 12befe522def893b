import type { Page } from '@cie/web-kit/page/area.ts';
import { words } from '@cie/web-portal/server.ts';
import { html, Html } from '../sign-in/html.ts';
import { welcomePage } from './welcome-page.ts';

/** Addresses of what a document loads. */
export interface DocumentFiles {
  readonly styles: readonly string[];
  readonly script: string | null;
  readonly preloads: readonly string[];
}

const isTitled = (name: string): name is keyof typeof words.titles => Object.hasOwn(words.titles, name);

function titleOf({ name, display, reader, patient }: Page): string {
  if (display.label !== undefined) return display.label;
  if (name === 'record' && reader?.kind === 'professional') return patient === null ? words.find : words.patientRecord;
  return isTitled(name) ? words.titles[name] : words.name;
}

const head = (page: Page, { styles, script, preloads }: DocumentFiles): Html => html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleOf(page)} – ${words.name}</title>
<link rel="icon" href="data:,">
${styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
${preloads.map((href) => html`<link rel="modulepreload" href="${href}">`)}
${script === null ? null : html`<script type="module" src="${script}"></script>`}
</head>`;

interface Link {
  readonly name: string;
  readonly href: string;
  readonly text: string;
}

function navigation({ name, reader }: Page): Html {
  const { titles, find, log } = words;
  const help = { name: 'help', href: '/help', text: titles.help };
  const links: readonly Link[] =
    reader === null
      ? [{ name: 'home', href: '/', text: titles.home }, help]
      : reader.kind === 'professional'
        ? [{ name: 'home', href: '/', text: titles.home }, { name: 'record', href: '/record', text: find }, { name: 'emergency', href: '/emergency', text: titles.emergency }, help]
        : [
            { name: 'home', href: '/', text: titles.home },
            { name: 'record', href: '/record', text: titles.record },
            { name: 'sharing', href: '/sharing', text: titles.sharing },
            { name: 'access-log', href: '/access-log', text: log },
            help,
          ];
  return html`<nav class="cie-navigation" aria-label="${words.navigation}"><div class="nhsuk-width-container"><ul>
${links.map((each) => html`<li><a href="${each.href}"${each.name === name ? html` aria-current="page"` : null}>${each.text}</a></li>`)}
</ul></div></nav>`;
}

function readerBar({ reader, path }: Page): Html {
  if (reader === null) return html`<div class="cie-header__reader"><a href="/sign-in?return=${encodeURIComponent(path)}">${words.signIn}</a></div>`;
  return html`<div class="cie-header__reader"><span>${words.signedInAs} <strong>${reader.name}</strong></span>
<form action="/sign-out" method="post"><button class="nhsuk-link" type="submit">${words.signOut}</button></form></div>`;
}

/** The first page before signing in has no record to wait for, and uses the whole width. */
const isWelcome = ({ name, reader }: Page): boolean => name === 'home' && reader === null;

/** What can be sent before the record is known, so that style and script are on their way meanwhile. */
export function documentStart(page: Page, files: DocumentFiles): string {
  const theme = page.display.theme === 'compact' ? ' cie-compact' : '';
  if (page.framed) return html`${head(page, files)}<body class="cie-frame${theme}">`.text;
  return html`${head(page, files)}<body class="nhsuk-template__body">
<a class="nhsuk-skip-link" href="#main">${words.skip}</a>
<header class="nhsuk-header">
<div class="nhsuk-header__container nhsuk-width-container"><a class="nhsuk-header__service-name" href="/">${words.name}</a>${readerBar(page)}</div>
${navigation(page)}
</header>${isWelcome(page) ? welcomePage : html`
<div class="nhsuk-width-container"><main class="nhsuk-main-wrapper" id="main" tabindex="-1">`}`.text;
}

/** Within the page around it a frame's main part has a name of its own: readers move between the two by it. */
const frameMain = (page: Page): string => html`<main aria-label="${titleOf(page)}">`.text;

/** A view with its state; `view` is Lit's own output, `json` is safe inside a script element. */
export function documentView(page: Page, view: string, json: string): string {
  const { name, framed } = page;
  const tag = `cie-${name}-view`;
  const element = `<${tag} class="cie-view${framed ? '' : ' cie-view--page'}">${view}</${tag}>`;
  // The state is data, never run: a policy without inline script stands.
  return `${framed ? `${frameMain(page)}${element}</main>` : element}<script type="application/json" id="cie-state">${json}</script>`;
}

export function documentEnd(page: Page): string {
  if (page.framed) return '</body></html>';
  return html`${isWelcome(page) ? null : html`</main></div>`}
<footer class="nhsuk-footer"><div class="nhsuk-width-container"><p class="nhsuk-body-s">${words.footer}</p></div></footer>
</body></html>`.text;
}

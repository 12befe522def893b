import type { Page } from '@cie/web-kit/page/area.ts';
import { words } from '@cie/web-portal/server.ts';
import { html, Html } from '../pages/html.ts';
import { contactLink } from '../pages/page.ts';
import { siteHeader, siteNavigation } from '../pages/site-header.ts';
import { welcomePage } from './welcome-page.ts';

/** Addresses of what a document loads. */
export interface DocumentFiles {
  readonly styles: readonly string[];
  readonly script: string | null;
  readonly preloads: readonly string[];
}

const isTitled = (name: string): name is keyof typeof words.titles => Object.hasOwn(words.titles, name);

/** Whether a patient or carer looks at the record of somebody else. */
const isOthersRecord = ({ patient, reader }: Page): boolean => reader?.kind === 'patient' && patient !== null && patient !== reader.ownRecord;

function titleOf(page: Page): string {
  const { name, display, reader, patient } = page;
  if (display.as !== undefined) return words.viewAs;
  // In every tab and frame, whatever a host calls it: it is not their own.
  if (isOthersRecord(page)) return words.otherRecord;
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

/** The first page before signing in has no record to wait for, and uses the whole width. */
const isWelcome = ({ name, reader }: Page): boolean => name === 'home' && reader === null;

/** The NHS App has a header of its own (REG-2). */
function header(page: Page, inNhsApp: boolean): Html | null {
  const { reader, path, name } = page;
  // "Your health record" is not where somebody is who looks at another person's.
  const current = isOthersRecord(page) ? null : name;
  if (!inNhsApp) return siteHeader(reader, path, current);
  return reader === null ? null : siteNavigation(reader, current);
}

/** What can be sent before the record is known, so that style and script are on their way meanwhile. */
export function documentStart(page: Page, files: DocumentFiles, inNhsApp: boolean): string {
  const theme = page.display.theme === 'compact' ? ' cie-compact' : '';
  if (page.framed) return html`${head(page, files)}<body class="cie-frame${theme}">`.text;
  return html`${head(page, files)}<body class="nhsuk-template__body">
<a class="nhsuk-skip-link" href="#main">${words.skip}</a>
${header(page, inNhsApp)}${isWelcome(page) ? welcomePage : html`
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
  return html`${page.display.as === undefined ? null : html`<p class="cie-view-as"><a href="/view-as">${words.viewAsOthers}</a></p>`}${isWelcome(page) ? null : html`</main></div>`}
<footer class="nhsuk-footer"><div class="nhsuk-width-container"><p class="nhsuk-body-s">${words.footer} ${contactLink}</p></div></footer>
</body></html>`.text;
}

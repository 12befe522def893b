import type { FastifyReply, FastifyRequest } from 'fastify';
import { CieError } from '@cie/kit/errors.ts';
import type { Problem } from '../pages/controls.ts';
import { problems } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';
import type { PageSender } from '../pages/page.ts';
import { deskReader } from './desk-guard.ts';
import type { DeskLink } from './desk-link.ts';

/** What the staff pages of the desk work with. */
export interface StaffParts {
  readonly desk: DeskLink;
  readonly pages: PageSender;
  readonly clock: () => Date;
}

export interface StaffPage {
  readonly title: string;
  readonly body: Html;
  /** What is wrong with the form on it; shown first. */
  readonly items?: readonly Problem[];
  /** What was just done. */
  readonly done?: string | undefined;
  /** Its place in the menu; the desk when left out. */
  readonly current?: string;
}

/** Sends a page of the staff with its menu, what was done or what is wrong, and a way back. */
export function sendStaffPage({ pages }: Pick<StaffParts, 'pages'>, request: FastifyRequest, reply: FastifyReply, status: number, { title, body, items = [], done, current = 'desk' }: StaffPage): FastifyReply {
  return pages.send(reply, status, {
    title,
    hasProblems: items.length > 0,
    reader: deskReader(request).viewer,
    current,
    body: html`${problems(items)}
${done === undefined ? null : html`<div class="cie-done" role="status"><p>${done}</p></div>`}
${body}`,
  });
}

/** The text of an error that its reader can act on; anything else goes on to the last handler. */
export function adviceOf(error: unknown): { readonly code: string; readonly text: string } {
  if (!(error instanceof CieError) || error.code.startsWith('ROOM_')) throw error;
  return { code: error.code, text: error.message.replace(/\.$/, '') };
}

export function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://query.invalid').searchParams;
}

/** One of these names, else null: addresses are typed by anybody. */
export function nameIn<Name extends string>(names: readonly Name[], text: string | null): Name | null {
  return names.find((each) => each === text) ?? null;
}

/** A table that becomes a card for each row on a narrow screen. The first column names the row. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  return html`<table class="cie-table">
<caption class="nhsuk-u-visually-hidden">${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td data-label="${heads[index] ?? ''}">${cell}</td>`))}</tr>`)}
</tbody>
</table>`;
}

/** Names and values, one under the other. */
export function summary(rows: readonly (readonly [name: string, value: Html | string])[]): Html {
  return html`<dl class="cie-facts">
${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
</dl>`;
}

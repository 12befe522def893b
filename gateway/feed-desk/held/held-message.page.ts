import { organisationName } from '@cie/kit/organisations.ts';
import { dateTime, waiting } from '../../desk/shown.ts';
import { summary } from '../../desk/staff-parts.ts';
import { form } from '../../pages/controls.ts';
import { html, type Html } from '../../pages/html.ts';
import { placeWords, type HeldContent, type ShownField } from '../mending/held-content.ts';
import type { DeskMessage, HistoryEntry } from './held-message.store.ts';
import { actionWords, codeWord, stateWords } from './held-words.ts';
import type { SenderNamer } from './sender-names.ts';

/** Segments or resources on one page. */
const MOST_GROUPS = 100;
/** Named fields that are listed first. */
const MOST_NAMED = 10;

/** What a page of one message is made of. `content` is null where nobody has to see it: when nothing is left to mend. */
export interface ShownMessage {
  readonly message: DeskMessage;
  readonly content: HeldContent | 'unreadable' | null;
  readonly history: readonly HistoryEntry[];
  readonly nameOf: SenderNamer;
  readonly now: Date;
  /** Whether the reader sets up senders of every organisation. */
  readonly mayAddSenders: boolean;
}

/** Its title names what kind it is and nobody. */
export const messageTitle = ({ state }: DeskMessage): string => ({ held: 'Held message', closed: 'Closed message', queued: 'Message that was replayed', applied: 'Message that was replayed', refused: 'Refused message' })[state];

export function messageBody({ message, content, history, nameOf, now, mayAddSenders }: ShownMessage): Html {
  return html`${facts(message, nameOf, now)}
${mayAddSenders && isStranger(message) ? html`<p><a href="/feeds/senders/new?held=${message.id}">Add a sender</a> with the application and facility of this message. Then replay it.</p>` : null}
${actions(message)}
${content === null ? null : content === 'unreadable' ? html`<p>The message cannot be read as HL7 or FHIR, so that no field of it can be mended. Ask the sender to send it again.</p>` : fieldsOf(message, content)}
${historyList(history)}
<p><a href="/feeds/held">Back to the held messages</a></p>`;
}

/** Once its sender is registered, the message belongs to an organisation. */
const isStranger = ({ state, code, organisation }: DeskMessage): boolean => state === 'held' && code === 'unknown-sender' && organisation === null;

function facts({ state, code, reason, event, sender, organisation, receivedAt, attempts, corrects, mendedBy, mendings }: DeskMessage, nameOf: SenderNamer, now: Date): Html {
  const at = receivedAt.toISOString();
  const other = (id: string, text: string): Html => html`<a href="/feeds/held/${id}">${text}</a> `;
  const rows: (readonly [string, Html | string] | null)[] = [
    ['State', stateWords[state]],
    code === null ? null : ['Why it waits', html`<strong>${codeWord(code)}</strong><br>${reason ?? ''}`],
    ['Message', event],
    ['Sender', nameOf(sender)],
    ['Organisation', organisation === null ? 'Not known' : organisationName(organisation)],
    ['Received', `${dateTime(at)}, ${waiting(at, now)} ago`],
    attempts === 0 ? null : ['Tries', String(attempts)],
    corrects === null ? null : ['Mends', other(corrects, 'The message as it came')],
    mendings.length === 0 ? null : ['Mended, and why', html`${mendings.map((each) => html`<span class="cie-lines">${each}</span><br>`)}`],
    mendedBy.length === 0 ? null : ['Mended by', html`${mendedBy.map((id, index) => other(id, mendedBy.length === 1 ? 'The mended message' : `Mended message ${index + 1}`))}`],
  ];
  return summary(rows.filter((row) => row !== null));
}

function actions({ id, state, version, mendedBy }: DeskMessage): Html | null {
  const kept = { seen: version };
  if (state === 'queued') return html`<p><a class="nhsuk-button nhsuk-button--secondary" href="/feeds/held/${id}">Look again</a></p>`;
  if (state === 'held') {
    return html`<div class="cie-buttons">
${form(`/feeds/held/${id}/replay`, [], 'Replay as it is', { kept })}
<p><a class="nhsuk-button nhsuk-button--secondary" href="/feeds/held/${id}/close">Close this message</a></p>
</div>`;
  }
  return state === 'closed' && mendedBy.length === 0 ? html`<div class="cie-buttons">${form(`/feeds/held/${id}/reopen`, [], 'Open it again', { kept, kind: 'secondary' })}</div>` : null;
}

function fieldsOf({ id, state, reason }: DeskMessage, content: HeldContent): Html {
  const { groups, left } = content.groups(reason ?? '', MOST_GROUPS);
  const marked = groups.flatMap(({ fields }) => fields).filter(({ isNamed }) => isNamed);
  const named = marked.slice(0, MOST_NAMED);
  const note = (field: ShownField): string => (isOneOf(marked.filter(({ label }) => label === field.label)) ? 'The reason names one of these' : 'The reason names this field');
  return html`<h2 class="nhsuk-heading-m">What the message says</h2>
${named.length === 0 ? null : html`<p>The reason names${isOneOf(named) ? ' one of these' : ''}:</p>
<ul class="nhsuk-list">${named.map((field) => html`<li><a href="#${anchorOf(field)}">${placeWords(field)}</a>, which says ${field.value === '' ? 'nothing' : field.value}</li>`)}</ul>`}
${groups.map(({ title, fields }) => fieldTable(id, state === 'held', title, fields, note))}
${left === 0 ? null : html`<p>${left.toLocaleString('en-GB')} further parts are not shown. Fields of them can be mended all the same.</p>`}
${state !== 'held' ? null : html`<p><a href="/feeds/held/${id}/mend">Mend a field that is not shown, or was not sent</a></p>`}`;
}

/** One table for each segment; the field that the reason names has a bar at its edge and says so in words. */
const fieldTable = (id: string, canMend: boolean, title: string, fields: readonly ShownField[], note: (field: ShownField) => string): Html => html`<table class="cie-table cie-segment">
<caption class="nhsuk-table__caption nhsuk-table__caption--s">${title}</caption>
<colgroup><col class="cie-segment__field"><col>${canMend ? html`<col class="cie-segment__mend">` : null}</colgroup>
<thead class="nhsuk-u-visually-hidden"><tr><th scope="col">Field</th><th scope="col">Content</th>${canMend ? html`<th scope="col">Mend</th>` : null}</tr></thead>
<tbody>
${fields.map((field) => html`<tr id="${anchorOf(field)}"${field.isNamed ? html` class="cie-named"` : null}><th scope="row">${field.label}${field.name === null ? null : html` <span class="cie-quiet">${field.name}</span>`}</th>
<td data-label="Content"><span class="cie-lines${field.isHidden ? ' cie-quiet' : ''}">${field.value === '' ? 'Nothing was sent' : field.value}</span>${field.isNamed ? html` <strong class="cie-named__note">${note(field)}</strong>` : null}</td>
${canMend ? html`<td data-label="Mend">${field.canMend ? html`<a href="/feeds/held/${id}/mend?at=${encodeURIComponent(field.at)}">Mend<span class="nhsuk-u-visually-hidden"> ${placeWords(field)}</span></a>` : html`<span class="cie-quiet">Fixed</span>`}</td>` : null}</tr>`)}
</tbody>
</table>`;

/** A reason names fields, not segments: the same field of several segments is marked in each of them. */
function isOneOf(named: readonly ShownField[]): boolean {
  return named.length > 1 && named.every(({ label, of }) => of !== null && label === named[0]?.label);
}

const anchorOf = ({ at }: ShownField): string => `field-${at.replaceAll(/[^A-Za-z0-9]/g, '-')}`;

const historyList = (history: readonly HistoryEntry[]): Html => html`<h2 class="nhsuk-heading-m">Who opened it, and what was done</h2>
<ol class="cie-history">
${history.map(({ at, name, organisation, action, detail }) => html`<li><strong>${actionWords[action]}</strong>${detail === null ? null : html`: <span class="cie-lines">${detail}</span>`}
<span class="cie-quiet">${name}${organisation === null ? '' : `, ${organisationName(organisation)}`}, ${dateTime(at.toISOString())}</span></li>`)}
</ol>`;

import { facts } from '@cie/web-kit/controls/list.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import type { TagColour } from '@cie/web-kit/controls/status-tag.ts';
import { day, lastDay } from '@cie/web-kit/language/dates.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Proxy } from '../../data/fetch-proxies.ts';
import type { ProxyState } from '../../data/operations.ts';
import { words } from '../../language/proxies.en.ts';
import { seeAs } from '../people-view/see-as.ts';
import { words as sharing } from '../../language/sharing.en.ts';

const colours: Readonly<Record<ProxyState, TagColour>> = { REQUESTED: 'yellow', ACTIVE: 'green', SUSPENDED: 'orange', ENDED: 'grey', REFUSED: 'grey' };

const change = ({ id, name }: Proxy, act: string, text: string, more: string): TemplateResult => html`<form data-act=${act} method="post">
  <input type="hidden" name="id" value=${id} /><input type="hidden" name="who" value=${name} />
  <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${text}<span class="nhsuk-u-visually-hidden">${more}</span></button>
</form>`;

const person = (proxy: Proxy): TemplateResult => {
  const { name, basis, labels, reason, requestedAt, startedAt, until } = proxy;
  // What a 16th birthday stopped does not begin again.
  const state = reason === 'AGE_16' ? 'ENDED' : proxy.state;
  return html`<li class="cie-list__item">
    <div>
      <p class="cie-list__title">${name}</p>
      <p class="cie-list__about">
        ${facts([words.basis[basis], startedAt === null ? words.asked(day(requestedAt)) : words.from(day(startedAt)), until === null ? null : sharing.untilDay(lastDay(until))])}
      </p>
      ${state === 'ACTIVE' ? html`<p class="cie-list__about">${`${sharing.sees}: ${labels.map((label) => sharing.labels[label]).join(', ')}`}</p>` : nothing}
      ${state === 'REQUESTED' ? html`<p class="cie-list__about">${words.requestText}</p>` : nothing}
      ${reason === null ? nothing : html`<p class="cie-list__about">${words.reasons[reason]}</p>`}
    </div>
    <div class="cie-list__notes">
      ${statusTag(words.states[state], colours[state])} ${state === 'ACTIVE' ? seeAs(`proxy-${proxy.id}`, name) : nothing} ${proxy.canSuspend ? change(proxy, 'suspend-proxy', words.suspend, words.suspendWith(name)) : nothing}
      ${proxy.canResume ? change(proxy, 'resume-proxy', words.resume, words.resumeWith(name)) : nothing}
    </div>
  </li>`;
};

/** ACC-4: everybody who acts for the reader, those who can see the record or want to first. */
export function proxies(all: readonly Proxy[]): TemplateResult {
  if (all.length === 0) return html`<p>${words.none}</p>`;
  const order: readonly ProxyState[] = ['ACTIVE', 'REQUESTED', 'SUSPENDED', 'ENDED', 'REFUSED'];
  const sorted = all.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return html`<ul class="cie-list" role="list">${sorted.map((each) => person(each))}</ul>`;
}

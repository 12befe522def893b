import { fetchRecords } from '@cie/web-identity/data/fetch-records.ts';
import type { SharedRecord } from '@cie/web-identity/data/fetch-records.ts';
import { recordsView } from '@cie/web-identity/elements/records-view/records.ts';
import { heading } from '@cie/web-kit/controls/headings.ts';
import { notice } from '@cie/web-kit/controls/notices.ts';
import { words as kit } from '@cie/web-kit/language/kit.en.ts';
import { day, time, weekday } from '@cie/web-kit/language/dates.ts';
import { area } from '@cie/web-kit/page/area.ts';
import type { Reader } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { fetchAhead } from './data/fetch-home.ts';
import type { Ahead } from './data/fetch-home.ts';
import { words } from './language/home.en.ts';
import { words as portal } from './language/portal.en.ts';

interface Content {
  readonly records: readonly SharedRecord[];
  /** Null for readers without a record of their own. */
  readonly ahead: Ahead | null;
}

const card = (href: string, [title, text]: readonly [string, string]): TemplateResult => html`<li>
  <div class="nhsuk-card nhsuk-card--clickable cie-card">
    <div class="nhsuk-card__content">
      <h2 class="nhsuk-card__heading nhsuk-heading-s"><a class="nhsuk-card__link" href=${href}>${title}</a></h2>
      <p class="nhsuk-card__description">${text}</p>
    </div>
  </div>
</li>`;

function cardsFor({ kind, ownRecord, proven, duties, launched }: Reader): readonly TemplateResult[] {
  const { cards } = words;
  if (launched === true) return [card('/record', cards.launched)];
  if (duties.length > 0) {
    const isDesk = duties.includes('support-desk');
    return [...(isDesk ? [card('/desk', cards.desk)] : []), ...(isDesk || duties.includes('integration') ? [card('/feeds/held', cards.feeds)] : []), ...(duties.includes('privacy-officer') ? [card('/privacy-officer', cards.privacy)] : [])];
  }
  if (kind === 'professional') return [card('/record', cards.find), card('/results-to-open', cards.toOpen), card('/emergency', cards.emergency)];
  const actFor = card('/act-for', cards.actFor);
  if (ownRecord === null) return proven ? [actFor] : [];
  return [
    card('/record?view=results', cards.results),
    card('/record?view=health', cards.health),
    card('/record?view=documents', cards.documents),
    card('/record?view=appointments', cards.appointments),
    card('/sharing', cards.sharing),
    card('/access-log', cards.log),
    actFor,
    card('/help', cards.help),
  ];
}

/** That somebody opened the record in an emergency (ACS-5), the next appointment, and what waits and from when (RES-3). */
function aheadView({ emergency, waiting, next }: Ahead): TemplateResult | typeof nothing {
  const lines = [
    ...(emergency ? [html`<p><strong>${words.emergency}</strong> <a href="/opened-in-emergency">${words.emergencyLink}</a></p>`] : []),
    ...(next === null || next.start === null
      ? []
      : [html`<p><strong>${words.nextAppointment}</strong> ${words.appointment(next.startText?.includes('T') === false ? weekday(next.start) : `${weekday(next.start)} at ${time(next.start)}`, next.clinic, next.organisation.name)}</p>`]),
    ...waiting.map(({ organisation, availableFrom }) => html`<p><strong>${words.waiting}</strong> ${words.waitingFrom(organisation.name, day(availableFrom))}</p>`),
  ];
  return lines.length === 0 ? nothing : notice(lines);
}

/** A person at P5 is told first what opens their record. */
function withoutRecord({ proven }: Reader): TemplateResult {
  const { title, text } = kit.problems[proven ? 'no-record' : 'unproven'];
  return notice(html`<h2 class="nhsuk-heading-s">${title}</h2><p>${text}</p>
    ${proven ? nothing : html`<p><a class="nhsuk-button" href="/sign-in/nhs-login?return=%2F&amp;prove=1" role="button">${portal.prove}</a></p>`}`);
}

/** The first page after signing in. */
export default area<Content>({
  async load({ ask, page: { reader, now } }) {
    const own = reader?.ownRecord ?? null;
    const [records, ahead] = await Promise.all([fetchRecords(ask), own === null ? null : fetchAhead(ask, own, now)]);
    return { records: records ?? [], ahead };
  },

  view({ records, ahead }, { reader }) {
    if (reader === null) return html``;
    const links = cardsFor(reader);
    return html`${heading(words.hello(reader.name), reader.organisation ?? undefined)}
      ${ahead === null ? nothing : aheadView(ahead)} ${reader.kind === 'patient' && reader.ownRecord === null ? withoutRecord(reader) : nothing}
      ${links.length === 0 ? nothing : html`<ul class="cie-cards" role="list">${links}</ul>`}
      ${reader.duties.length > 0 || (records.length === 0 && reader.kind === 'patient') ? nothing : recordsView(records)}`;
  },
});

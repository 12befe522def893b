import { askLine } from '@cie/web-kit/controls/ask.ts';
import { plainText, summary } from '@cie/web-kit/controls/details.ts';
import { facts } from '@cie/web-kit/controls/list.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Allergy, CareItem, CarePlan, Condition, Health, Medication } from '../../data/fetch-health.ts';
import { words } from '../../language/health.en.ts';
import type { OwnParts } from './health.ts';
import { preciseDay } from './precise-day.ts';

/** What of an item differs from kind to kind. */
interface Shown {
  readonly about: readonly (string | null)[];
  readonly tags: readonly (string | null)[];
  readonly text?: string | null;
}

const current: ReadonlySet<string> = new Set(['ACTIVE', 'RECURRENCE', 'RELAPSE', 'INTENDED', 'ON_HOLD', 'UNKNOWN', 'DRAFT']);

/** What is over stands after what is not; an unknown status is not over. */
const isOver = ({ status }: CareItem): boolean => status !== null && !current.has(status);
const statusOf = ({ status }: CareItem): string | null => (status === null || status === 'ACTIVE' ? null : words.statuses[status]);

const ofMedication = (item: Medication): Shown => ({ about: [item.dosage, item.reason === null ? null : words.reason(item.reason)], tags: [statusOf(item)] });
const ofAllergy = (item: Allergy): Shown => ({
  about: [item.reaction, item.severity === null ? null : words.severities[item.severity]],
  tags: [item.criticality === null ? null : words.criticalities[item.criticality], statusOf(item), item.verification === null ? null : words.verifications[item.verification]],
});
const ofCondition = (item: Condition): Shown => ({
  about: [item.severity === null ? null : words.severities[item.severity]],
  tags: [statusOf(item), item.verification === null ? null : words.verifications[item.verification]],
});
const ofPlan = (item: CarePlan): Shown => ({ about: [], tags: [statusOf(item)], text: item.text });

/** CAR-1: whoever reads an item sees at once whether a hospital sent it or a person added it. */
const originOf = ({ addedByPerson, mine, author, organisation, site }: CareItem): string | null =>
  addedByPerson ? (mine ? words.addedBy.you : words.addedBy.other(author ?? '')) : (site ?? organisation?.name ?? null);

function item(each: CareItem, shown: Shown, page: Page, own: OwnParts | undefined): TemplateResult {
  const { name, startedOn, endedOn, notes, site, organisation, author, addedByPerson, ask } = each;
  const dates = [startedOn === null ? null : words.since(preciseDay(startedOn)), endedOn === null ? null : words.until(preciseDay(endedOn))];
  const tags = shown.tags.filter((tag) => tag !== null);
  return html`<li class="cie-list__item">
    <div>
      <h3 class="cie-list__title">${name}</h3>
      ${facts(shown.about) === '' ? nothing : html`<p class="cie-list__about">${facts(shown.about)}</p>`}
      <p class="cie-list__about">${facts([...dates, addedByPerson ? null : originOf(each)])}</p>
      ${shown.text === null || shown.text === undefined ? nothing : plainText(shown.text)}
      <details class="cie-person">
        <summary>${words.more}<span class="nhsuk-u-visually-hidden">: ${name}</span></summary>
        ${summary([
          [words.facts.hospital, [site, organisation?.name].filter((part) => part !== null && part !== undefined).join(', ')],
          [words.facts.author, addedByPerson ? null : author],
          [words.facts.notes, notes.join('\n')],
        ])}
        ${askLine(ask)} ${own?.itemPrivacy(each, page)}
      </details>
    </div>
    <div class="cie-list__notes">
      ${tags.map((tag) => statusTag(tag, 'grey'))} ${addedByPerson ? statusTag(originOf(each) ?? '', 'blue') : nothing}
      ${own?.changeItem(each)}
    </div>
  </li>`;
}

const inSection = {
  allergies: ({ allergies }: Health) => allergies.map((each) => [each, ofAllergy(each)] as const),
  medications: ({ medications }: Health) => medications.map((each) => [each, ofMedication(each)] as const),
  conditions: ({ conditions }: Health) => conditions.map((each) => [each, ofCondition(each)] as const),
  plans: ({ carePlans }: Health) => carePlans.map((each) => [each, ofPlan(each)] as const),
} as const;

export type ItemSection = keyof typeof inSection;
export const itemSections: readonly ItemSection[] = ['allergies', 'medications', 'conditions', 'plans'];

/** One kind of item under its heading, what is current first. */
export function itemSection(name: ItemSection, health: Health, page: Page, own: OwnParts | undefined): TemplateResult {
  const all: readonly (readonly [CareItem, Shown])[] = inSection[name](health);
  const sorted = [...all.filter(([each]) => !isOver(each)), ...all.filter(([each]) => isOver(each))];
  return html`<section>
    <h2 class="nhsuk-heading-m">${words.kinds[name]}</h2>
    ${sorted.length === 0 ? html`<p>${words.empty[name === 'allergies' ? name : 'other']}</p>` : html`<ul class="cie-list" role="list">${sorted.map(([each, shown]) => item(each, shown, page, own))}</ul>`}
    ${own?.addItem(name)}
  </section>`;
}

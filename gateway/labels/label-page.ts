import { form, options, problemOf, problems, summary, type Problem } from '../pages/controls.ts';
import { dayAndTime } from '../pages/dates.ts';
import { html, type Html } from '../pages/html.ts';
import type { LabelGiver, PrivacyLabel } from './data/operations.ts';
import type { LabelledItem } from './labelled-item.ts';
import { readersByCare, readersOf, type SharingFacts } from './who-sees.ts';

export const labelNames: Readonly<Record<PrivacyLabel, string>> = { GENERAL: 'General health', SEXUAL_HEALTH: 'Sexual health', MENTAL_HEALTH: 'Mental health', SOCIAL_CARE: 'Social care' };
const labels = ['GENERAL', 'SEXUAL_HEALTH', 'MENTAL_HEALTH', 'SOCIAL_CARE'] as const satisfies readonly PrivacyLabel[];

export const isLabel = (text: string): text is PrivacyLabel => labels.some((label) => label === text);

/** Names neither item nor label: it stands in tabs and histories. */
export const title = 'Privacy of an item in your record';

export interface LabelPage {
  readonly item: LabelledItem;
  readonly sharing: SharingFacts;
  /** Where the form goes. */
  readonly action: string;
  /** Where the item is read. */
  readonly back: string;
  /** Where it is told who could see the item on a day, and who did (ACS-8). */
  readonly days: string;
  readonly isMoved?: boolean;
  readonly problems?: readonly Problem[];
}

/** Which label an item has, who sees it with that one and with each other, and a form to move it (ACS-1). */
export function labelPage({ item, sharing, action, back, days, isMoved = false, problems: found = [] }: LabelPage): Html {
  return html`<div class="nhsuk-u-reading-width">
${problems(found)}
${isMoved ? html`<div class="nhsuk-inset-text cie-done" role="status" tabindex="-1"><p>It is under ${labelNames[item.label]} now.</p></div>` : null}
${summary([
    ['Item', item.name], ['From', item.organisation?.name ?? 'Entered by you, or by somebody who acts for you'],
    ['Privacy label', labelNames[item.label]], ['Shared with', [`${sharedWith(readersOf(item.label, sharing)) ?? 'Nobody'}.`, ...stillSeen(item.label, item, sharing)].join(' ')],
  ])}
<p>You always see it yourself. So does everybody with whom you share its label.</p>
<h2 class="nhsuk-heading-m" id="move">Move it to another label</h2>
${form(action, [
    options('radio', 'label', 'Which label should it have?', labels.filter((label) => label !== item.label).map((label) => ({
      value: label, label: labelNames[label], hint: hintOf(label, item, sharing), checked: false,
    })), `All that belongs to it moves too: its tests, files, versions and history.${item.organisation === null ? '' : ` The staff of ${item.organisation.name} who care for you see it under every label.`}`, problemOf(found, 'label-0')),
  ], 'Move it')}
<h2 class="nhsuk-heading-m">Who else can see it, whichever label it has</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
${item.organisation === null ? null : html`<li>The staff of ${item.organisation.name}, which supplied it, and of hospitals that share their records with it, while they care for you.</li>`}
<li>A professional who states a reason, in an emergency, for 30 minutes. You are told at once.</li>
<li>Somebody who made a copy of it before.</li>
</ul>
${history(item)}
<p><a href="${days}">See who could see it on a day, and who did</a></p>
<p><a href="${back}">Back to your record</a></p>
</div>`;
}

const listed = new Intl.ListFormat('en-GB');
const sharedWith = (names: readonly string[]): string | null => (names.length === 0 ? null : listed.format(names));

/** Who would see it, and what that changes: people think of names, not of labels. */
function hintOf(label: PrivacyLabel, item: LabelledItem, sharing: SharingFacts): string {
  const [before, after] = [readersOf(item.label, sharing), readersOf(label, sharing)];
  const byCare = readersByCare(label, item.organisation?.odsCode ?? null, sharing);
  const lost = before.filter((name) => !after.includes(name) && !byCare.includes(name));
  const gained = after.filter((name) => !before.includes(name));
  const changes = [
    ...(lost.length === 0 ? [] : [`No longer with ${listed.format(lost)}.`]),
    ...(gained.length === 0 ? [] : [`Newly with ${listed.format(gained)}.`]),
  ];
  const isSame = before.length === after.length && gained.length === 0;
  return [`Shared with ${sharedWith(after) ?? 'nobody'}.`, ...(isSame ? ['The same people as now.'] : changes), ...stillSeen(label, item, sharing)].join(' ');
}

/** Sharing takes nothing from those whose hospital holds the item anyway: it must be said before somebody relies on it. */
function stillSeen(label: PrivacyLabel, { organisation }: LabelledItem, sharing: SharingFacts): readonly string[] {
  const names = readersByCare(label, organisation?.odsCode ?? null, sharing);
  return names.length === 0 ? [] : [`${listed.format(names)} still ${names.length === 1 ? 'sees' : 'see'} it: their hospital group supplied it.`];
}

const givers: Readonly<Record<LabelGiver, string>> = {
  PATIENT: 'chosen by you',
  FORMER_OWNER: 'chosen by whoever had this record then',
  RULE: 'after what a hospital sent later',
};

function history({ history: held }: LabelledItem): Html | null {
  if (held.length === 0) return null;
  return html`<h2 class="nhsuk-heading-m">Labels it has had</h2>
<ol class="nhsuk-list nhsuk-list--number">
${held.map(({ label, since, by }, index) => html`<li>${labelNames[label]}${since === null ? null : html`, from ${dayAndTime(since)}`}, ${by === 'RULE' && index === 0 ? 'when it arrived' : givers[by]}</li>`)}
</ol>`;
}

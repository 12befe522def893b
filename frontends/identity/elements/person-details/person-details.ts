import { summary } from '@cie/web-kit/controls/details.ts';
import { facts } from '@cie/web-kit/controls/list.ts';
import { day } from '@cie/web-kit/language/dates.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { OpenRecord } from '../../data/fetch-record.ts';
import { words } from '../../language/person-details.en.ts';

type Demographics = NonNullable<OpenRecord['demographics']>;

/** A person as their hospital holds them, which hospital and since when, and whom to tell when it is wrong (ACC-2, REC-2). */
export function personDetails(person: Demographics, reader: 'patient' | 'professional'): TemplateResult {
  const { source, updatedAt } = person;
  return html`${summary([
      [words.name, [person.prefix, person.givenName, person.familyName].filter((part) => part).join(' ')],
      [words.birthDate, person.birthDate ? day(person.birthDate) : null],
      [words.sex, person.sex ? (words.sexes[person.sex] ?? person.sex) : null],
      [words.address, person.address ? [...person.address.lines, person.address.postcode].filter((line) => line).join(', ') : null],
      [words.phone, person.phone],
      [words.email, person.email],
      [words.practice, person.generalPractice],
      [words.practitioner, person.generalPractitioner],
      ...person.nextOfKin.map((each) => [words.nextOfKin, facts([each.name, each.relationship, each.phone, each.email])] as const),
    ])}
    ${source && updatedAt
      ? html`<p class="nhsuk-body-s">${words.source(source.name, day(updatedAt))}</p>
          <p class="nhsuk-body-s">${reader === 'patient' ? words.wrong(source.name) : words.wrongForStaff(source.name)}</p>`
      : nothing}`;
}

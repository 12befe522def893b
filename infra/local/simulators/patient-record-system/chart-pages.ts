import { html, type Html } from '@cie/gateway/pages/html.ts';
import { formatNhsNumber } from '@cie/kit/nhs-number.ts';
import { sandboxPeople, type SandboxPerson } from '../sandbox-people.ts';
import { patientIdOf, systemUsers } from './fhir-resources.ts';

const nameOf = ({ prefix, givenName, familyName }: SandboxPerson): string => `${prefix} ${givenName} ${familyName}`;

/** The list that a ward works from. */
export const listPage = (): { title: string; body: Html } => ({
  title: 'Patient-record system: my patients',
  body: html`<p>A trust’s own system, as clinicians use it all day. Open a patient’s chart to see how it opens the same patient in the exchange.</p>
<ul>${sandboxPeople.map((person) => html`<li><a href="/chart/${patientIdOf(person.nhsNumber)}">${nameOf(person)}</a>, born ${person.birthDate}</li>`)}</ul>`,
});

/** One patient's chart, with the button that launches the exchange. It is a form: each press makes a new launch, good once. */
export const chartPage = (person: SandboxPerson): { title: string; body: Html } => ({
  title: `Chart of ${nameOf(person)}`,
  body: html`<p>NHS number ${formatNhsNumber(person.nhsNumber)}, born ${person.birthDate}</p>
<form method="post" action="/chart/${patientIdOf(person.nhsNumber)}/launch">
<label>You work as <select name="user">${systemUsers.map(({ id, prefix, given, family, role }) => html`<option value="${id}">${prefix} ${given} ${family}, ${role}</option>`)}</select></label>
<button>Open in the Care Information Exchange</button>
</form>
<p><a href="/">My patients</a></p>`,
});

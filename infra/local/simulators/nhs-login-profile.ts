import { html, type Html } from '@cie/gateway/pages/html.ts';
import { sandboxSubject } from '@cie/gateway/sign-in/sandbox-subject.ts';
import { formatNhsNumber, parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { peopleWithoutRecords, peopleWithRecords, type ListedPerson, type NhsLoginPerson } from './nhs-login-people.ts';
import { sandboxPractices } from './organisation-directory/sandbox-practices.ts';
import type { SimulatedSignIn, SimulatorProfile } from './simulator-profile.ts';

type Params = Readonly<Record<string, unknown>>;

/** Levels of identity, highest first, and the vector of trust that a sign-in at that level returns. */
const levels = [
  { level: 'P9', vectors: ['P9.Cp.Cd', 'P9.Cp.Ck', 'P9.Cm'], meaning: 'identity proved with a photo' },
  { level: 'P5', vectors: ['P5.Cp.Cd', 'P5.Cp.Ck', 'P5.Cm'], meaning: 'details claimed, not proved' },
  { level: 'P0', vectors: ['P0.Cp'], meaning: 'only email address and phone' },
] as const;

/** Levels that the request accepts by its `vtr`; without one NHS login asks for P9. */
function acceptedLevels(params: Params): readonly (typeof levels)[number][] {
  const vtr = typeof params['vtr'] === 'string' ? readList(params['vtr']) : levels[0].vectors;
  return levels.filter(({ vectors }) => vectors.some((vector) => vtr.includes(vector)));
}

function readList(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    // Not JSON: nothing is accepted, and the page says so.
    return [];
  }
}

function levelChoice(params: Params): Html {
  const choices = acceptedLevels(params).map(
    ({ level, meaning }, index) =>
      html`<label class="choice"><input type="radio" name="level" value="${level}"${index === 0 ? html` checked` : null}>${level}: ${meaning}</label>`,
  );
  return html`<fieldset><legend>Level of identity</legend>${choices}</fieldset>`;
}

const personButton = (person: ListedPerson): Html => html`<li><button name="person" value="${person.key}">
<span class="name">${person.givenName} ${person.familyName}</span>
<span class="more">NHS number ${formatNhsNumber(person.nhsNumber)}, born ${person.birthDate}</span>
<span class="more">${person.story}</span></button></li>`;

const personForm = (action: string, people: readonly ListedPerson[], params: Params): Html => html`<form method="post" action="${action}">
${levelChoice(params)}
<ul>${people.map(personButton)}</ul>
</form>`;

const practiceChoice = html`<label>GP practice <select name="practice">
${sandboxPractices.map(({ code, name, country, isOpen }) => html`<option value="${code}">${name}${country === 'WALES' ? ' (Wales)' : ''}${isOpen ? '' : ' (closed)'}</option>`)}
<option value="">None</option>
</select></label>`;

function choices(action: string, params: Params): Html {
  return html`<h2>Sign in as one of the sandbox’s people</h2>
${personForm(action, peopleWithRecords, params)}
<h2>Sign in as somebody else</h2>
<form method="post" action="${action}">
<label>NHS number <input name="nhsNumber" inputmode="numeric" autocomplete="off" required></label>
<label>Family name <input name="familyName" autocomplete="off" required></label>
<label>Given name (optional) <input name="givenName" autocomplete="off"></label>
<label>Date of birth <input name="birthDate" type="date" autocomplete="off" required></label>
<label>Email address <input name="email" type="email" autocomplete="off" required></label>
${practiceChoice}
<label>Which NHS login of this person (leave empty for the first) <input name="login" autocomplete="off"></label>
${levelChoice(params)}
<button name="choice" value="somebody">Sign in as this person</button>
</form>
<h2>See what happens to people without a record to open</h2>
${personForm(action, peopleWithoutRecords(), params)}
<h2>Do not agree</h2>
<form method="post" action="${action}"><button name="choice" value="refuse">Refuse consent</button></form>
<h2>NHS login is out of order</h2>
<form method="post" action="${action}"><button name="choice" value="fail">Answer that it is not available</button></form>`;
}

const listed = (key: string | null): ListedPerson | undefined => [...peopleWithRecords, ...peopleWithoutRecords()].find((person) => person.key === key);

function typed(form: URLSearchParams): NhsLoginPerson {
  const text = (name: string): string => form.get(name)?.trim() ?? '';
  const login = text('login');
  return {
    nhsNumber: text('nhsNumber'),
    familyName: text('familyName'),
    givenName: text('givenName'),
    birthDate: text('birthDate'),
    email: text('email'),
    phone: '',
    // A form without the field is a script's: it means the first practice.
    practice: form.has('practice') ? text('practice') || null : (sandboxPractices[0]?.code ?? null),
    ...(login === '' ? {} : { login }),
  };
}

function read(form: URLSearchParams, params: Params): ReturnType<SimulatorProfile['read']> {
  if (form.get('choice') === 'refuse') return 'refused';
  if (form.get('choice') === 'fail') return 'unavailable';
  const granted = acceptedLevels(params).find(({ level }) => level === form.get('level'));
  if (granted === undefined) return { problem: 'The exchange did not ask for this level of identity. Choose another.' };
  const details = listed(form.get('person')) ?? typed(form);
  const nhsNumber = parseNhsNumber(details.nhsNumber);
  if (!nhsNumber.ok) return { problem: nhsNumber.message };
  if (details.familyName === '') return { problem: 'Enter a family name.' };
  if (!/^\d{4}-\d\d-\d\d$/.test(details.birthDate)) return { problem: 'Enter a date of birth as year, month and day, for example 1951-03-14.' };
  if (!/^[^@\s]+@[^@\s]+$/.test(details.email)) return { problem: 'Enter an email address.' };
  return signInOf({ ...details, nhsNumber: nhsNumber.value }, granted);
}

function signInOf(person: NhsLoginPerson, { level, vectors }: (typeof levels)[number]): SimulatedSignIn {
  const { nhsNumber, birthDate, login, phone, practice } = person;
  return {
    subject: sandboxSubject(nhsNumber, birthDate, ...(login === undefined ? [] : [login])),
    claims: {
      vot: vectors[0],
      vtm: 'http://127.0.0.1/trustmark/simulator',
      nhs_number: nhsNumber,
      family_name: person.familyName,
      given_name: person.givenName,
      birthdate: birthDate,
      identity_proofing_level: level,
      email: person.email,
      email_verified: true,
      ...(phone === '' ? {} : { phone_number: phone, phone_number_verified: true }),
      ...(practice === null ? {} : { gp_registration_details: { gp_ods_code: practice } }),
    },
  };
}

/** NHS login, as far as its published interface goes; and the NHS App, whose people are signed in with it. */
export const nhsLoginProfile: SimulatorProfile = {
  title: 'NHS login simulator',
  name: 'nhs-login',
  claims: {
    openid: ['sub', 'vot', 'vtm'],
    profile: ['nhs_number', 'family_name', 'birthdate', 'identity_proofing_level'],
    profile_extended: ['given_name'],
    email: ['email', 'email_verified'],
    phone: ['phone_number', 'phone_number_verified'],
    gp_registration_details: ['gp_registration_details'],
  },
  extraParams: ['vtr', 'asserted_login_identity'],
  choices,
  read,
  app: {
    title: 'NHS App simulator',
    handOverPath: '/sign-in/nhs-app',
    tokenParameter: 'assertedLoginIdentity',
    authorizationParameter: 'asserted_login_identity',
    choices: (action) => html`<p>You are signed in to the NHS App. Choose as whom you open the Care Information Exchange from there.</p>
<form method="post" action="${action}">
<fieldset><legend>What NHS login does</legend>
<label class="choice"><input type="radio" name="answer" value="knows" checked>It knows you and asks nothing</label>
<label class="choice"><input type="radio" name="answer" value="asks">It has to ask you something first</label>
</fieldset>
<ul>${[...peopleWithRecords, ...peopleWithoutRecords()].map(personButton)}</ul>
</form>`,
    read: (form) => {
      const person = listed(form.get('person'));
      if (person === undefined) return null;
      return { signIn: signInOf(person, levels[0]), isKnown: form.get('answer') !== 'asks' };
    },
  },
};

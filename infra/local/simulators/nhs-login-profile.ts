import { html, type Html } from '@cie/gateway/pages/html.ts';
import { sandboxSubject } from '@cie/gateway/sign-in/sandbox-subject.ts';
import { formatNhsNumber, parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { sandboxPeople } from './sandbox-people.ts';
import type { SimulatedSignIn, SimulatorProfile } from './simulator-profile.ts';

type Params = Readonly<Record<string, unknown>>;

/** Levels of identity, highest first, and the vector of trust that a sign-in at that level returns. */
const levels = [
  { level: 'P9', vectors: ['P9.Cp.Cd', 'P9.Cp.Ck', 'P9.Cm'], meaning: 'identity proved with a photo' },
  { level: 'P5', vectors: ['P5.Cp.Cd', 'P5.Cp.Ck', 'P5.Cm'], meaning: 'details claimed, not proved' },
  { level: 'P0', vectors: ['P0.Cp'], meaning: 'only e-mail address and phone' },
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

function choices(action: string, params: Params): Html {
  const people = sandboxPeople.map(
    (person) => html`<li><button name="person" value="${person.nhsNumber}">
<span class="name">${person.givenName} ${person.familyName}</span>
<span class="more">NHS number ${formatNhsNumber(person.nhsNumber)}, born ${person.birthDate}</span>
<span class="more">${person.story}</span></button></li>`,
  );
  return html`<h2>Sign in as one of the sandbox’s people</h2>
<form method="post" action="${action}">
${levelChoice(params)}
<ul>${people}</ul>
</form>
<h2>Sign in as somebody else</h2>
<form method="post" action="${action}">
<label>NHS number <input name="nhsNumber" inputmode="numeric" autocomplete="off" required></label>
<label>Family name <input name="familyName" autocomplete="off" required></label>
<label>Given name (optional) <input name="givenName" autocomplete="off"></label>
<label>Date of birth <input name="birthDate" type="date" autocomplete="off" required></label>
<label>E-mail address <input name="email" type="email" autocomplete="off" required></label>
${levelChoice(params)}
<button name="choice" value="somebody">Sign in as this person</button>
</form>
<h2>Do not agree</h2>
<form method="post" action="${action}"><button name="choice" value="refuse">Refuse consent</button></form>`;
}

function read(form: URLSearchParams, params: Params): ReturnType<SimulatorProfile['read']> {
  if (form.get('choice') === 'refuse') return 'refused';
  const granted = acceptedLevels(params).find(({ level }) => level === form.get('level'));
  if (granted === undefined) return { problem: 'The exchange did not ask for this level of identity. Choose another.' };
  const person = sandboxPeople.find(({ nhsNumber }) => nhsNumber === form.get('person'));
  const details = person ?? {
    nhsNumber: form.get('nhsNumber') ?? '',
    familyName: form.get('familyName')?.trim() ?? '',
    givenName: form.get('givenName')?.trim() ?? '',
    birthDate: form.get('birthDate') ?? '',
    email: form.get('email')?.trim() ?? '',
    phone: '',
  };
  const nhsNumber = parseNhsNumber(details.nhsNumber);
  if (!nhsNumber.ok) return { problem: nhsNumber.message };
  if (details.familyName === '') return { problem: 'Enter a family name.' };
  if (!/^\d{4}-\d\d-\d\d$/.test(details.birthDate)) return { problem: 'Enter a date of birth as year, month and day, for example 1951-03-14.' };
  if (!/^[^@\s]+@[^@\s]+$/.test(details.email)) return { problem: 'Enter an e-mail address.' };
  return signInOf({ ...details, nhsNumber: nhsNumber.value }, granted.level, granted.vectors[0]);
}

interface Details {
  readonly nhsNumber: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly birthDate: string;
  readonly email: string;
  readonly phone: string;
}

function signInOf(details: Details, level: string, vector: string): SimulatedSignIn {
  return {
    subject: sandboxSubject(details.nhsNumber, details.birthDate),
    claims: {
      vot: vector,
      vtm: 'http://127.0.0.1/trustmark/simulator',
      nhs_number: details.nhsNumber,
      family_name: details.familyName,
      given_name: details.givenName,
      birthdate: details.birthDate,
      identity_proofing_level: level,
      email: details.email,
      email_verified: true,
      ...(details.phone === '' ? {} : { phone_number: details.phone, phone_number_verified: true }),
    },
  };
}

/** NHS login, as far as its published interface goes. */
export const nhsLoginProfile: SimulatorProfile = {
  title: 'NHS login simulator',
  name: 'nhs-login',
  claims: {
    openid: ['sub', 'vot', 'vtm'],
    profile: ['nhs_number', 'family_name', 'birthdate', 'identity_proofing_level'],
    profile_extended: ['given_name'],
    email: ['email', 'email_verified'],
    phone: ['phone_number', 'phone_number_verified'],
  },
  extraParams: ['vtr', 'asserted_login_identity'],
  choices,
  read,
};

import { html, type Html } from '@cie/gateway/pages/html.ts';
import { sandboxSubject } from '@cie/gateway/sign-in/sandbox-subject.ts';
import type { SimulatedSignIn, SimulatorProfile } from './simulator-profile.ts';

/** Invented staff of a trust that signs its people in itself. */
const staff = [
  { name: 'Dr Cornelius Ravensworth', email: 'cornelius.ravensworth@ras.example.net', role: 'Registrar', emailVerified: true },
  { name: 'Nurse Henrietta Applegarth', email: 'henrietta.applegarth@ras.example.net', role: 'Staff nurse', emailVerified: false },
  { name: 'Felix Marchbanks', email: 'felix.marchbanks@ras.example.net', role: '', emailVerified: true },
] as const;

function choices(action: string): Html {
  const people = staff.map(({ name, email, role, emailVerified }) => html`<li><button name="person" value="${email}">
<span class="name">${name}</span>
<span class="more">${role === '' ? 'No role' : role}</span>
<span class="more">${email}${emailVerified ? null : ' (not verified)'}</span></button></li>`);
  return html`<h2>Sign in as somebody of the Hillingdon Hospitals</h2>
<form method="post" action="${action}"><ul>${people}</ul></form>
<h2>Do not sign in</h2>
<form method="post" action="${action}"><button name="choice" value="refuse">Cancel</button></form>`;
}

function read(form: URLSearchParams): SimulatedSignIn | 'refused' | { problem: string } {
  if (form.get('choice') === 'refuse') return 'refused';
  const person = staff.find(({ email }) => email === form.get('person'));
  if (person === undefined) return { problem: 'Choose somebody from the list.' };
  const { name, email, role, emailVerified } = person;
  return { subject: sandboxSubject('trust', email), claims: { name, email, email_verified: emailVerified, ...(role === '' ? {} : { role }) } };
}

/** A trust's own OpenID provider: a name, an address and a role in plain words. */
export const trustSignInProfile: SimulatorProfile = {
  title: 'The Hillingdon Hospitals: staff sign-in simulator',
  name: 'trust-hillingdon',
  claims: { openid: ['sub'], profile: ['name', 'role'], email: ['email', 'email_verified'] },
  extraParams: [],
  choices,
  read,
};

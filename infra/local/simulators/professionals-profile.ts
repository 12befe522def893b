import { html, type Html } from '@cie/gateway/pages/html.ts';
import { sandboxSubject } from '@cie/gateway/sign-in/sandbox-subject.ts';
import { organisationName, professionalOrganisations } from '@cie/kit/organisations.ts';
import { sandboxClinicians, titleOf, type SandboxClinician, type SandboxRole } from './sandbox-clinicians.ts';
import type { SimulatedSignIn, SimulatorProfile } from './simulator-profile.ts';

const rolesOf = ({ organisation, role, otherRoles = [] }: SandboxClinician): readonly SandboxRole[] => (role === '' ? [] : [{ organisation, role }, ...otherRoles]);

const describe = ({ organisation, role }: SandboxRole): string => `${titleOf(role)}, ${practiceName(organisation)}`;

/** Who has several roles chooses here or leaves it to the exchange: CIS2 asks only when it is asked to, and not always then. */
function personChoices(person: SandboxClinician): Html {
  const { name, email } = person;
  const roles = rolesOf(person);
  const [first, ...others] = roles;
  if (first === undefined) return personButton(email, name, 'No role at any organisation', email);
  if (others.length === 0) return personButton(email, name, describe(first), email);
  return html`${personButton(email, name, `${roles.length} roles; leave the choice to the exchange`, email)}
${roles.map((each, index) => personButton(`${email} ${index}`, name, `chooses here: ${describe(each)}`, email))}`;
}

const personButton = (value: string, name: string, more: string, email: string): Html => html`<li><button name="person" value="${value}">
<span class="name">${name}</span>
<span class="more">${more}</span>
<span class="more">${email}</span></button></li>`;

function choices(action: string): Html {
  const options = professionalOrganisations.map(({ odsCode, name }) => html`<option value="${odsCode}">${name} (${odsCode})</option>`);
  return html`<h2>Sign in as one of the sandbox’s professionals</h2>
<form method="post" action="${action}"><ul>${sandboxClinicians.map(personChoices)}</ul></form>
<h2>Sign in as somebody else</h2>
<form method="post" action="${action}">
<label>Name <input name="name" autocomplete="off" required></label>
<label>Email address <input name="email" type="email" autocomplete="off" required></label>
<label>Organisation <select name="organisation">${options}</select></label>
<label>Role (leave empty for a person without a role) <input name="role" autocomplete="off" value="Consultant"></label>
<label>Signs in with <select name="assurance"><option value="3">a smartcard (AAL3)</option><option value="2">an authenticator app (AAL2)</option><option value="1">a password alone (AAL1)</option></select></label>
<button name="choice" value="somebody">Sign in as this person</button>
</form>
<h2>Do not sign in</h2>
<form method="post" action="${action}"><button name="choice" value="refuse">Cancel</button></form>`;
}

function read(form: URLSearchParams): ReturnType<SimulatorProfile['read']> {
  if (form.get('choice') === 'refuse') return 'refused';
  const [chosenEmail, chosenRole] = (form.get('person') ?? '').split(' ');
  const person = sandboxClinicians.find(({ email }) => email === chosenEmail);
  if (person !== undefined) return signInOf(person, chosenRole === undefined ? null : Number(chosenRole));
  const name = form.get('name')?.trim() ?? '';
  const email = form.get('email')?.trim() ?? '';
  const organisation = form.get('organisation') ?? '';
  if (name === '') return { problem: 'Enter a name.' };
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) return { problem: 'Enter an email address.' };
  if (!professionalOrganisations.some(({ odsCode }) => odsCode === organisation)) return { problem: 'Choose an organisation from the list.' };
  return signInOf({ name, email, organisation, role: form.get('role')?.trim() ?? '' }, null, form.get('assurance') ?? '3');
}

function signInOf(person: SandboxClinician, chosen: number | null, assurance = '3'): SimulatedSignIn {
  const { name, email } = person;
  const roles = rolesOf(person).map(({ organisation, role }) => ({
    person_orgid: organisation, person_roleid: sandboxSubject(email, organisation, role), org_code: organisation, role_name: role,
  }));
  const selected = chosen === null ? undefined : roles[chosen];
  return {
    subject: sandboxSubject(email),
    claims: {
      name,
      email,
      authentication_assurance_level: assurance,
      ...(selected === undefined ? {} : { selected_roleid: selected.person_roleid }),
      nhsid_nrbac_roles: roles,
      nhsid_user_orgs: rolesOf(person).map(({ organisation }) => ({ org_code: organisation, org_name: practiceName(organisation) })),
    },
  };
}

/** CIS2 knows the names of general practices too. */
const practiceName = (odsCode: string): string => (odsCode === 'E87999' ? 'The Foxglove Practice' : organisationName(odsCode));

/** NHS CIS2 (professionals), as far as its published interface goes. */
export const professionalsProfile: SimulatorProfile = {
  title: 'Professionals’ sign-in simulator',
  name: 'professional',
  claims: {
    openid: ['sub', 'authentication_assurance_level'],
    profile: ['name'],
    email: ['email'],
    nationalrbacaccess: ['nhsid_nrbac_roles'],
    associatedorgs: ['nhsid_user_orgs'],
    selectedrole: ['selected_roleid'],
  },
  extraParams: [],
  choices,
  read,
};

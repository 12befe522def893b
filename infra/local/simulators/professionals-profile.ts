import { html, type Html } from '@cie/gateway/pages/html.ts';
import { sandboxSubject } from '@cie/gateway/sign-in/sandbox-subject.ts';
import { organisationName, organisations } from '@cie/kit/organisations.ts';
import { sandboxClinicians, type SandboxClinician } from './sandbox-clinicians.ts';
import type { SimulatedSignIn, SimulatorProfile } from './simulator-profile.ts';

function choices(action: string): Html {
  const people = sandboxClinicians.map(
    ({ name, email, organisation, role }) => html`<li><button name="person" value="${email}">
<span class="name">${name}</span>
<span class="more">${titleOf(role)}, ${organisationName(organisation)}</span>
<span class="more">${email}</span></button></li>`,
  );
  const options = organisations.map(({ odsCode, name }) => html`<option value="${odsCode}">${name} (${odsCode})</option>`);
  return html`<h2>Sign in as one of the sandbox’s professionals</h2>
<form method="post" action="${action}"><ul>${people}</ul></form>
<h2>Sign in as somebody else</h2>
<form method="post" action="${action}">
<label>Name <input name="name" autocomplete="off" required></label>
<label>E-mail address <input name="email" type="email" autocomplete="off" required></label>
<label>Organisation <select name="organisation">${options}</select></label>
<label>Role (leave empty for a person without a role) <input name="role" autocomplete="off" value="Consultant"></label>
<button name="choice" value="somebody">Sign in as this person</button>
</form>
<h2>Do not sign in</h2>
<form method="post" action="${action}"><button name="choice" value="refuse">Cancel</button></form>`;
}

function titleOf(role: string): string {
  return role.split(':').at(-1)?.replaceAll('"', '') ?? role;
}

function read(form: URLSearchParams): ReturnType<SimulatorProfile['read']> {
  if (form.get('choice') === 'refuse') return 'refused';
  const person = sandboxClinicians.find(({ email }) => email === form.get('person'));
  if (person !== undefined) return signInOf(person);
  const name = form.get('name')?.trim() ?? '';
  const email = form.get('email')?.trim() ?? '';
  const organisation = form.get('organisation') ?? '';
  if (name === '') return { problem: 'Enter a name.' };
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) return { problem: 'Enter an e-mail address.' };
  if (!organisations.some(({ odsCode }) => odsCode === organisation)) return { problem: 'Choose an organisation from the list.' };
  return signInOf({ name, email, organisation, role: form.get('role')?.trim() ?? '' });
}

function signInOf({ name, email, organisation, role }: SandboxClinician): SimulatedSignIn {
  const roleId = sandboxSubject(email, organisation, role);
  const roles = role === '' ? [] : [{ person_orgid: organisation, person_roleid: roleId, org_code: organisation, role_name: role }];
  return {
    subject: sandboxSubject(email),
    claims: {
      name,
      email,
      ...(role === '' ? {} : { selected_roleid: roleId }),
      nhsid_nrbac_roles: roles,
      nhsid_user_orgs: [{ org_code: organisation, org_name: organisationName(organisation) }],
    },
  };
}

/** NHS CIS2 (professionals), as far as its published interface goes. */
export const professionalsProfile: SimulatorProfile = {
  title: 'Professionals’ sign-in simulator',
  name: 'professional',
  claims: {
    openid: ['sub', 'selected_roleid'],
    profile: ['name'],
    email: ['email'],
    nationalrbacaccess: ['nhsid_nrbac_roles'],
    associatedorgs: ['nhsid_user_orgs'],
  },
  extraParams: ['selectedrole'],
  choices,
  read,
};

import { sandboxSubject } from '@cie/gateway/sign-in/sandbox-subject.ts';
import type { Duty } from '@cie/kit/access-context.ts';

/** One role of a professional at one organisation. */
export interface SandboxRole {
  /** ODS code. */
  readonly organisation: string;
  /** Role as NHS CIS2 writes it: a path, the last part of which people know. */
  readonly role: string;
}

/** An invented professional of the sandbox. */
export interface SandboxClinician extends SandboxRole {
  readonly name: string;
  readonly email: string;
  /** Roles beside the first, for a person who works in several places. */
  readonly otherRoles?: readonly SandboxRole[];
  /** What they do for the exchange itself (CIE_DUTIES). */
  readonly duties?: readonly Duty[];
}

const consultant = '"Clinical":"Clinical Provision":"Consultant"';

export const sandboxClinicians: readonly SandboxClinician[] = [
  { name: 'Dr Philippa Merriweather', email: 'philippa.merriweather@ryj.example.net', organisation: 'RYJ', role: consultant },
  { name: 'Sister Josephine Underhill', email: 'josephine.underhill@ryj.example.net', organisation: 'RYJ', role: '"Clinical":"Clinical Provision":"Nurse"' },
  { name: 'Rosalind Featherby', email: 'rosalind.featherby@ryj.example.net', organisation: 'RYJ', role: '"Admin & Clerical":"Information Governance":"Privacy Officer"' },
  { name: 'Dr Leopold Ashgrove', email: 'leopold.ashgrove@rqm.example.net', organisation: 'RQM', role: consultant },
  { name: 'Dr Winifred Larkspur', email: 'winifred.larkspur@ras.example.net', organisation: 'RAS', role: consultant },
  { name: 'Dr Absalom Whitlock', email: 'absalom.whitlock@r1k.example.net', organisation: 'R1K', role: '"Clinical":"Clinical Provision":"General Practitioner"' },
  {
    name: 'Dr Octavia Pemberley', email: 'octavia.pemberley@nhs.example.net', organisation: 'RYJ', role: consultant,
    otherRoles: [{ organisation: 'RQM', role: '"Clinical":"Clinical Provision":"Specialty Doctor"' }],
  },
  // A general practice is no organisation of the exchange: the desk has to know who this is.
  { name: 'Dr Barnaby Foxglove', email: 'barnaby.foxglove@practice.example.net', organisation: 'E87999', role: '"Clinical":"Clinical Provision":"General Practitioner"' },
  { name: 'Ursula Nightjar', email: 'ursula.nightjar@care.example.net', organisation: '', role: '' },
  { name: 'Dana Desk', email: 'dana.desk@qrv.example.net', organisation: 'QRV', role: '"Admin & Clerical":"Support":"Support Desk"', duties: ['support-desk', 'integration'] },
  { name: 'Ignatius Cable', email: 'ignatius.cable@rqm.example.net', organisation: 'RQM', role: '"Admin & Clerical":"Support":"Integration Engineer"', duties: ['integration'] },
  { name: 'Priya Officer', email: 'priya.officer@qrv.example.net', organisation: 'QRV', role: '"Admin & Clerical":"Information Governance":"Privacy Officer"', duties: ['privacy-officer'] },
  { name: 'Robin Ledger', email: 'robin.ledger@qrv.example.net', organisation: 'QRV', role: '"Admin & Clerical":"Information Governance":"Records Officer"', duties: ['records-team'] },
  // Whoever looks at the evidence for a request does not decide about it.
  { name: 'Tabitha Quill', email: 'tabitha.quill@qrv.example.net', organisation: 'QRV', role: '"Admin & Clerical":"Information Governance":"Records Officer"', duties: ['records-team'] },
];

/** The last part of a role's path, as people know it. */
export function titleOf(role: string): string {
  return role.split(':').at(-1)?.replaceAll('"', '') ?? role;
}

/** The setting CIE_DUTIES of the sandbox; `issuer` is that of the professionals' sign-in. */
export const sandboxDuties = (issuer: string) =>
  sandboxClinicians.flatMap(({ email, duties }) => (duties === undefined ? [] : [{ issuer, subject: sandboxSubject(email), duties }]));

/** An invented professional of the sandbox. */
export interface SandboxClinician {
  readonly name: string;
  readonly email: string;
  /** ODS code. */
  readonly organisation: string;
  /** Role as NHS CIS2 writes it: a path, the last part of which people know. */
  readonly role: string;
}

export const sandboxClinicians: readonly SandboxClinician[] = [
  { name: 'Dr Philippa Merriweather', email: 'philippa.merriweather@ryj.example.net', organisation: 'RYJ', role: '"Clinical":"Clinical Provision":"Consultant"' },
  { name: 'Sister Josephine Underhill', email: 'josephine.underhill@ryj.example.net', organisation: 'RYJ', role: '"Clinical":"Clinical Provision":"Nurse"' },
  { name: 'Rosalind Featherby', email: 'rosalind.featherby@ryj.example.net', organisation: 'RYJ', role: '"Admin & Clerical":"Information Governance":"Privacy Officer"' },
  { name: 'Dr Leopold Ashgrove', email: 'leopold.ashgrove@rqm.example.net', organisation: 'RQM', role: '"Clinical":"Clinical Provision":"Consultant"' },
  { name: 'Dr Winifred Larkspur', email: 'winifred.larkspur@ras.example.net', organisation: 'RAS', role: '"Clinical":"Clinical Provision":"Consultant"' },
  { name: 'Dr Absalom Whitlock', email: 'absalom.whitlock@r1k.example.net', organisation: 'R1K', role: '"Clinical":"Clinical Provision":"General Practitioner"' },
];

/** A GP practice of the sandbox, invented, as the directory of organisations knows it. */
export interface SandboxPractice {
  /** ODS code. */
  readonly code: string;
  readonly name: string;
  readonly town: string;
  readonly country: 'ENGLAND' | 'WALES';
  readonly isOpen: boolean;
}

const english = (code: string, name: string, town: string): SandboxPractice => ({ code, name, town, country: 'ENGLAND', isOpen: true });

export const sandboxPractices: readonly SandboxPractice[] = [
  english('E85001', 'The Plumtree Practice', 'London'),
  english('E85107', 'Lantern Row Surgery', 'Hounslow'),
  english('E86014', 'Saffron Lane Medical Centre', 'Uxbridge'),
  english('E84022', 'Mill Walk Surgery', 'Harrow'),
  english('E85340', 'Heron Court Practice', 'Ealing'),
  english('E87733', 'Orchard Steps Surgery', 'London'),
  english('E87999', 'The Foxglove Practice', 'London'),
  { code: 'W95999', name: 'Meddygfa Heulwen', town: 'Cardiff', country: 'WALES', isOpen: true },
  { code: 'E85998', name: 'The Old Toll House Surgery', town: 'London', country: 'ENGLAND', isOpen: false },
];

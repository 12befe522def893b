import { describe, expect, it } from 'vitest';
import { labelFor } from './label-rule.ts';
import { Label } from './names.ts';

describe('ACS-1 label by specialty, then sending team, then kind, else general', () => {
  it.each<[string, string, string, Label]>([
    ['', '', '', Label.general],
    ['MED', 'Renal ward', 'Discharge summary', Label.general],
    ['360', 'Renal ward', '', Label.sexualHealth],
    [' gum ', '', '', Label.sexualHealth],
    ['711', '', '', Label.mentalHealth],
    ['', 'Sexual Health Clinic', '', Label.sexualHealth],
    ['', 'Community Psychiatry', 'Sexually transmitted infection screen', Label.mentalHealth],
    ['', '', 'Syphilis serology', Label.sexualHealth],
    ['', 'GUM clinic', '', Label.sexualHealth],
    ['', 'Dental', 'Treatment of gum disease', Label.general],
    ['', '', 'Social work assessment', Label.socialCare],
    ['710', 'GUM clinic', 'Social care plan', Label.mentalHealth],
  ])('%j, %j, %j: %i', (specialty, team, kind, label) => expect(labelFor({ specialty, team, kind })).toBe(label));
});

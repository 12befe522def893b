import { describe, expect, it } from 'vitest';
import { Label } from '../names.ts';
import { FhirElement } from './fhir-element.ts';
import { securityOf, strictest, type Security } from './fhir-label.ts';

const { general, sexualHealth, mentalHealth, socialCare } = Label;

describe('ACS-1 the label of what FHIR brings', () => {
  it.each<[name: string, byRule: Label, security: Security, byDefault: Label | null, expected: Label | null]>([
    ['the rule alone', mentalHealth, null, null, mentalHealth],
    ['meta.security alone', general, sexualHealth, null, sexualHealth],
    ['the sender alone', general, null, socialCare, socialCare],
    ['nothing', general, null, null, general],
    ['rule before sender', mentalHealth, null, sexualHealth, mentalHealth],
    ['rule and meta.security agree', mentalHealth, mentalHealth, null, mentalHealth],
    ['meta.security names another than the rule: a person chooses', sexualHealth, mentalHealth, null, null],
    ['meta.security names another than the sender: a person chooses', general, mentalHealth, sexualHealth, null],
    ['restricted, and the rule says in which way', mentalHealth, 'restricted', null, mentalHealth],
    ['restricted, and the sender says in which way', general, 'restricted', socialCare, socialCare],
    ['restricted, and nothing says in which way', general, 'restricted', null, null],
    ['restricted, and the sender says general', general, 'restricted', general, null],
    ['several, whatever the rule says', mentalHealth, 'unclear', null, null],
  ])('%s', (_name, byRule, security, byDefault, expected) => {
    expect(strictest(byRule, security, byDefault)).toBe(expected);
  });

  it.each<[codes: readonly string[], expected: Security]>([
    [['HIV', 'STD', 'R'], sexualHealth], [['psy'], mentalHealth], [['N'], null], [['V'], 'restricted'], [['HIV', 'PSY'], 'unclear'], [[], null],
  ])('reads %j', (codes, expected) => {
    const element = new FhirElement({ security: codes.map((code) => ({ code })) }, 'Observation.meta');
    expect(securityOf(element, null)).toBe(expected);
  });

  it('takes labels of item and bundle together', () => {
    expect(securityOf(new FhirElement({ security: [{ code: 'HIV' }] }, 'a'), new FhirElement({ security: [{ code: 'PSY' }] }, 'b'))).toBe('unclear');
  });
});

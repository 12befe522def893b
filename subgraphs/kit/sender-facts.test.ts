import { describe, expect, it } from 'vitest';
import { readIncomingMessage } from './command-input.ts';
import { Label } from './names.ts';
import { asSenderSays, readSenderFacts, siteName, strictestLabel, zoneOf } from './sender-facts.ts';

const sender = { zone: 'UTC', defaultLabel: Label.mentalHealth, sites: { CXH: 'Charing Cross Hospital' } };

describe('ING-1 what staff have set for a sender', () => {
  it.each([
    [Label.general, Label.mentalHealth], [Label.sexualHealth, Label.sexualHealth], [Label.socialCare, Label.socialCare], [Label.mentalHealth, Label.mentalHealth],
  ])('ACS-1 its default label makes general stricter and never anything milder: %i gives %i', (label, expected) => {
    expect(strictestLabel({ sender }, label)).toBe(expected);
    expect(strictestLabel({ sender: { ...sender, defaultLabel: null } }, label)).toBe(label);
    expect(strictestLabel({}, label)).toBe(label);
  });

  it('names its sites, and leaves a code that nobody named', () => {
    expect(['CXH', 'XX', 'constructor'].map((code) => siteName({ sender }, code))).toEqual(['Charing Cross Hospital', 'XX', 'constructor']);
    expect(asSenderSays({ sender }, { site: 'CXH', label: Label.general, more: 1 })).toEqual({ site: 'Charing Cross Hospital', label: Label.mentalHealth, more: 1 });
    expect(asSenderSays({}, { site: null, label: Label.general })).toEqual({ site: null, label: Label.general });
  });

  it('gives the zone of its clock, London where none is set', () => {
    expect([zoneOf({ sender }), zoneOf({})]).toEqual(['UTC', 'Europe/London']);
  });

  it('comes with a message to a room, which checks it', () => {
    const message = { id: '1', organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-01-01T00:00:00Z', text: 'MSH' };
    expect(readIncomingMessage({ ...message, sender })).toMatchObject({ sender });
    expect(readIncomingMessage(message)).not.toHaveProperty('sender');
    for (const wrong of [null, 'x', { ...sender, zone: 1 }, { ...sender, defaultLabel: 9 }, { ...sender, defaultLabel: undefined }, { ...sender, sites: { a: 1 } }]) {
      expect(() => readSenderFacts(wrong)).toThrow(expect.objectContaining({ code: 'COMMAND_INPUT_INVALID' }));
    }
  });
});

import { describe, expect, it } from 'vitest';
import { applyEncounter, type Encounter, type EncounterEvent, type EncounterMessage } from './encounter.ts';

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));
function message(event: EncounterEvent, sent: number, more: Partial<EncounterMessage> = {}): EncounterMessage {
  return { event, visit: 'V1', isNumbered: true, at: day(sent), admittedAt: null, dischargedAt: null, patientClass: null, location: null, sentAt: day(sent), ...more };
}

function after(...messages: readonly EncounterMessage[]): Encounter | null {
  return messages.reduce<Encounter | null>((stored, each) => applyEncounter(stored, each) ?? stored, null);
}

describe('ING-1 what ADT events do to an encounter', () => {
  const begun = message('begun', 2, { location: 'Ward A', patientClass: 'I' });
  it.each<[string, readonly EncounterMessage[], Partial<Encounter> | null]>([
    ['A05 plans it', [message('planned', 1, { admittedAt: day(9) })], { status: 'planned', startedAt: day(9) }],
    ['A01 begins what was planned', [message('planned', 1, { admittedAt: day(9) }), begun], { status: 'in-progress', startedAt: day(2) }],
    ['A05 after A01 plans nothing', [begun, message('planned', 3)], { status: 'in-progress', startedAt: day(2) }],
    ['A08 changes the class', [begun, message('changed', 3, { patientClass: 'O' })], { status: 'in-progress', patientClass: 'O', location: 'Ward A' }],
    ['A08 alone, without an admission', [message('changed', 3)], null],
    ['A08 alone, with an admission', [message('changed', 3, { admittedAt: day(1) })], { status: 'in-progress', startedAt: day(1) }],
    ['A02 moves', [begun, message('moved', 3, { location: 'Ward B' })], { location: 'Ward B', priorLocation: 'Ward A' }],
    ['A12 moves back', [begun, message('moved', 3, { location: 'Ward B' }), message('move-cancelled', 4)], { location: 'Ward A', priorLocation: null }],
    ['A12 believes the place that it names', [begun, message('move-cancelled', 4, { location: 'Ward C' })], { location: 'Ward C' }],
    ['A03 ends', [begun, message('ended', 5, { dischargedAt: day(4) })], { status: 'finished', endedAt: day(4), startedAt: day(2) }],
    ['A03 of an unknown visit still tells of one', [message('ended', 5)], { status: 'finished', endedAt: day(5) }],
    ['A13 undoes the discharge', [begun, message('ended', 5), message('end-cancelled', 6)], { status: 'in-progress', endedAt: null, startedAt: day(2) }],
    ['A11 cancels', [begun, message('begin-cancelled', 3)], { status: 'cancelled' }],
    ['A11 before its A01, which is older: stays cancelled', [message('begin-cancelled', 3), begun], { status: 'cancelled' }],
    ['A01 after A11 begins anew', [begun, message('begin-cancelled', 3), message('begun', 4)], { status: 'in-progress', startedAt: day(4) }],
    ['A08 does not revive what was cancelled', [begun, message('begin-cancelled', 3), message('changed', 4)], { status: 'cancelled' }],
    ['a late A03 does not end what A13 reopened', [begun, message('end-cancelled', 6), message('ended', 5)], { status: 'in-progress', endedAt: null }],
  ])('%s', (_what, messages, expected) => {
    expect({ encounter: after(...messages) }).toMatchObject({ encounter: expected });
  });

  it('takes the newer for what was kept before its time was noted', () => {
    expect(applyEncounter({ ...must(after(begun)), sentAt: null }, message('begin-cancelled', 1))).toMatchObject({ status: 'cancelled' });
  });
});

function must(encounter: Encounter | null): Encounter {
  if (encounter === null) throw new Error('no encounter');
  return encounter;
}

import { AskError } from '@cie/web-kit/graph/operation.ts';
import type { Ask, Operation } from '@cie/web-kit/graph/operation.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { describe, expect, it } from 'vitest';
import findArea from './find-area.ts';

const page: Page = {
  name: 'record', path: '/record', framed: false, display: {}, route: { view: 'documents' }, patient: null, now: '2026-11-23T12:00:00Z',
  reader: { kind: 'professional', name: 'Dr Sample', organisation: 'RYJ', ownRecord: null, proven: true, duties: [] },
};
const patient = '4d2cb26c-9a1a-4f0a-8f0e-0c6a2c0b7f11';

/** Presses the button with these fields; `answers` by the name of the operation. */
async function press(content: unknown, fields: Readonly<Record<string, string>>, answers: Readonly<Record<string, unknown>>, framed = false) {
  const asked: (readonly [string, unknown])[] = [];
  const ask = (async (operation: Operation<unknown, unknown>, variables: unknown) => {
    asked.push([operation.name, variables]);
    const answer = answers[operation.name];
    if (answer instanceof Error) throw answer;
    return answer;
  }) as Ask; // answers are those of the operations that the area asks
  const form = new FormData();
  for (const [name, value] of Object.entries({ number: '999 100 1131', day: '14', month: '3', year: '1951', ...fields })) form.set(name, value);
  const done = await findArea.act?.({ ask, page: { ...page, framed } }, content, 'find', form);
  return { done, asked };
}

const found = { nhsNumber: '9991001131', birthDate: '1951-03-14' };
const wanted = { FindPatient: new AskError('refused', 'This record is specially protected.', 'REASON_WANTED') };

describe('abuse case 19: a professional finds a specially protected record', () => {
  it('is asked for a reason, keeps what was typed, and opens the record with it', async () => {
    const first = await press({}, {}, wanted);
    expect(first.done?.content).toMatchObject({ reason: { text: '' }, draft: { number: '999 100 1131' }, problems: [] });
    const dots = await press(first.done?.content, { reason: '. . . . . . . . . .' }, {});
    expect([dots.done?.content, dots.asked]).toMatchObject([{ problems: [['reason', expect.stringContaining('in your own words')]] }, []]);
    const oneKey = await press(first.done?.content, { reason: 'aaaaaaaaaa' }, {});
    expect([oneKey.done?.content, oneKey.asked]).toMatchObject([{ problems: [['reason', expect.stringContaining('at least 10 letters')]] }, []]);
    const stated = await press(first.done?.content, { reason: 'Clinic this afternoon' }, { StateReason: { stateReason: { id: patient } } });
    expect(stated.asked).toEqual([['StateReason', { input: { ...found, reason: 'Clinic this afternoon' } }]]);
    expect(stated.done).toEqual({ go: { view: 'documents', patient } });
  });

  it('is told no more than anybody else when no record asks for it', async () => {
    const { done } = await press({ reason: { text: '' } }, { reason: 'Clinic this afternoon' }, { StateReason: { stateReason: null } });
    expect(done?.content).toMatchObject({ problems: [['number', 'No record opens with these details.']] });
    expect(done?.content).not.toHaveProperty('reason');
  });

  it('states nothing in a frame, where another page could lie over it, and can search on', async () => {
    const { done, asked } = await press({ reason: { text: '' } }, { reason: 'Clinic this afternoon' }, { FindPatient: { findPatient: { id: patient } } }, true);
    expect(asked).toEqual([['FindPatient', found]]);
    expect(done).toEqual({ go: { view: 'documents', patient } });
  });

  it('other refusals are said as they are', async () => {
    const { done } = await press({}, {}, { FindPatient: new AskError('refused', 'Searching is paused.', 'SEARCH_TOO_OFTEN') });
    expect(done?.content).toMatchObject({ notDone: 'Searching is paused.' });
  });
});

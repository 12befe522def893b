import { describe, expect, it } from 'vitest';
import { parseHl7 } from './hl7-message.ts';
import { professionalName } from './person-name.ts';

const name = (xcn: string) => professionalName(parseHl7(`MSH|^~\\&|A\rPV1|${xcn}`).field('PV1', 1).repetitions[0]);

describe('names of professionals (XCN)', () => {
  it.each([
    ['C006^Woolfson^Kathleen^^^Dr^^^DRNBR', 'Dr Kathleen Woolfson'],
    ['^Jones^Stuart', 'Stuart Jones'],
    ['1^de&de^Groot', 'Groot de'],
    ['IvanDoctorovich', 'IvanDoctorovich'],
    ['Dr A. Smith', 'Dr A. Smith'],
    ['12345', null],
    ['C006', null],
    ['', null],
  ])('%s: %s', (xcn, expected) => expect(name(xcn)).toBe(expected));
});

import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Hl7Context, Hl7Message as MedplumMessage } from '@medplum/core';
import { describe, expect, it } from 'vitest';
import { CieError } from '../errors.ts';
import { mutateBytes, seededGenerator } from '../testing/mutate-bytes.ts';
import { decodeHl7, splitMessages } from './hl7-bytes.ts';
import { parseHl7, type Hl7Message, type Segment } from './hl7-message.ts';
import { parseHl7Time } from './hl7-time.ts';

const samples = `${process.env['CIE_SAMPLE_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))}/hl7v2`;
const present = existsSync(samples);
const files = present ? globSync('*/*.{hl7,hl7s,txt}', { cwd: samples }).toSorted() : [];

function messagesOf(file: string): readonly string[] {
  return splitMessages(readFileSync(`${samples}/${file}`)).map(decodeHl7);
}

function expectSameStructure(ours: Hl7Message): void {
  const { field, component, repetition, escape, subcomponent } = ours.delimiters;
  const theirs = MedplumMessage.parse(ours.segments.map((segment) => segment.raw).join('\r'));
  expect(theirs.context).toEqual(new Hl7Context('\r', field, component, repetition, escape, subcomponent));
  expect(ours.segments.map((segment) => segment.name)).toEqual(theirs.segments.map((segment) => segment.name));
  ours.segments.forEach((segment, index) => {
    for (let number = segment.name === 'MSH' ? 3 : 1; number <= segment.fieldCount; number++) {
      expect(structure(segment, number, component)).toEqual(theirs.segments[index]?.getField(number)?.components);
    }
  });
}

/** One mutated message; null when it is refused, or where the two differ on purpose. */
function parsed(bytes: Buffer): Hl7Message | null {
  const [first] = splitMessages(bytes);
  if (first === undefined) return null;
  try {
    const message = parseHl7(decodeHl7(first));
    return differs(message) ? null : message;
  } catch (error) {
    if (error instanceof CieError) return null;
    throw error;
  }
}

/**
 * On purpose: a line that begins no segment continues the one before (they make it a segment), an absent delimiter cuts nothing (they
 * cut at every character), and a second header in a message is counted as a header.
 */
function differs({ segments, delimiters }: Hl7Message): boolean {
  return segments.some((segment) => segment.raw.includes('\n')) || Object.values(delimiters).includes('')
    || segments.slice(1).some(({ name }) => ['MSH', 'BHS', 'FHS'].includes(name));
}

/** A field as raw repetitions and components, cut by this tokeniser. */
function structure(segment: Segment, number: number, component: string): string[][] {
  return segment.field(number).repetitions.map((repetition) => {
    expect(repetition.componentCount).toBe(repetition.raw.split(component).length);
    return repetition.raw.split(component);
  });
}

describe.skipIf(!present)(`ING-1 every sample${present ? '' : ' (skipped: sample data not present)'}`, () => {
  it('finds the messages of every file', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(files.flatMap(messagesOf).length).toBeGreaterThan(200);
  });

  it.each(files)('%s has the structure that @medplum/core reads', (file) => {
    for (const sent of messagesOf(file)) expectSameStructure(parseHl7(sent));
  });

  it('mutated samples have the structure that @medplum/core reads, or are refused', { timeout: 60_000 }, () => {
    const seeds = files.flatMap(messagesOf).filter((text) => text.length < 4000).map((text) => Buffer.from(text));
    let compared = 0;
    for (let seed = 0; seed < 1500; seed++) {
      const message = parsed(mutateBytes(seeds[seed % seeds.length] ?? Buffer.of(), seededGenerator(seed)));
      if (message === null) continue;
      compared++;
      try {
        expectSameStructure(message);
      } catch (cause) {
        throw new Error(`mutation ${seed} is read in another way`, { cause });
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  it.each(files)('%s loses no character and has a time', (file) => {
    for (const sent of messagesOf(file)) {
      const message = parseHl7(sent);
      const kept = message.segments.map((segment) => segment.raw).join('');
      expect(kept.replaceAll(/[\r\n]/g, '')).toBe(sent.replaceAll(/[\r\n]/g, '').trim());
      expect(parseHl7Time(message.field('MSH', 7).text)).not.toBeNull();
    }
  });
});

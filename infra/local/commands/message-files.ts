import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import { CieError } from '@cie/kit/errors.ts';

export interface FileMessage {
  readonly file: string;
  /** Place in its file, from 1. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

const ENDINGS = /\.(?:hl7s?|er7|txt)$/i;

/** The messages of files, and of all message files below folders, in the order given. Throws FILE_UNREADABLE or FILE_EMPTY. */
export function readMessageFiles(paths: readonly string[]): readonly FileMessage[] {
  const files = paths.flatMap(filesBelow);
  if (files.length === 0) throw new CieError('FILE_EMPTY', 'There is no file of messages (.hl7, .hl7s, .er7, .txt) in the folders named.');
  return files.flatMap((path) => {
    const messages = splitMessages(readFileSync(path));
    if (messages.length === 0) throw new CieError('FILE_EMPTY', `${path} holds no message.`);
    return messages.map((bytes, index) => ({ file: basename(path), number: index + 1, bytes }));
  });
}

function filesBelow(path: string): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new CieError('FILE_UNREADABLE', `There is no file or folder ${path}.`);
  if (!found.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => ENDINGS.test(name)).toSorted().map((name) => join(path, name));
}

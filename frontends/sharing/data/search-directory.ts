import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { careDirectoryQuery } from './operations.ts';
import type { CareDirectoryQuery } from './operations.ts';

/** What a search found, and whether there is more. */
export type Directory = CareDirectoryQuery['careDirectory'];
export type DirectoryEntry = Directory['entries'][number];

/** Teams and professionals by the beginnings of words. Throws AskError 'refused' with what to correct. */
export async function searchDirectory(ask: Ask, search: string): Promise<Directory> {
  return (await ask(careDirectoryQuery, { search })).careDirectory;
}

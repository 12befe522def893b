import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { mostFound, searchDirectory, type DirectoryStore } from '../domain/directory.ts';
import { CareDirectoryType } from './directory.type.ts';
import type { SharingContext } from './sharing-context.ts';

@Resolver()
export class DirectoryResolver {
  readonly #directory: DirectoryStore;

  constructor(directory: DirectoryStore) {
    this.#directory = directory;
  }

  @Query(() => CareDirectoryType, {
    description: 'For patients with a record of their own: teams and professionals whom they can invite (ACS-3). Errors: OWN_RECORD_ONLY, DIRECTORY_SEARCH, DIRECTORY_TOO_OFTEN.',
  })
  async careDirectory(
    @Arg('search', () => String, { description: 'Beginnings of words of a name, at least 3 letters; also of what a team treats, a role or an organisation.' }) search: string,
    @Arg('first', () => Int, { defaultValue: 10, description: `Most entries, up to ${mostFound}.` }) first: number,
    @Ctx() { access }: SharingContext,
  ): Promise<CareDirectoryType> {
    const { entries, hasMore } = await searchDirectory(access, this.#directory, { search, first });
    return new CareDirectoryType(entries, hasMore);
  }
}

import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { changesOf, directionOf } from '../domain/compare-results.ts';
import { wordsOfTest } from '../domain/test-words/find-test-words.ts';
import { EarlierResultType } from './earlier-result.type.ts';
import { ObservationType } from './observation.type.ts';
import type { ResultsContext } from './results-context.ts';

/** Words for people about one test, and what stood before it (RES-1). */
@Resolver(() => ObservationType)
export class ObservationResolver {
  @FieldResolver(() => String, { nullable: true, description: 'A name of the test that people use; null where the exchange has none. Awaiting clinical review.' })
  plainName(@Root() { stored, report }: ObservationType): string | null {
    return wordsOfTest(stored, report.stored)?.plainName ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'One sentence on what the test measures, never on what this value means; null where the exchange has none. Awaiting clinical review.' })
  about(@Root() { stored, report }: ObservationType): string | null {
    return wordsOfTest(stored, report.stored)?.about ?? null;
  }

  @FieldResolver(() => EarlierResultType, { nullable: true, description: 'The result before this one; null when there is none that the viewer may read.' })
  async earlier(@Root() { stored, report }: ObservationType, @Ctx() { comparisons }: ResultsContext): Promise<EarlierResultType | null> {
    const found = (await comparisons.earlier(report.patient, report.id)).get(stored.id);
    if (found === undefined) return null;
    const { value, at, atText, reportId } = found;
    return { value, at, atText, reportId, direction: directionOf(stored.value, value) };
  }

  @FieldResolver(() => String, { nullable: true, description: 'What the last correction changed, in words; null where nothing was, or where only a remark was. It never holds a withdrawn value.' })
  async correction(@Root() { stored, report }: ObservationType, @Ctx() { comparisons }: ResultsContext): Promise<string | null> {
    if (!stored.corrected) return null;
    return changesOf(stored, (await comparisons.versions(report.patient, report.id)).get(stored.id) ?? []);
  }
}

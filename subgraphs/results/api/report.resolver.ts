import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { readReportContent } from '../domain/read-results.ts';
import { ObservationType, toObservationType } from './observation.type.ts';
import { ReportType } from './report.type.ts';
import type { ResultsContext } from './results-context.ts';

@Resolver(() => ReportType)
export class ReportResolver {
  @FieldResolver(() => String, { nullable: true, description: 'The words of a radiology report, paragraphs parted by line breaks; null for laboratory reports. Source: OBX-5 of type TX or FT.' })
  async text(@Root() report: ReportType, @Ctx() context: ResultsContext): Promise<string | null> {
    return (await readReportContent(context.access, context.reads, report.patient, report.stored)).text;
  }

  @FieldResolver(() => [ObservationType], { description: 'The tests of the report in the order sent.' })
  async observations(@Root() report: ReportType, @Ctx() context: ResultsContext): Promise<ObservationType[]> {
    const content = await readReportContent(context.access, context.reads, report.patient, report.stored);
    return content.observations.map(toObservationType);
  }
}

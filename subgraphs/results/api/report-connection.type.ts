import { PageInfoType } from '@cie/kit/federation/page.ts';
import { Field, ObjectType } from 'type-graphql';
import { ReportType } from './report.type.ts';

@ObjectType('ReportEdge', { description: 'A report and its place in the list.' })
export class ReportEdgeType {
  @Field(() => String, { description: 'Place of this report; pass it as `after`.' })
  readonly cursor!: string;

  @Field(() => ReportType, { description: 'The report.' })
  readonly node!: ReportType;
}

@ObjectType('ReportConnection', { description: 'A page of reports, latest issue first. What the viewer may not read is not counted either.' })
export class ReportConnectionType {
  @Field(() => [ReportEdgeType], { description: 'The reports of this page.' })
  readonly edges!: readonly ReportEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page ends.' })
  readonly pageInfo!: PageInfoType;
}

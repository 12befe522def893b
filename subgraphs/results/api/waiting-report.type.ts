import { OrganisationType } from '@cie/kit/federation/organisation.type.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { Field, ObjectType } from 'type-graphql';
import type { ReportKind as Kind } from '../domain/report.ts';
import { ReportKind } from './result-enums.ts';

@ObjectType('WaitingReport', { description: 'A report that patients and proxies cannot read yet (RES-3): that it waits, not what it is.' })
export class WaitingReportType {
  @Field(() => ReportKind, { description: 'Who made the report.' })
  readonly kind!: Kind;

  @Field(() => OrganisationType, { description: 'Whom to ask about it.' })
  readonly organisation!: OrganisationType;

  @Field(() => DateTime, { description: 'When it can be read.' })
  readonly availableFrom!: Date;
}

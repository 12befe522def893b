import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ShownRelease } from '../domain/decide-release.ts';
import { DecisionKind as Kind, longestExtension } from '../domain/release.ts';

export const DecisionKind = { RELEASED: Kind.released, EXTENDED: Kind.extended } as const;

registerEnumType(DecisionKind, {
  name: 'ReleaseDecisionKind',
  description: 'What a professional decided about the release of a report.',
  valuesConfig: {
    RELEASED: { description: 'The patient may read it before its delay is over.' },
    EXTENDED: { description: 'The patient may read it later than the policy says.' },
  },
});

@ObjectType('ReleaseDecision', { description: 'What a professional decided about the release of a report (RES-4).' })
export class ReleaseDecisionType {
  @Field(() => DecisionKind, { description: 'Early release, or extension.' })
  readonly kind!: Kind;

  @Field(() => DateTime, { description: 'When it was decided.' })
  readonly at!: Date;

  @Field(() => String, { description: 'Who decided it.' })
  readonly who!: string;

  @Field(() => String, { nullable: true, description: 'In which role.' })
  readonly role!: string | null;

  @Field(() => OrganisationType, { description: 'For which organisation.' })
  readonly organisation!: OrganisationType;

  @Field(() => DateTime, { description: 'When patients could have read it before the decision.' })
  readonly from!: Date;

  @Field(() => DateTime, { description: 'When patients can read it since the decision.' })
  readonly until!: Date;

  @Field(() => String, { nullable: true, description: 'Why. For professionals only: null for patients and those who act for them.' })
  readonly reason!: string | null;
}

@ObjectType('ReportRelease', { description: 'When patients and proxies may read a report, and who decided so (RES-3, RES-4).' })
export class ReportReleaseType {
  @Field(() => DateTime, { nullable: true, description: 'When patients and proxies may read it; null without a delay.' })
  readonly availableFrom!: Date | null;

  @Field(() => Boolean, { description: 'Whether a professional let the patient read it early.' })
  readonly releasedEarly!: boolean;

  @Field(() => Boolean, { description: 'Whether a professional made the delay longer.' })
  readonly extended!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can let the patient read it now: it waits, is final, and the own record-sharing group supplied it.' })
  readonly mayRelease!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can make the delay longer, once.' })
  readonly mayExtend!: boolean;

  @Field(() => Int, { description: 'Days by which the delay can be made longer at the most.' })
  readonly longestExtension!: number;

  @Field(() => [ReleaseDecisionType], { description: 'What was decided, oldest first.' })
  readonly decisions!: readonly ReleaseDecisionType[];
}

export function toReportReleaseType({ decisions, ...release }: ShownRelease): ReportReleaseType {
  return {
    ...release,
    longestExtension,
    decisions: decisions.map(({ kind, decidedAt, authorName, authorRole, authorOrganisation, fromAt, untilAt, reason }) => ({
      kind, at: decidedAt, who: authorName, role: authorRole, organisation: toOrganisation(authorOrganisation), from: fromAt, until: untilAt, reason,
    })),
  };
}

import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { Label } from '@cie/kit/names.ts';
import type { ProxyBasis, ProxyReason, ProxyState } from '@cie/kit/proxies.ts';
import { CalendarDate, DateTime, NhsNumber } from '@cie/kit/scalars.ts';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Proxy } from '../domain/proxy.ts';
import { standingOf } from '../domain/proxy-standing.ts';
import { evidenceLength, relationshipLength } from '../domain/request-proxy.ts';
import { ProxyBasisName, ProxyReasonName, ProxyStateName } from './proxy-enums.ts';

@ObjectType('Proxy', { description: 'Somebody who acts, or asks to act, for the patient (ACC-4).' })
export class ProxyType {
  @Field(() => ID, { description: 'Identifier of the proxy.' })
  readonly id: string;

  @Field(() => String, { description: 'Name of the person, as proved at their sign-in.' })
  readonly name: string;

  @Field(() => ProxyBasisName, { description: 'By what right.' })
  readonly basis: ProxyBasis;

  @Field(() => [PrivacyLabel], { description: 'The labels that the proxy may see; none before it is verified.' })
  readonly labels: readonly Label[];

  @Field(() => ProxyStateName, { description: 'How far it has come.' })
  readonly state: ProxyState;

  @Field(() => ProxyReasonName, { nullable: true, description: 'Why it opens nothing.' })
  readonly reason: ProxyReason | null;

  @Field(() => DateTime, { description: 'When the person asked.' })
  readonly requestedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the support desk had verified it.' })
  readonly startedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it stops by itself; null when it does not stand open.' })
  readonly until: Date | null;

  @Field(() => Boolean, { description: 'Whether the patient can stop it now.' })
  readonly canSuspend: boolean;

  @Field(() => Boolean, { description: 'Whether the patient stopped it and can let it go on.' })
  readonly canResume: boolean;

  constructor(proxy: Proxy, now: Date) {
    const { state, reason, until } = standingOf(proxy, now);
    this.id = proxy.id;
    this.name = proxy.name;
    this.basis = proxy.basis;
    this.labels = proxy.labels;
    this.state = state;
    this.reason = reason;
    this.requestedAt = proxy.requestedAt;
    this.startedAt = proxy.startedAt;
    this.until = until;
    const inForce = proxy.decided === 'requested' || proxy.decided === 'active';
    this.canResume = inForce && proxy.suspendedByPatientAt !== null;
    this.canSuspend = inForce && proxy.suspendedByPatientAt === null && reason !== 'AGE_16' && reason !== 'EXPIRED';
  }
}

/** Reasons that may be told to who asked. Who stopped it, and that somebody fears for the patient, could be held against the patient. */
const toldToProxy: ReadonlySet<ProxyReason> = new Set(['ROLE_SUSPENDED_PENDING_REVIEW', 'AGE_16', 'EXPIRED', 'EVIDENCE_NOT_ENOUGH']);

@ObjectType('ProxyRequest', { description: 'A request of the viewer to act for somebody else, in the viewer’s own words.' })
export class ProxyRequestType {
  @Field(() => ID, { description: 'Identifier of the request.' })
  readonly id: string;

  @Field(() => ProxyBasisName, { description: 'By what right.' })
  readonly basis: ProxyBasis;

  @Field(() => String, { nullable: true, description: 'Who the person is to the viewer, as the viewer wrote it.' })
  readonly relationship: string | null;

  @Field(() => CalendarDate, { description: 'The date of birth that the viewer gave.' })
  readonly birthDate: string;

  @Field(() => ProxyStateName, { description: 'How far it has come.' })
  readonly state: ProxyState;

  @Field(() => ProxyReasonName, { nullable: true, description: 'Why it opens nothing, where that may be told.' })
  readonly reason: ProxyReason | null;

  @Field(() => DateTime, { description: 'When the viewer asked.' })
  readonly requestedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it stops by itself; null when it does not stand open.' })
  readonly until: Date | null;

  constructor(proxy: Proxy, now: Date) {
    const shown = standingOf(proxy, now);
    // An objection to a request is not the asker's to see: it would tell that there is a patient, and what they did.
    const { state, reason, until } = proxy.decided === 'requested' ? { state: 'requested' as const, reason: null, until: null } : shown;
    this.id = proxy.id;
    this.basis = proxy.basis;
    this.relationship = proxy.texts.relationship;
    this.birthDate = proxy.birthDate;
    this.state = state;
    this.reason = reason !== null && toldToProxy.has(reason) && proxy.suspendedByDeskAt === null ? reason : null;
    this.requestedAt = proxy.requestedAt;
    this.until = until;
  }
}

@InputType('ProxyRequestInput', { description: 'For whom the viewer wants to act, and by what right.' })
export class ProxyRequestInput {
  @Field(() => NhsNumber, { description: 'The person’s NHS number.' })
  readonly nhsNumber!: string;

  @Field(() => CalendarDate, { description: 'The person’s date of birth.' })
  readonly birthDate!: string;

  @Field(() => ProxyBasisName, { description: 'By what right.' })
  readonly basis!: ProxyBasis;

  @Field(() => String, { description: `What the viewer can show the support desk, ${evidenceLength.least} to ${evidenceLength.most} characters.` })
  readonly evidence!: string;

  @Field(() => String, { nullable: true, description: `Who the person is to the viewer, up to ${relationshipLength} characters.` })
  readonly relationship?: string | null;
}

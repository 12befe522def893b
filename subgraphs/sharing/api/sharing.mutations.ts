import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Label } from '@cie/kit/names.ts';
import { CalendarDate, EmailAddress, NhsNumber } from '@cie/kit/scalars.ts';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import {
  checkedReason, emergencyMinutes, endEmergencyAccess, professionalOf, reasonLength, startEmergencyAccess,
  type EmergencyCategory, type EmergencyStore,
} from '../domain/emergency-access.ts';
import { findForEmergency, type EmergencyFinder } from '../domain/find-for-emergency.ts';
import { invitationsADay, invite, longestInvitationYears, revokeInvitation, type InvitationStore, type Whom } from '../domain/invite.ts';
import { PatientType } from './patient.type.ts';
import type { SharingContext } from './sharing-context.ts';
import { EmergencyCategoryName } from './sharing-enums.ts';
import { InvitationType } from './sharing.type.ts';

@InputType('InviteInput', { description: 'Whom to invite, and to what. Exactly one of `email`, `professionalId` and `teamId` says whom.' })
class InviteInput {
  @Field(() => EmailAddress, { nullable: true, description: 'E-mail address with which the person signs in: family, a friend, a carer.' })
  readonly email?: string | null;

  @Field(() => ID, { nullable: true, description: 'A professional of `careDirectory`.' })
  readonly professionalId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A team of `careDirectory`.' })
  readonly teamId?: string | null;

  @Field(() => [PrivacyLabel], { description: 'The labels to share; at least one.' })
  readonly labels!: Label[];

  @Field(() => CalendarDate, { nullable: true, description: `Last day on which it holds, within ${longestInvitationYears} years; without it the invitation holds until it is taken back.` })
  readonly until?: string | null;
}

@InputType('EmergencyAccessInput', { description: 'Whose record is opened in an emergency, and why.' })
class EmergencyAccessInput {
  @Field(() => NhsNumber, { description: 'The person’s NHS number.' })
  readonly nhsNumber!: string;

  @Field(() => CalendarDate, { description: 'The person’s date of birth.' })
  readonly birthDate!: string;

  @Field(() => EmergencyCategoryName, { description: 'Kind of emergency.' })
  readonly category!: EmergencyCategory;

  @Field(() => String, { description: `Reason in own words, ${reasonLength.least} to ${reasonLength.most} characters; the patient reads it.` })
  readonly reason!: string;
}

function whomOf({ email, professionalId, teamId }: InviteInput): Whom {
  const named = [...(email ? [{ email }] : []), ...(professionalId ? [{ professionalId }] : []), ...(teamId ? [{ teamId }] : [])];
  const [whom, another] = named;
  if (whom === undefined || another !== undefined) throw new CieError('INVITATION_WHOM', 'Choose one team or professional, or enter one email address.');
  return whom;
}

@Resolver()
export class SharingMutations {
  readonly #invitations: InvitationStore;
  readonly #emergencies: EmergencyStore;
  readonly #finder: EmergencyFinder;

  constructor(invitations: InvitationStore, emergencies: EmergencyStore, finder: EmergencyFinder) {
    this.#invitations = invitations;
    this.#emergencies = emergencies;
    this.#finder = finder;
  }

  @Mutation(() => InvitationType, {
    description:
      `Invites a team or a person to the viewer’s own record; whoever is invited already is invited anew. At most ${invitationsADay} a day. Both sides are told by message. ` +
      'Errors: OWN_RECORD_ONLY, INVITATION_WHOM, INVITATION_SELF, INVITATION_LABELS, INVITATION_UNTIL, INVITATION_TOO_MANY.',
  })
  async invite(@Arg('input', () => InviteInput, { description: 'Whom and to what.' }) input: InviteInput, @Ctx() { access, groupOf }: SharingContext): Promise<InvitationType> {
    const invitation = await invite(access, this.#invitations, groupOf, { whom: whomOf(input), labels: input.labels, until: input.until ?? null });
    return new InvitationType(invitation, access.now);
  }

  @Mutation(() => InvitationType, { description: 'Takes an invitation back; works on the invited person’s next request. Errors: OWN_RECORD_ONLY, INVITATION_UNKNOWN.' })
  async revokeInvitation(@Arg('id', () => ID, { description: 'Which invitation.' }) id: string, @Ctx() { access, groupOf }: SharingContext): Promise<InvitationType> {
    return new InvitationType(await revokeInvitation(access, this.#invitations, groupOf, id), access.now);
  }

  @Mutation(() => PatientType, {
    nullable: true,
    description: `Opens all of one record for ${emergencyMinutes} minutes; null when nobody has this number and date of birth. Errors: PROFESSIONALS_ONLY, EMERGENCY_REASON, SEARCH_TOO_OFTEN, ONE_PATIENT_ONLY.`,
  })
  async startEmergencyAccess(@Arg('input', () => EmergencyAccessInput, { description: 'Whose record and why.' }) input: EmergencyAccessInput, @Ctx() { access, survivorOf, groupOf, forgetOpenings }: SharingContext): Promise<PatientType | null> {
    // Checked before anybody is looked for: a blank reason must not tell whether a person has a record.
    professionalOf(access);
    const reason = checkedReason(input.reason);
    const patientId = await findForEmergency(access, this.#finder, groupOf, input);
    if (patientId === null) return null;
    await startEmergencyAccess(access, this.#emergencies, { patientId, category: input.category, reason });
    forgetOpenings();
    return new PatientType(await survivorOf(patientId));
  }

  @Mutation(() => Boolean, { description: 'Closes the viewer’s emergency access to a record; false when none was open. Errors: PROFESSIONALS_ONLY.' })
  endEmergencyAccess(@Arg('patientId', () => ID, { description: 'Whose record.' }) patientId: string, @Ctx() { access, groupOf }: SharingContext): Promise<boolean> {
    return endEmergencyAccess(access, this.#emergencies, groupOf, patientId);
  }
}

import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Byte } from '@cie/kit/scalars.ts';
import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { readAttachment } from '../domain/read-results.ts';
import type { ResultsContext } from './results-context.ts';

@ObjectType('ReportAttachment', { description: 'A file that came inside a report. It waits and is labelled exactly as its report.' })
export class ReportAttachmentType {
  /** Whose report it stands in; not a field of the graph. */
  readonly patient!: RoomPatient;

  @Field(() => ID, { description: 'Stable identifier; a corrected file has another.' })
  readonly id!: string;

  @Field(() => String, { description: "The sender's name of the file. Source: OBX-3." })
  readonly title!: string;

  @Field(() => String, { description: 'What it is by its own first bytes: application/pdf, image/png or image/jpeg.' })
  readonly mediaType!: string;

  @Field(() => Int, { description: 'In bytes.' })
  readonly size!: number;
}

@Resolver(() => ReportAttachmentType)
export class ReportAttachmentResolver {
  @FieldResolver(() => Byte, { nullable: true, description: 'The file, base64.' })
  async content(@Root() { id, patient }: ReportAttachmentType, @Ctx() { access, reads }: ResultsContext): Promise<Buffer | null> {
    return readAttachment(access, reads, patient, id);
  }
}

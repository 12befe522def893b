import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Passes by room; each room is a resolver of its own, so that only rooms that are asked for are opened. */
@ObjectType('Access', { description: "Passes to the rooms of a patient's record; never visible to clients." })
@Directive('@inaccessible')
export class AccessType {
  readonly patientId: string;

  constructor(patientId: string) {
    this.patientId = patientId;
  }
}

@ObjectType('Patient', { description: 'A person who has a record on the exchange.' })
@Directive('@key(fields: "id")')
export class PatientType {
  @Field(() => ID, { description: "The exchange's own identifier of the person; not an NHS number." })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

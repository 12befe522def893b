/** Why a message cannot be filed: a code of the contract between feeds and rooms, and a reason that names fields, never their content. */
export class MappingHeld extends Error {
  readonly code: string;

  constructor(code: string, reason: string) {
    super(reason);
    this.name = 'MappingHeld';
    this.code = code;
  }
}

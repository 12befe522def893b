/** One field or element of a held message, as a page shows it. */
export interface ShownField {
  /** Where it is, for an address: `3.11`, or `/entry/0/resource/status`. */
  readonly at: string;
  /** `OBX-11`, `Observation.status`. */
  readonly label: string;
  /** `OBX 1 of 2`, where the message has several segments of that name; null otherwise. */
  readonly of: string | null;
  /** What the standard calls it; null when it is not known. */
  readonly name: string | null;
  readonly value: string;
  /** The reason why the message waits names it. */
  readonly isNamed: boolean;
  /** Says more of a person than mending needs: its content is shown only to who opens the field itself. */
  readonly isHidden: boolean;
  readonly canMend: boolean;
}

/** A segment or a resource. */
export interface ShownGroup {
  readonly title: string;
  readonly fields: readonly ShownField[];
}

/** A field to mend, with its content as it was sent. */
export interface OpenField {
  readonly at: string;
  readonly label: string;
  readonly of: string | null;
  readonly name: string | null;
  readonly raw: string;
  readonly isPresent: boolean;
}

/** What a mended message says about itself where it differs from the one that it mends. */
export interface MendedContent {
  readonly raw: Buffer;
  readonly event?: string;
  readonly orderKey?: Buffer;
  readonly otherKeys?: readonly Buffer[];
}

/** The content of a held message, of whatever standard. */
export interface HeldContent {
  /** Groups in the order sent, at most `most`, and those with a field that the reason names wherever they stand. */
  groups(reason: string, most: number): { readonly groups: readonly ShownGroup[]; readonly left: number };
  /** A field by its place; null where there can be none, or where mending is not allowed. */
  field(at: string): OpenField | null;
  /** The place of a field that was not sent, as its reader names it; null when it names none. */
  placeOf(label: string): string | null;
  /** The message with another content in one field. Throws MENDING_REFUSED, which says why. */
  mend(at: string, value: string): MendedContent;
  /** How a field that was not sent is named, as a hint. */
  readonly placeHint: string;
  readonly mendingHint: string;
}

/** Most characters of one value on a page. */
export const MOST_SHOWN = 2000;
/** Most characters of a field that a form takes. */
export const MOST_MENDED = 20_000;

/** `OBX-11 in OBX 1 of 2`: which of several segments is meant. */
export function placeWords({ label, of }: Pick<ShownField, 'label' | 'of'>): string {
  return of === null ? label : `${label} in ${of}`;
}

export function cut(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, 200)} … (${text.length.toLocaleString('en-GB')} characters)`;
}

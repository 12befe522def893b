/** What a sender says a file is, and how such a file begins. */
export interface FileKind {
  readonly name: string;
  readonly mediaType: string;
  /** Its first bytes; null for what is only handed on, as an attachment of a type nobody opens by itself. */
  readonly begins: Buffer | null;
}

/** Of the types and subtypes of ED (HL7 tables 0191 and 0291), and of media types where senders write those instead. */
const KINDS: readonly (readonly [RegExp, FileKind])[] = [
  [/\bPDF\b/, { name: 'PDF', mediaType: 'application/pdf', begins: Buffer.from('%PDF-') }],
  [/\bRTF\b/, { name: 'RTF', mediaType: 'application/rtf', begins: Buffer.from('{\\rtf') }],
  [/\bPNG\b/, { name: 'PNG', mediaType: 'image/png', begins: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) }],
  [/\bJPE?G\b/, { name: 'JPEG', mediaType: 'image/jpeg', begins: Buffer.from([0xff, 0xd8, 0xff]) }],
];

/** HTML, word processors, archives: kept whole and only ever saved, since opened here they could run. */
const OTHER: FileKind = { name: 'a file', mediaType: 'application/octet-stream', begins: null };

export function fileKindOf(type: string, subtype: string): FileKind {
  const said = `${type} ${subtype}`.toUpperCase();
  return KINDS.find(([words]) => words.test(said))?.[1] ?? OTHER;
}

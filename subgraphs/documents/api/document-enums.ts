import { registerEnumType } from 'type-graphql';

/** Names of the graph; values are those of the domain. */
export const DocumentStatus = { CURRENT: 'current', REPLACED: 'replaced', WITHDRAWN: 'withdrawn' } as const;

registerEnumType(DocumentStatus, {
  name: 'DocumentStatus',
  description: 'Whether a document still stands (HL7 table 0273).',
  valuesConfig: {
    CURRENT: { description: 'It stands.' },
    REPLACED: { description: 'Another document has taken its place.' },
    WITHDRAWN: { description: 'Its author has taken it back.' },
  },
});

export const DocumentCompletion = { IN_PROGRESS: 'in-progress', UNSIGNED: 'unsigned', SIGNED: 'signed' } as const;

registerEnumType(DocumentCompletion, {
  name: 'DocumentCompletion',
  description: 'How far the author has come (HL7 table 0271).',
  valuesConfig: {
    IN_PROGRESS: { description: 'Still being written.' },
    UNSIGNED: { description: 'Written, not yet signed.' },
    SIGNED: { description: 'Signed by its author.' },
  },
});

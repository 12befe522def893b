/** Words of the documents area. */
export const words = {
  title: 'Letters and documents',
  empty: ['No documents yet', 'Letters and discharge summaries appear here when a hospital sends them.'],
  backToList: 'All letters and documents',
  document: 'Document',
  addedByYou: 'Added by you',
  all: 'All documents',
  statuses: { REPLACED: 'Replaced by a newer one', WITHDRAWN: 'Withdrawn' },
  kinds: { 'application/pdf': 'PDF', 'text/plain': 'Text', 'image/jpeg': 'Picture', 'image/png': 'Picture', 'application/rtf': 'RTF' },
  file: 'File',
  add: 'Add a document',
  takenBack: 'The document was taken back.',
  tidied: 'Removed.',
  maternity: 'Maternity',
  folder: (from: string, to: string) => `Maternity folder, ${from} to ${to}`,
  expected: (day: string) => `Baby expected ${day}`,
  born: (day: string) => `Birth ${day}`,
} as const;

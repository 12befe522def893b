/** Words of the list of results, and of flags wherever they stand. */
export const words = {
  title: 'Test results',
  kinds: { label: 'Kind of result', all: 'All', LABORATORY: 'Blood and other tests', RADIOLOGY: 'Scans and X-rays' },
  empty: ['No test results yet', 'Results appear here when a hospital sends them. That can take a few days after the test.'],
  waiting: (organisation: string) => `A report from ${organisation} is waiting.`,
  waitingFrom: (day: string) => `You can read it from ${day}.`,
  waitingForPatient: (organisation: string, day: string) => `The patient can read a report from ${organisation} from ${day}. Until then, speak with them before you refer to it.`,
  waitingWhy: 'Reports of scans, and of some tests, wait so that your care team can speak with you first.',
  flags: {
    NORMAL: 'In the usual range',
    HIGH: 'Above the usual range',
    LOW: 'Below the usual range',
    CRITICAL_HIGH: 'Well above the usual range',
    CRITICAL_LOW: 'Well below the usual range',
    ABNORMAL: 'Outside the usual range',
  },
  allUsual: 'All in the usual range',
  outside: (count: number, of: number) => `${count} of ${of} outside the usual range`,
  statuses: { REGISTERED: 'Awaited', PARTIAL: 'More to come', PRELIMINARY: 'Early result', CANCELLED: 'Cancelled', WITHDRAWN: 'Taken back' },
  corrected: 'Corrected',
} as const;

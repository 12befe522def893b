import type { summaryHours, SummaryState } from '@cie/kit/summary-shares.ts';
import type { ProxyLabel } from '@cie/kit/proxies.ts';

/** How long a summary waits to be opened, for people. */
export const hoursInWords: Readonly<Record<(typeof summaryHours)[number], string>> = { 1: '1 hour', 24: '1 day', 72: '3 days', 168: '7 days' };

export const labelWords: Readonly<Record<ProxyLabel, string>> = { general: 'General', sexualHealth: 'Sexual health', mentalHealth: 'Mental health', socialCare: 'Social care' };

/** Words of a summary that is given away, and of the pages where it is made and opened. */
export const words = {
  /** The same in every summary, whether or not anything was left out: it must not tell (RES-5). */
  summary: {
    title: 'Health summary',
    made: (when: string) => `Made on ${when} by the Care Information Exchange for the person below, who gave it to you, from what hospitals in north-west London have sent.`,
    leftOut: 'This is a summary, not the whole record: the newest items only, of each test and measurement the newest value, no files, and only the parts that the person chose to share. That something is not here does not mean that there is nothing. This sentence stands in every summary.',
    none: 'Nothing of this kind is in this summary.',
    noAllergies: 'No allergies are in this summary. That does not mean that there are none: ask the person.',
    columns: {
      allergies: ['Allergy', 'Reaction', 'How severe', 'State', 'From'],
      medications: ['Medicine', 'How it is taken', 'State', 'From'],
      conditions: ['Condition', 'State', 'Since', 'From'],
      tests: ['Test', 'Newest result', 'Usual range', 'What it means', 'When and where'],
      measurements: ['What', 'Newest value', 'When', 'Entered by'],
    },
    fileOnly: 'This document is a file, which a summary does not hold.',
  },
  give: {
    title: 'Give a health summary',
    intro: 'For a hospital or doctor who cannot see your record here, for example on a journey. You get a code. Whoever you give it to opens the summary once, with the code and your date of birth.',
    holds: 'It holds your name, NHS number, date of birth and GP practice, allergies, medicines, conditions and care plans, and the newest test results, scan reports, letters and home measurements, as they are now. Your address and appointments are not in it.',
    which: 'What should it hold?',
    whichHint: 'Parts of your record that you do not choose are left out, and nothing says so.',
    howLong: 'How long can it be opened?',
    make: 'Make the code',
    none: 'Choose what it should hold',
    noTime: 'Choose how long it can be opened',
    tooMany: 'You have 5 summaries that wait to be opened. Stop one of them first',
    tooOften: 'You have made many summaries today. Try again tomorrow',
    tooLong: 'This is too much for a summary. Choose fewer parts',
    noBirthDate: 'Your record holds no date of birth, so that no summary can be made. Ask the support desk to correct it.',
    unavailable: 'The summary could not be made just now. Nothing was shared. Try again in a minute',
    known: 'This summary was made already. A code is shown only once: if you do not have it any more, stop that summary and make another.',
    stopped: 'That summary can be opened no more.',
    notStopped: 'That summary was opened or had ended before it could be stopped.',
    back: 'Back to sharing',
  },
  made: {
    title: 'Your code',
    once: 'Write the code down or print this page now. It is shown only this once.',
    code: 'Code',
    until: (when: string) => `It works once, until ${when}.`,
    how: 'How to use it',
    steps: (address: string): readonly string[] => [
      `Give the code to the doctor or nurse, who opens ${address}.`,
      'Tell them your date of birth yourself. Do not write it beside the code.',
      'They say who they are and read your summary, once. We send you a message when that happens, and you see it in your access log.',
    ],
    wrong: 'After 5 wrong dates of birth the summary opens for nobody any more.',
    scan: 'Or let them scan this',
    scanAbout: 'With a telephone’s camera, or a program for SMART Health Links. It asks for your date of birth too. Code and picture open the same summary: once one was used, the other opens nothing.',
    picture: 'QR code that opens the summary',
    link: 'The same as a link, for a program for SMART Health Links',
    done: 'I have the code',
  },
  list: {
    title: 'Summaries you have given',
    name: (day: string) => `Made on ${day}`,
    holds: (labels: string) => `Holds: ${labels}.`,
    states: {
      waiting: (when: string) => `Waits to be opened, until ${when}.`,
      opened: (when: string) => `Opened on ${when} by:`,
      stopped: (when: string) => `You stopped it on ${when}. Nobody opened it.`,
      ended: (when: string) => `Its time was over on ${when}. Nobody opened it.`,
      burned: (when: string) => `It closed on ${when} after 5 wrong dates of birth. Nobody opened it.`,
    } satisfies Readonly<Record<SummaryState, (when: string) => string>>,
    saidThemselves: 'That is what they said. Nobody has checked it.',
    wrong: (count: number) => (count === 1 ? '1 wrong date of birth was tried.' : `${count} wrong dates of birth were tried.`),
    stop: 'Stop',
  },
  open: {
    title: 'Open a health summary',
    intro: 'For doctors, nurses and others to whom a person has given a code. You need no account.',
    once: 'It opens once. The person is told at once, and sees what you say about yourself.',
    code: 'Code',
    codeHint: '12 letters and numbers, for example 7K3M-Q9PX-2HTN',
    link: 'The code came with the link or picture.',
    born: 'The person’s date of birth',
    bornHint: 'For example, 31 3 1980. Ask the person.',
    name: 'Your name and role',
    nameHint: 'For example, Dr Sam Okafor, emergency department',
    place: 'Hospital or practice, and town',
    submit: 'Open the summary',
    noCode: 'Enter the code: 12 letters and numbers',
    noName: 'Enter your name and role',
    noPlace: 'Enter where you work',
    /** The same whatever the reason (abuse case 40): it must not tell which code there is, or whose date was nearly right. */
    closed: 'This code and date of birth open no summary. Check both with the person. It may also have been opened before, stopped, or be too old; after 5 wrong dates of birth it closes. The person can make a new one',
    tooOften: 'Too many tries have come from where you are. Wait 10 minutes, then try again',
    unavailable: 'The summary cannot be opened right now. Nothing was used up. Try again in a minute',
    broken: 'This summary was damaged and cannot be shown. Ask the person to make a new one',
    shown: 'This page is shown once. Print it or write down what you need before you leave it: the code opens nothing any more.',
    whom: 'Handle it like any other patient record. Close it when you have read it.',
  },
} as const;

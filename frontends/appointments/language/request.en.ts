/** Words of the form that asks a booking team for a change. */
export const words = {
  problem: 'There is a problem',
  kind: 'What do you want to ask for?',
  intro: 'This goes to the booking team of the hospital. The appointment stays as it is until they answer, here or by telephone.',
  kinds: { MOVE: 'Another time', CANCEL: 'To cancel the appointment' },
  wishes: 'If you want another time: which days and times suit you?',
  wishesHint: 'For example: any weekday after 2pm, not in the week of 3 May',
  reason: 'Why? (if you want to say)',
  reasonHint: 'Do not write here about symptoms or anything urgent: the booking team is not the clinic. If you are unwell, call 111, or 999 in an emergency.',
  phone: 'A telephone number where they may call you (if you want)',
  phoneHint: 'For example 020 7946 0000',
  send: 'Send to the booking team',
  close: 'Do not ask',
  problemKind: 'Choose what you want to ask for',
  problemWishes: 'Say which days and times suit you',
  problemPhone: 'Enter a telephone number with digits only, such as 020 7946 0000',
  sent: 'Your request is on its way to the booking team. Until they answer, the appointment stays as it is.',
} as const;

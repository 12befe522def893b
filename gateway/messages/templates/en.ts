import type { MessageWords } from '../template.ts';

export const english: MessageWords = {
  direction: 'ltr',
  locale: 'en-GB',
  service: 'Care Information Exchange',
  footer: [
    'This message was sent by a computer. Answers to this address are not read.',
    'We never ask you to tell us a password or a code, by email or by phone.',
  ],
  templates: {
    'invitation-link': ({ link, days }) => ({
      subject: 'Your invitation to the Care Information Exchange',
      lines: [
        'You have been invited to see your record online.',
        `Open this link within ${days} days to register:`,
        { label: 'Register', link },
        'You also need the access code that we send to your mobile phone. If only one of the two messages arrives, the page tells you what to do.',
        'If you did not expect this message, you do not have to do anything.',
      ],
    }),
    'invitation-code': ({ code }) => `Care Information Exchange: your access code is\n${code}\nUse it with the link in our email. We never ask for it by phone.`,
    'email-in-use': ({ home }) => ({
      subject: 'This email address already has an account',
      lines: [
        'Somebody, probably you, gave this email address to register. Another person’s account uses it already, and an address can be used for one account only.',
        'If it was you, go back to the registration and give an email address of your own.',
        'If it was not you, you do not have to do anything. Your account stays as it is.',
        { label: 'Get help', link: `${home}help` },
      ],
    }),
    'account-added': ({ home }) => ({
      subject: 'There is a new way to sign in to your record',
      lines: [
        'One more account was just connected to your record: one with NHS login, or one with an email address and a password. You can go on signing in as before.',
        'If only one of the two accounts is yours, tell the support desk at once: somebody else may see your record.',
        { label: 'Get help', link: `${home}help` },
      ],
    }),
    'account-replaced': ({ home }) => ({
      subject: 'A new account has taken the place of yours',
      lines: [
        'A new account with a password was just made for your record, by invitation. Your account until now is closed, and signed out everywhere.',
        'If you made it, you do not have to do anything. If not, tell the support desk at once: somebody else may see your record.',
        { label: 'Get help', link: `${home}help` },
      ],
    }),
    'account-replaced-text': () => 'Care Information Exchange: a new account has just taken the place of yours. If you did not make it, tell the support desk at once.',
    'confirm-email': ({ link }) => ({
      subject: 'Confirm your email address',
      lines: [
        'Open this link to confirm that this is your email address and to finish your registration:',
        { label: 'Confirm my email address', link },
        'The link works once. If you did not register, you do not have to do anything.',
      ],
    }),
    welcome: ({ home }) => ({
      subject: 'Your account is ready',
      lines: ['You can now sign in to the Care Information Exchange.', { label: 'Sign in', link: home }],
    }),
    'sign-in-code': ({ code }) => `Care Information Exchange: your security code is\n${code}\nIt works once, for a few minutes. Do not tell it to anybody.`,
    'sign-in-new-device': ({ home }) => ({
      subject: 'Somebody signed in to your account on another device',
      lines: [
        'Your account was just used on a device or in a browser that you have not used before.',
        'If that was you, you do not have to do anything. If it was not, sign in, go to your account, and sign out everywhere. Then change your password.',
        { label: 'Go to my account', link: `${home}account` },
      ],
    }),
    'sign-in-guessed': ({ home }) => ({
      subject: 'Somebody may know your password',
      lines: [
        'Somebody typed your password correctly and then many wrong codes. They did not get in, and we stopped them for a day.',
        'If that was you, you do not have to do anything. If it was not, choose a new password now, and one that you use nowhere else.',
        { label: 'Choose a new password', link: `${home}reset` },
      ],
    }),
    'reset-link': ({ link }) => ({
      subject: 'Choose a new password',
      lines: [
        'Somebody, probably you, asked for a new password for this email address. Open this link to choose one:',
        { label: 'Choose a new password', link },
        'You also need the code that we send to your mobile phone. The link works once and for a short time only.',
        'If it was not you, you do not have to do anything. Your password stays as it is.',
      ],
    }),
    'reset-code': ({ code }) => `Care Information Exchange: your code for a new password is\n${code}\nIt works once. If you did not ask for it, do nothing.`,
    'password-changed': ({ home }) => ({
      subject: 'Your password was changed',
      lines: [
        'The password of your account was just changed, and you were signed out everywhere.',
        'If it was not you, ask for a new password at once and tell us.',
        { label: 'Get help', link: `${home}help` },
      ],
    }),
    'sign-in-changed': ({ home }) => ({
      subject: 'The way you sign in was changed',
      lines: [
        'A passkey, an authenticator app or a mobile phone was just added to your account, or removed from it.',
        'If it was not you, ask for a new password at once and tell us.',
        { label: 'Get help', link: `${home}help` },
      ],
    }),
    'account-closed': ({ home }) => ({
      subject: 'Your account was closed',
      lines: [
        'Your account was closed as you asked. Nobody can sign in to it any more, and we do not write to this address again.',
        'If you did not ask for this, or if you want to come back later, this page tells you how:',
        { label: 'Get help', link: `${home}help` },
      ],
    }),
    'case-received': ({ reference, home }) => ({
      subject: `We have received your request (${reference})`,
      lines: [
        'Thank you. The support desk has received your request and answers it as soon as it can.',
        `Its number is ${reference}. Please keep it: we ask for it if you contact us again.`,
        { label: 'Get help', link: `${home}help` },
      ],
    }),
    'case-answered': ({ reference, home }) => ({
      subject: `Your request was answered (${reference})`,
      lines: [
        `The support desk has answered your request number ${reference}.`,
        'You can read the answer with this number and your email address. If something is still open, contact us again and give this number.',
        { label: 'Read the answer', link: `${home}contact/answer` },
      ],
    }),
    'professional-approved': ({ link }) => ({
      subject: 'You can use the Care Information Exchange',
      lines: ['The support desk has agreed to your request for access.', { label: 'Sign in', link }],
    }),
    'professional-refused': ({ home }) => ({
      subject: 'Your request for access',
      lines: [
        'The support desk could not agree to your request for access. Contact the desk if you think that this is a mistake.',
        { label: 'Get help', link: `${home}help` },
      ],
    }),
    'proxy-requested': ({ home }) => ({
      subject: 'A request to look after a record',
      lines: [
        'Somebody has asked to look after the record of another person, and one of the two is you.',
        'Sign in to see who asks. The support desk checks every request before anything opens.',
        { label: 'Sign in', link: home },
      ],
    }),
    'proxy-refused': ({ home }) => ({
      subject: 'A request to look after a record was not agreed',
      lines: [
        'The support desk could not agree to a request to look after the record of another person. One of the two is you. Nothing was opened.',
        'Contact the desk if you think that this is a mistake.',
        { label: 'Get help', link: `${home}help` },
      ],
    }),
    'proxy-started': ({ home }) => ({
      subject: 'Somebody can now look after a record',
      lines: [
        'A person can now look after the record of another person, and one of the two is you.',
        'Sign in to see who it is, and how to stop it.',
        { label: 'Sign in', link: home },
      ],
    }),
    'proxy-review-due': ({ date, home }) => ({
      subject: 'Looking after a record: a review is due',
      lines: [
        `By ${date} we must check again whether one person may still look after the record of another. One of the two is you.`,
        'Sign in to see what to do. Without a review it stops on that day.',
        { label: 'Sign in', link: home },
      ],
    }),
    'proxy-ends': ({ date, home }) => ({
      subject: 'Looking after a record ends soon',
      lines: [
        `From ${date} one person can no longer look after the record of another. One of the two is you.`,
        'Sign in to see why, and what to do if it should go on.',
        { label: 'Sign in', link: home },
      ],
    }),
    'proxy-suspended': ({ home }) => ({
      subject: 'Looking after a record is paused',
      lines: [
        'One person can no longer look after the record of another for now. One of the two is you.',
        'Sign in to see why, and what to do if it should go on.',
        { label: 'Sign in', link: home },
      ],
    }),
    'proxy-ended': ({ home }) => ({
      subject: 'Looking after a record has ended',
      lines: ['One person no longer looks after the record of another. One of the two is you.', { label: 'Sign in', link: home }],
    }),
    'record-shared': ({ home }) => ({
      subject: 'Somebody has shared a record with you',
      lines: [
        'Somebody has decided to let you see their record in the Care Information Exchange.',
        'Sign in to see whose it is: you find it under “Records shared with you”. If you use the exchange with a private account, sign in to the one that has this email address.',
        { label: 'Sign in', link: home },
        'If you do not know what this is about, you do not have to do anything.',
      ],
    }),
    'record-shared-team': ({ home }) => ({
      subject: 'Somebody has shared a record with you all',
      lines: [
        'Somebody has decided to let you all see their record in the Care Information Exchange.',
        'When you next see them, sign in and open their record by NHS number and date of birth. Everybody who was added to your group by the support desk can do so.',
        { label: 'Sign in', link: home },
      ],
    }),
    'invitation-opened': ({ home }) => ({
      subject: 'Somebody you invited has opened your record',
      lines: [
        'Somebody whom you had invited has just opened your record for the first time.',
        'Sign in to see who it was and what they looked at. You can stop sharing with them at any time.',
        { label: 'See who has looked at your record', link: `${home}access-log` },
      ],
    }),
    'records-request-received': ({ reference, home }) => ({
      subject: `Your request ${reference}`,
      lines: [
        `We have received your request for records. Its number is ${reference}.`,
        'Sign in to see what happens next, and whether you have to show us something first.',
        { label: 'Your requests', link: `${home}records-request` },
      ],
    }),
    'records-request-started': ({ reference, date, home }) => ({
      subject: `Your request ${reference}: what you sent has arrived`,
      lines: [`What you sent for your request ${reference} has arrived. You will have an answer by ${date}.`, { label: 'Your requests', link: `${home}records-request` }],
    }),
    'records-request-evidence': ({ reference, home }) => ({
      subject: `Your request ${reference}: something is missing`,
      lines: [
        `We cannot go on with your request ${reference} yet. Sign in to see what is missing, and to send it.`,
        'The time for our answer begins when it has arrived.',
        { label: 'Your requests', link: `${home}records-request` },
      ],
    }),
    'records-request-extended': ({ reference, date, home }) => ({
      subject: `Your request ${reference} takes longer`,
      lines: [
        `We need more time for your request ${reference}. You will have an answer by ${date}.`,
        'Sign in to read why. You can complain to the Information Commissioner’s Office (ico.org.uk).',
        { label: 'Your requests', link: `${home}records-request` },
      ],
    }),
    'records-request-answered': ({ reference, date, home }) => ({
      subject: `Your request ${reference} is answered`,
      lines: [`Your request ${reference} is answered. Sign in to collect the copy. You can do so until ${date}.`, { label: 'Collect the copy', link: `${home}records-request` }],
    }),
    'records-request-refused': ({ reference, home }) => ({
      subject: `Your request ${reference} is answered`,
      lines: [`We could not agree to your request ${reference}. Sign in to read why, and what you can do about it.`, { label: 'Your requests', link: `${home}records-request` }],
    }),
    'records-request-collected': ({ reference, home }) => ({
      subject: `The copy for your request ${reference} was collected`,
      lines: [
        `The copy for your request ${reference} was collected from your account just now.`,
        'If that was not you, change how you sign in, and contact the support desk at once.',
        { label: 'Get help', link: `${home}help` },
      ],
    }),
    'records-request-again': ({ reference, home }) => ({
      subject: `Your request ${reference} is looked at again`,
      lines: [
        `Your request ${reference} is looked at again. Until that is done, the copy cannot be collected. You need to do nothing.`,
        { label: 'Your requests', link: `${home}records-request` },
      ],
    }),
    'records-requested': ({ home }) => ({
      subject: 'A request for a copy of a record',
      lines: [
        'Somebody has asked for a copy of a record, and it may be yours. Nothing is handed out before staff have made sure who asks, and by what right.',
        'Sign in to see who it is, and to say so if they should not have it.',
        { label: 'Who asks for your records', link: `${home}records-request` },
      ],
    }),
    'records-released': ({ home }) => ({
      subject: 'A copy of a record may be collected',
      lines: [
        'Somebody who had asked for a copy of your record may collect it now. Staff have made sure who they are, and by what right they asked.',
        'Sign in to see who it is. If they should not have it, say so there at once: nothing can be collected then before staff have decided again.',
        { label: 'Who asks for your records', link: `${home}records-request` },
      ],
    }),
    'records-stopped': ({ home }) => ({
      subject: 'A copy of a record cannot be collected any more',
      lines: [
        'We told you that somebody may collect a copy of your record. From now on they cannot. If they had collected it before, your access log shows when.',
        { label: 'Who has looked at your record', link: `${home}access-log` },
      ],
    }),
    'records-review-asked': ({ home }) => ({
      subject: 'Your opinion is needed on a request for records',
      lines: [
        'The records team asks you, as a health professional, to read a record before a copy of it is handed out, and to say what in it could do serious harm.',
        'Sign in to see whose it is and by when.',
        { label: 'What waits for you', link: `${home}records-reviews` },
      ],
    }),
    'summary-opened': ({ home }) => ({
      subject: 'Your health summary was opened',
      lines: [
        'Somebody has just opened the health summary for which you made a code. It can be opened no more.',
        'Sign in to see when it was, and who they said they are.',
        { label: 'Sign in', link: `${home}share-summary` },
        'If you gave the code to nobody, tell the support desk at once.',
      ],
    }),
    'summary-burned': ({ home }) => ({
      subject: 'Your health summary was closed',
      lines: [
        'Somebody entered a wrong date of birth five times for the health summary for which you made a code. Nobody has opened it, and it can be opened no more.',
        'If you still want to share a summary, make a new one.',
        { label: 'Sign in', link: `${home}share-summary` },
      ],
    }),
    'summary-stopped': ({ home }) => ({
      subject: 'Your health summary was stopped',
      lines: [
        'Your record was put in order, and the health summary for which you made a code may no longer be right. It can be opened no more.',
        'If you still want to share a summary, make a new one.',
        { label: 'Sign in', link: `${home}share-summary` },
      ],
    }),
    'records-task': ({ reference, date, home }) => ({
      subject: `Request for records ${reference}: something to do`,
      lines: [`The request ${reference} waits for the records team. It must be answered by ${date}.`, { label: 'Requests for records', link: `${home}records` }],
    }),
    'search-alert': ({ home }) => ({
      subject: 'Unusual searches for people',
      lines: [
        'One account has searched for more people in a short time than is usual. Further searches of it are slowed down.',
        'Sign in to see which account it is.',
        { label: 'Sign in', link: `${home}privacy-officer` },
      ],
    }),
    'records-alert': ({ home }) => ({
      subject: 'One account asked for many records at once',
      lines: [
        'One account has asked for many records at once that are not open to it. Nothing was shown.',
        'Sign in to see which account it is.',
        { label: 'Sign in', link: `${home}privacy-officer` },
      ],
    }),
    'emergency-opened': ({ home }) => ({
      subject: 'Your record was opened in an emergency',
      lines: [
        'Somebody has just opened your record in an emergency, for up to 30 minutes.',
        'Sign in to see who it was, which organisation they work for and why. If it was not right, you can say so there, and we look into it.',
        { label: 'See who opened my record', link: `${home}opened-in-emergency` },
      ],
    }),
    'emergency-opened-text': () => 'Care Information Exchange: your record was opened in an emergency, for up to 30 minutes. Sign in to see who it was and why.',
    'emergency-answered': ({ home }) => ({
      subject: 'An answer about your record',
      lines: [
        'You asked why your record was opened in an emergency. The privacy officer has answered you.',
        'Sign in to read the answer.',
        { label: 'Read the answer', link: `${home}opened-in-emergency` },
      ],
    }),
    'privacy-case': ({ home }) => ({
      subject: 'A record was opened with a stated reason',
      lines: [
        'Somebody has just opened a record in an emergency, or one that is specially protected.',
        'Sign in to see who it was and why, and to decide whether it was right.',
        { label: 'See what waits', link: `${home}privacy-officer` },
      ],
    }),
    'privacy-dispute': ({ home }) => ({
      subject: 'Somebody disputes that their record was opened',
      lines: [
        'A person has said that it was not right to open their record. They are owed an answer by a deadline.',
        'Sign in to see what it is about, and by when.',
        { label: 'See what waits', link: `${home}privacy-officer` },
      ],
    }),
    'privacy-due': ({ home }) => ({
      subject: 'An answer is due',
      lines: [
        'Somebody who disputes that their record was opened waits for an answer, which is due within two days or overdue.',
        'Sign in to see what it is about, and by when.',
        { label: 'See what waits', link: `${home}privacy-officer` },
      ],
    }),
    'appointment-answer': ({ home }) => ({
      subject: 'News about something you asked for',
      lines: [
        'You asked for a change, and there is news about it.',
        'Sign in to see it. Until you have read it there, do not count on the change.',
        { label: 'Sign in', link: home },
      ],
    }),
    'result-task': ({ link }) => ({
      subject: 'A task for your team',
      lines: [
        'The people it is about can soon read something that your organisation supplied to the exchange, and none of your colleagues has opened it there yet.',
        'Sign in to see what it is, who asked for it, and from when it can be read.',
        { label: 'See what waits', link },
      ],
    }),
  },
};

/** What may be put into a place of a message. Each has a form, so that no name, result or team can get into one (MSG-1). */
export const placeForms = {
  /** An address of the exchange itself, checked against its origin. */
  link: /^https?:\/\/[^\s<>"']{1,500}$/,
  /** A number of days. */
  count: /^\d{1,3}$/,
  /** What a person types in: digits, or letters and digits in groups. */
  code: /^[0-9A-Z]{4,12}(-[0-9A-Z]{4,12})?$/,
  /** The number of a case. */
  reference: /^[0-9A-Za-z-]{4,40}$/,
  /** A day, ISO 8601; written out in the language of the message. */
  date: /^\d{4}-\d{2}-\d{2}$/,
} as const;

interface TemplatePlan {
  readonly by: 'email' | 'text';
  readonly places: Readonly<Record<string, keyof typeof placeForms>>;
}

/** Every message that the exchange sends: the way it goes, and its places. */
export const templates = {
  'invitation-link': { by: 'email', places: { link: 'link', days: 'count' } },
  'invitation-code': { by: 'text', places: { code: 'code' } },
  'email-in-use': { by: 'email', places: {} },
  'account-added': { by: 'email', places: {} },
  'account-replaced': { by: 'email', places: {} },
  'account-replaced-text': { by: 'text', places: {} },
  'confirm-email': { by: 'email', places: { link: 'link' } },
  welcome: { by: 'email', places: {} },
  'sign-in-code': { by: 'text', places: { code: 'code' } },
  'sign-in-new-device': { by: 'email', places: {} },
  'sign-in-guessed': { by: 'email', places: {} },
  'reset-link': { by: 'email', places: { link: 'link' } },
  'reset-code': { by: 'text', places: { code: 'code' } },
  'password-changed': { by: 'email', places: {} },
  'sign-in-changed': { by: 'email', places: {} },
  'account-closed': { by: 'email', places: {} },
  'case-received': { by: 'email', places: { reference: 'reference' } },
  'case-answered': { by: 'email', places: { reference: 'reference' } },
  'professional-approved': { by: 'email', places: { link: 'link' } },
  'professional-refused': { by: 'email', places: {} },
  'proxy-requested': { by: 'email', places: {} },
  'proxy-refused': { by: 'email', places: {} },
  'proxy-started': { by: 'email', places: {} },
  'proxy-review-due': { by: 'email', places: { date: 'date' } },
  'proxy-ends': { by: 'email', places: { date: 'date' } },
  'proxy-suspended': { by: 'email', places: {} },
  'proxy-ended': { by: 'email', places: {} },
  'record-shared': { by: 'email', places: {} },
  'record-shared-team': { by: 'email', places: {} },
  'invitation-opened': { by: 'email', places: {} },
  'records-request-received': { by: 'email', places: { reference: 'reference' } },
  'records-request-started': { by: 'email', places: { reference: 'reference', date: 'date' } },
  'records-request-evidence': { by: 'email', places: { reference: 'reference' } },
  'records-request-extended': { by: 'email', places: { reference: 'reference', date: 'date' } },
  'records-request-answered': { by: 'email', places: { reference: 'reference', date: 'date' } },
  'records-request-refused': { by: 'email', places: { reference: 'reference' } },
  'records-request-collected': { by: 'email', places: { reference: 'reference' } },
  'records-request-again': { by: 'email', places: { reference: 'reference' } },
  'records-requested': { by: 'email', places: {} },
  'records-released': { by: 'email', places: {} },
  'records-stopped': { by: 'email', places: {} },
  'records-review-asked': { by: 'email', places: {} },
  'records-task': { by: 'email', places: { reference: 'reference', date: 'date' } },
  'summary-opened': { by: 'email', places: {} },
  'summary-burned': { by: 'email', places: {} },
  'summary-stopped': { by: 'email', places: {} },
  'search-alert': { by: 'email', places: {} },
  'records-alert': { by: 'email', places: {} },
  'emergency-opened': { by: 'email', places: {} },
  'emergency-opened-text': { by: 'text', places: {} },
  'emergency-answered': { by: 'email', places: {} },
  'privacy-case': { by: 'email', places: {} },
  'privacy-dispute': { by: 'email', places: {} },
  'privacy-due': { by: 'email', places: {} },
  'appointment-answer': { by: 'email', places: {} },
  'result-task': { by: 'email', places: { link: 'link' } },
} as const satisfies Readonly<Record<string, TemplatePlan>>;

export type TemplateName = keyof typeof templates;

export const isTemplateName = (name: string): name is TemplateName => Object.hasOwn(templates, name);

/** What fills a template: its places, and the exchange's own address. */
export type Values<Name extends TemplateName> = Readonly<Record<keyof (typeof templates)[Name]['places'] | 'home', string>>;

/** A link that stands on a line of its own. */
export interface Action {
  readonly label: string;
  readonly link: string;
}

export interface EmailWords {
  readonly subject: string;
  readonly lines: readonly (string | Action)[];
}

/** The words of every template in one language. */
export type TemplateWords = {
  readonly [Name in TemplateName]: (values: Values<Name>) => (typeof templates)[Name]['by'] extends 'email' ? EmailWords : string;
};

/** One language of messages. */
export interface MessageWords {
  readonly direction: 'ltr' | 'rtl';
  /** The name of the service, at the top of an e-mail. */
  readonly service: string;
  /** Below every e-mail. */
  readonly footer: readonly string[];
  /** For dates, BCP 47 with the calendar and digits to use. */
  readonly locale: string;
  readonly templates: TemplateWords;
}

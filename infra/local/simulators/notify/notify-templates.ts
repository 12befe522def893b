/** Ids of the two templates that the simulator knows, as an operator makes them at GOV.UK Notify. */
export const sandboxNotifyTemplates = {
  text: '0d5c9f0e-6f5a-4c9b-9b55-0b5a6d3f4a10',
  email: '6b1e7a3c-2a77-4f4e-8a0e-5f2d9c8b7e21',
} as const;

interface NotifyTemplate {
  readonly type: 'sms' | 'email';
  readonly subject: string | null;
  readonly body: string;
}

/** The templates as the operator wrote them there: the whole text is one place. */
export const notifyTemplates: Readonly<Record<string, NotifyTemplate>> = {
  [sandboxNotifyTemplates.text]: { type: 'sms', subject: null, body: '((text))' },
  [sandboxNotifyTemplates.email]: { type: 'email', subject: '((subject))', body: '((text))' },
};

import type { MessageLanguage } from '@cie/kit/notices/notice.ts';

/** An e-mail as it goes out. */
export interface Email {
  /** The notice's id: the same at every try, so that a receiver can tell a repeated message from a second one. */
  readonly id: string;
  readonly to: string;
  readonly language: MessageLanguage;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A text message as it goes out. */
export interface TextMessage {
  readonly id: string;
  /** E.164. */
  readonly to: string;
  readonly text: string;
}

/** A way out for messages. Its methods reject with Undeliverable when no later try would help, with anything else when one may. */
export interface Messenger {
  readonly email: (message: Email) => Promise<void>;
  readonly text: (message: TextMessage) => Promise<void>;
  readonly close: () => Promise<void>;
}

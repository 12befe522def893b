import { randomUUID } from 'node:crypto';

/** A message as somebody would read it. */
export interface InboxMessage {
  readonly id: string;
  readonly by: 'email' | 'text';
  readonly from: string;
  readonly to: readonly string[];
  /** Empty for a text message. */
  readonly subject: string;
  readonly text: string;
  /** The part of an e-mail for readers of HTML; null when it has none. */
  readonly html: string | null;
  readonly arrivedAt: Date;
}

const mostMessages = 500;

/** The messages that the sandbox sent to the outside, newest first; the oldest go when there are too many. */
export class Inbox {
  readonly #messages: InboxMessage[] = [];

  add(message: Omit<InboxMessage, 'id'>): InboxMessage {
    const added = { ...message, id: randomUUID() };
    this.#messages.unshift(added);
    this.#messages.length = Math.min(this.#messages.length, mostMessages);
    return added;
  }

  /** All messages, or those to one address or number. */
  list(to?: string): readonly InboxMessage[] {
    return to === undefined ? this.#messages : this.#messages.filter((message) => message.to.includes(to));
  }

  find(id: string): InboxMessage | null {
    return this.#messages.find((message) => message.id === id) ?? null;
  }
}

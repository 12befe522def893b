import { randomUUID } from 'node:crypto';

/** A message as somebody would read it: text only. */
export interface InboxMessage {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
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

  list(): readonly InboxMessage[] {
    return this.#messages;
  }

  find(id: string): InboxMessage | null {
    return this.#messages.find((message) => message.id === id) ?? null;
  }
}

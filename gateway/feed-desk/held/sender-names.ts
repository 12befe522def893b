import { createHash } from 'node:crypto';
import type { ConfiguredSender } from '../../feeds/sender.ts';

/** The name that staff gave the sender of a message, by MSH-3 and MSH-4 as sent and joined by `|`; those two where it has none. */
export type SenderNamer = (sender: string) => string;

export function senderNamer(senders: readonly Pick<ConfiguredSender, 'application' | 'facility' | 'name'>[]): SenderNamer {
  const names = new Map(senders.map(({ application, facility, name }) => [`${application}|${facility}`, name]));
  return (sender) => {
    const parts = sender.split('|').map((part) => part.split('^', 1)[0] ?? '');
    const [application = '', facility = ''] = parts;
    // A name with the sign in it could be cut into somebody else's.
    if (parts.length > 2) return parts.join(', ');
    const name = names.get(`${application}|${facility}`) ?? names.get(`*|${facility}`) ?? '';
    const asSent = [application, facility].filter((part) => part !== '').join(', ') || 'Nobody named';
    return name === '' ? asSent : `${name} (${asSent})`;
  };
}

/** What stands for a sender in an address: a message with shifted fields may name anybody in MSH-3 and MSH-4. */
export function senderKey(sender: string): string {
  return createHash('sha256').update(sender).digest('base64url').slice(0, 16);
}

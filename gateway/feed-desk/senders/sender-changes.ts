import type { FeedSender, SenderDetails } from '../../feeds/sender.ts';

const fieldWords: Readonly<Record<Exclude<keyof (FeedSender & SenderDetails), 'application' | 'facility'>, string>> = {
  name: 'Name', organisation: 'Organisation', assigningAuthorities: 'Assigning authorities', sites: 'Sites', defaultLabel: 'Label', zone: 'Time zone',
  events: 'Messages that it may send', certificates: 'Certificates', outbound: 'Where messages to it go', enabled: 'In use',
};

/** What differs between a sender as it was and as it is, a line for each field; with nothing to compare, what there is to say of it. */
export function changedFields(before: (FeedSender & SenderDetails) | null, after: FeedSender & SenderDetails): readonly string[] {
  const lines = Object.entries(fieldWords).flatMap(([name, words]): string[] => {
    const now = shown(Object.entries(after).find(([field]) => field === name)?.[1]);
    if (before === null) return now === 'nothing' ? [] : [`${words}: ${now}`];
    const then = shown(Object.entries(before).find(([field]) => field === name)?.[1]);
    return then === now ? [] : [`${words}: ${now}, before: ${then}`];
  });
  return lines.length === 0 ? ['Nothing else than the token'] : lines;
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.join(', ');
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const entries = Object.entries(value);
  return entries.length === 0 ? 'nothing' : entries.map(([name, each]) => `${name} ${String(each)}`).join(', ');
}

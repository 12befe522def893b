import { isIPv6 } from 'node:net';

/**
 * What one sender can hardly change about its address: the whole of an IPv4 address, the network (/64) of an IPv6 one, in
 * which a single computer has more addresses than could ever be counted.
 */
export function networkOf(address: string): string {
  return ipv4In(address) ?? (isIPv6(address) ? firstGroups(address, 4) : address);
}

/** What one customer of a provider is given of IPv6 as a rule, up to 65,536 networks (RFC 6177): the first 48 bits; null for other addresses. */
export function siteOf(address: string): string | null {
  return ipv4In(address) === null && isIPv6(address) ? firstGroups(address, 3) : null;
}

/** An IPv4 address that came over a socket for both kinds. */
const ipv4In = (address: string): string | null => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? null;

function firstGroups(address: string, count: number): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? left : [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return groups
    .slice(0, count)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

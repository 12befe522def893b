import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Addresses of no hospital: any, link-local (where clouds keep their keys), multicast, broadcast and reserved. */
const nowhere = new BlockList();
nowhere.addSubnet('0.0.0.0', 8, 'ipv4');
nowhere.addSubnet('169.254.0.0', 16, 'ipv4');
nowhere.addSubnet('224.0.0.0', 3, 'ipv4');
nowhere.addAddress('::', 'ipv6');
nowhere.addSubnet('fe80::', 10, 'ipv6');
nowhere.addSubnet('ff00::', 8, 'ipv6');

/**
 * Whether the exchange may connect to a host that staff name: it does so from within its own network, where a loopback or link-local
 * address reaches what is for nobody outside. Loopback only in a sandbox, whose hospitals are on the same machine.
 */
export function mayReach(host: string, isSandbox: boolean): boolean {
  const version = isIP(host);
  if (version === 0) {
    const name = host.toLowerCase().replace(/\.$/, '');
    if (name === 'localhost' || name.endsWith('.localhost')) return isSandbox;
    // 2130706433 and 0x7f.1 are 127.0.0.1 to a resolver: a last label that is a number makes an address (WHATWG URL, ends in a number).
    return !/(?:^|\.)(?:\d+|0x[\da-f]*)$/.test(name);
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  return !nowhere.check(host, family) && (isSandbox || !loopback.check(host, family));
}

import { networkOf, siteOf } from './network.ts';
import type { Allowance, Limit, Throttle } from './throttle.ts';

/** A site (IPv6 /48) may be a university with thousands of people, and it may be one machine with 65,536 networks. */
const networksOfSite = 10;

/**
 * Counts one more of `what` from a network; an IPv6 network counts for its site as well, which may do ten times as much. The
 * network is asked first, so that what one of them is refused uses up nothing of its neighbours'.
 */
export async function checkNetwork(throttle: Throttle, what: string, address: string, limit: Limit, now: Date): Promise<Allowance> {
  const network = await throttle.check(`${what} ${networkOf(address)}`, limit, now);
  const site = siteOf(address);
  if (!network.allowed || site === null) return network;
  return throttle.check(`${what} site ${site}`, { ...limit, most: limit.most * networksOfSite }, now);
}

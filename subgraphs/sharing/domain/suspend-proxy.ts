import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry } from './access-entry.ts';
import { ownerOf, ownsRecord } from './own-record.ts';
import { bothSides, type Decision, type Proxy, type ProxyStore } from './proxy.ts';

/** Who acts, or asks to act, for the viewer; null unless it is the viewer's own record. */
export async function listProxies(access: AccessContext, store: ProxyStore, patientIds: readonly string[]): Promise<Proxy[] | null> {
  return ownsRecord(access, patientIds, 'see-sharing') ? store.ofPatient(patientIds) : null;
}

/** All ids of the person whom one names (ACC-5). */
type GroupOf = (patientId: string) => Promise<readonly string[]>;

/** The patient stops a proxy, or objects to a request; it works on the proxy's next request. Throws OWN_RECORD_ONLY, PROXY_UNKNOWN. */
export function suspendProxy(access: AccessContext, store: ProxyStore, groupOf: GroupOf, id: string): Promise<Proxy> {
  return decideOwn(access, store, groupOf, id, (proxy) => ({
    change: { suspendedByPatientAt: proxy.suspendedByPatientAt ?? access.now },
    entry: accessEntry(access, 'proxy-suspended', { doors: ['self'] }),
    notices: proxy.suspendedByPatientAt === null ? bothSides(proxy, 'proxy-suspended') : [],
  }));
}

/** The patient lifts their own suspension; what the desk or the calendar decided stays. Throws OWN_RECORD_ONLY, PROXY_UNKNOWN. */
export function resumeProxy(access: AccessContext, store: ProxyStore, groupOf: GroupOf, id: string): Promise<Proxy> {
  return decideOwn(access, store, groupOf, id, (proxy) => ({
    change: { suspendedByPatientAt: null },
    entry: accessEntry(access, 'proxy-resumed', { doors: ['self'] }),
    notices: proxy.suspendedByPatientAt !== null && proxy.decided === 'active' ? bothSides(proxy, 'proxy-started') : [],
  }));
}

async function decideOwn(access: AccessContext, store: ProxyStore, groupOf: GroupOf, id: string, decide: (proxy: Proxy) => Decision): Promise<Proxy> {
  const own = await groupOf(ownerOf(access).patientId);
  const decided = isRecordId(id)
    ? await store.decide(access, id, (proxy) => {
        // Another patient's proxy looks like one that does not exist; what is over stays as it was.
        if (proxy.patientId === null || !own.includes(proxy.patientId) || proxy.decided === 'ended' || proxy.decided === 'refused') throw unknown();
        return decide(proxy);
      })
    : null;
  if (decided === null) throw unknown();
  return decided;
}

function unknown(): CieError {
  return new CieError('PROXY_UNKNOWN', 'There is nobody to change here any more. Reload the page.');
}

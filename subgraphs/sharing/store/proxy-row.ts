import { seal, unseal } from '@cie/kit/notices/seal.ts';
import { hkdfSync } from 'node:crypto';
import type { Proxy, ProxyTexts } from '../domain/proxy.ts';
import { nobody } from '../domain/request-proxy.ts';

/** A row of `proxy` as `proxyColumns` select it. */
export interface ProxyRow extends Omit<Proxy, 'texts' | 'patientId'> {
  readonly patientId: string;
  readonly sealed: Buffer;
}

export const proxyColumns = `
  patient_id as "patientId", id, account_id as "accountId", proxy_name as name, basis, birth_date::text as "birthDate", decided, labels, sealed,
  requested_at as "requestedAt", verifier, started_at as "startedAt", ends_at as "endsAt", reviewed_at as "reviewedAt", consent,
  suspended_by_patient_at as "suspendedByPatientAt", suspended_by_desk_at as "suspendedByDeskAt", reason`;

/** Seals what people wrote about proxies, each text bound to its row. */
export interface ProxySeal {
  close(id: string, texts: ProxyTexts): Buffer;
  open(row: ProxyRow): Proxy;
}

/** The key comes from the one that guards NHS numbers here, for this use alone (RFC 5869). */
export function proxySeal(finderKey: Buffer): ProxySeal {
  const key = Buffer.from(hkdfSync('sha256', finderKey, '', 'texts about proxies', 32));
  return {
    close: (id, texts) => seal(key, JSON.stringify(texts), id),
    open: ({ sealed, patientId, ...row }) => ({
      ...row,
      patientId: patientId === nobody ? null : patientId,
      // Sealed by `close` of this very object: the shape is the one it was given.
      texts: JSON.parse(unseal(key, sealed, row.id)) as ProxyTexts,
    }),
  };
}

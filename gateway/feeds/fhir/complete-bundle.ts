import type { Pool } from 'pg';
import { FhirBundle, localAddress, relativePart } from '@cie/kit/fhir/fhir-bundle.ts';
import { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import type { FhirObject } from '@cie/kit/fhir/fhir-json.ts';
import { sourcesAt } from './fhir-inbox.store.ts';
import { addressesElsewhere, givenAddress } from './fhir-message.ts';
import { readRoot } from './read-fhir-request.ts';

/** How far references of referenced resources are followed: a role, its practitioner and organisation. */
const STEPS = 3;
/** Addresses looked up for one message. */
const MOST_ADDRESSES = 1000;

/**
 * The bundle with what its references lead to in earlier messages of the same sender, as entries that are only read along
 * (`search.mode` include, FHIR R4). What is not there either stays open: whoever stands on it holds the message.
 */
export async function completeBundle(database: Pool, sender: string, bundle: FhirBundle): Promise<FhirBundle> {
  let complete = bundle;
  const asked = new Set<string>();
  for (let step = 0; step < STEPS; step++) {
    const open = addressesElsewhere(complete).filter((address) => !asked.has(address)).slice(0, MOST_ADDRESSES);
    open.forEach((address) => asked.add(address));
    const found = await readResources(database, sender, open);
    if (found.length === 0) return complete;
    complete = withEntries(complete, found);
  }
  return complete;
}

async function readResources(database: Pool, sender: string, addresses: readonly string[]): Promise<readonly FhirObject[]> {
  if (addresses.length === 0) return [];
  const written = new Map(addresses.map((address) => [relativePart(address), address]));
  const sources = await sourcesAt(database, sender, [...new Set([...addresses, ...written.keys()])]);
  return sources.flatMap(({ controlId, raw, addresses: carried }) => {
    const { entries } = new FhirBundle(readRoot(raw));
    return carried.flatMap((address) => {
      const at = entries.findIndex(({ fullUrl, resource }, index) => fullUrl === address || localAddress(resource) === address || givenAddress(resource, sender, controlId, index) === address);
      const resource = entries[at]?.resource;
      return resource === undefined ? [] : [{ id: `earlier ${resource.type}`, fullUrl: written.get(address) ?? address, resource: resource.json, search: { mode: 'include' } }];
    });
  });
}

function withEntries({ root, entries }: FhirBundle, more: readonly FhirObject[]): FhirBundle {
  const own = entries.map(({ fullUrl, resource, included }) => ({
    id: resource.path, resource: resource.json, ...(fullUrl === null ? {} : { fullUrl }), ...(included ? { search: { mode: 'include' } } : {}),
  }));
  return new FhirBundle(new FhirElement({ ...(root.type === 'Bundle' ? root.json : {}), resourceType: 'Bundle', entry: [...own, ...more] }, 'Bundle'), { isPart: true });
}

import type { FhirElement } from './fhir-element.ts';
import { localAddress, type FhirBundle } from './fhir-bundle.ts';

/**
 * What a resource is called by whoever sent it, in every version: its business identifier, else its address. One that has
 * neither is new each time: it is called after the message that brought it.
 */
export function sourceIdOf(bundle: FhirBundle, resource: FhirElement, messageId: string, names: readonly string[] = ['identifier']): string {
  const identifier = names.flatMap((name) => resource.elements(name)).find((each) => each.text('value') !== null && each.text('use') !== 'old');
  if (identifier !== undefined) return [identifier.text('system'), identifier.text('value')].filter((part) => part !== null).join('|');
  const index = bundle.entries.findIndex((entry) => entry.resource === resource);
  return localAddress(resource) ?? bundle.entries[index]?.fullUrl ?? `${messageId}#${index}`;
}

/** When this version was issued: as its sender dates it, never later than it came (ING-2). */
export function versionTime(bundle: FhirBundle, resource: FhirElement, receivedAt: string): Date {
  const received = new Date(receivedAt);
  const meta = (of: FhirElement) => of.element('meta')?.text('lastUpdated') ?? null;
  const said = [meta(resource), bundle.root.text('timestamp'), meta(bundle.root)].map((text) => new Date(text ?? Number.NaN)).find((time) => !Number.isNaN(time.getTime()));
  return said === undefined || said > received ? received : said;
}

import { attachmentNames } from './attachment.ts';
import { FhirElement } from './fhir-element.ts';
import { isFhirObject, parseFhirJson, type FhirObject } from './fhir-json.ts';

export interface FhirEntry {
  /** Where its references lead; null when the sender gave none. */
  readonly fullUrl: string | null;
  readonly resource: FhirElement;
  /** True for what is there to be read along, not to be filed (`search.mode` include). */
  readonly included: boolean;
}

/** The resources that came together, and how they refer to each other. */
export class FhirBundle {
  readonly root: FhirElement;
  readonly entries: readonly FhirEntry[];
  readonly #byAddress = new Map<string, FhirElement>();

  /**
   * Of a Bundle, its entries; any other resource is the only one of its bundle. `isPart`: gateway/feeds made it of what was sent
   * and says in the id of each entry where that stood, so that a reason names the place that its sender knows.
   */
  constructor(root: FhirElement, { isPart = false } = {}) {
    this.root = root;
    this.entries = root.type === 'Bundle'
      ? root.elements('entry').flatMap((entry) => {
          const sent = entry.element('resource');
          const path = isPart ? entry.text('id') : null;
          const resource = sent === null || path === null ? sent : new FhirElement(sent.json, path);
          return resource === null ? [] : [{ fullUrl: entry.text('fullUrl'), resource, included: isPart && entry.element('search')?.text('mode') === 'include' }];
        })
      : [{ fullUrl: null, resource: root, included: false }];
    for (const { fullUrl, resource } of this.entries) {
      const addresses = [fullUrl, localAddress(resource)].filter((each) => each !== null);
      for (const address of addresses) if (!this.#byAddress.has(address)) this.#byAddress.set(address, resource);
    }
  }

  /** What is to be filed of these types, in the order sent. */
  filed(...types: readonly string[]): readonly FhirElement[] {
    return this.entries.filter(({ included, resource }) => !included && types.includes(resource.type)).map(({ resource }) => resource);
  }

  /** Everything of these types. */
  ofType(...types: readonly string[]): readonly FhirElement[] {
    return this.entries.map(({ resource }) => resource).filter((resource) => types.includes(resource.type));
  }

  /**
   * What a Reference leads to: `#id` within the resource, an address within the bundle, or the resource that carries the named
   * identifier (FHIR R4, references 2.3.0). Null when it is not here.
   */
  resolve(reference: FhirElement | null, from: FhirElement): FhirElement | null {
    if (reference === null) return null;
    const address = reference.text('reference');
    if (address?.startsWith('#') === true) return from.elements('contained').find((each) => each.text('id') === address.slice(1)) ?? null;
    if (address !== null) {
      const found = this.#byAddress.get(withoutHistory(address)) ?? this.#byAddress.get(relativePart(address));
      if (found !== undefined) return found;
    }
    const identifier = reference.element('identifier');
    return identifier === null ? null : this.#withIdentifier(identifier, reference.text('type'));
  }

  #withIdentifier(identifier: FhirElement, type: string | null): FhirElement | null {
    const [system, value] = [identifier.text('system'), identifier.text('value')];
    if (value === null) return null;
    const carries = (resource: FhirElement) => resource.elements('identifier').some((each) => each.text('value') === value && each.text('system') === system);
    return this.entries.map(({ resource }) => resource).find((resource) => (type === null || resource.type === type) && carries(resource)) ?? null;
  }
}

/** Reads what gateway/feeds hands to a room. */
export function readFhirBundle(text: string): FhirBundle {
  const json = parseFhirJson(Buffer.from(text, 'utf8'));
  return new FhirBundle(new FhirElement(json, rootPath(json)), { isPart: true });
}

export function rootPath(json: FhirObject): string {
  const type = Object.hasOwn(json, 'resourceType') ? json['resourceType'] : undefined;
  // The path is part of what people are told, and a type could be any text.
  return typeof type === 'string' && /^[A-Z][A-Za-z]{1,40}$/.test(type) ? type : 'resource';
}

/** Every Reference below an element, contained resources and addresses of attachments included. */
export function referencesIn(element: FhirElement): readonly FhirElement[] {
  const found: FhirElement[] = [];
  const walk = (at: FhirElement): void => {
    if (at.text('reference') !== null) found.push(at);
    for (const attachment of attachmentNames.flatMap((name) => at.elements(name))) {
      const url = attachment.text('url');
      if (url !== null && !attachment.has('data')) found.push(new FhirElement({ reference: url }, `${attachment.path}.url`));
    }
    for (const [name, value] of Object.entries(at.json)) {
      if (isFhirObject(value) || Array.isArray(value)) at.elements(name).forEach(walk);
    }
  };
  walk(element);
  return found;
}

/** `Patient/1` of a resource with an id. */
export function localAddress(resource: FhirElement): string | null {
  const id = resource.text('id');
  return id === null ? null : `${resource.type}/${id}`;
}

/** `https://any.server/fhir/Patient/1/_history/2` means `Patient/1` to whoever sent both. */
export function relativePart(address: string): string {
  return /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})$/.exec(withoutHistory(address))?.[1] ?? address;
}

function withoutHistory(address: string): string {
  return address.replace(/\/_history\/[^/]*$/, '');
}

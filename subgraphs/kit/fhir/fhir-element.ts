import { FhirNumber, isFhirObject, type FhirObject, type FhirValue } from './fhir-json.ts';

/** PostgreSQL's text holds no NUL; the other control characters say nothing to a reader. */
// oxlint-disable-next-line no-control-regex -- those are what is taken out
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * An element of a resource, read by name. What is absent, empty or of another type than asked for reads as absent, so that a
 * mapping never meets a surprise; what filing cannot do without is checked at the door (check-resource.ts).
 */
export class FhirElement {
  readonly json: FhirObject;
  /** FHIRPath from the root, for people to find it. */
  readonly path: string;

  constructor(json: FhirObject, path: string) {
    this.json = json;
    this.path = path;
  }

  /** Resource type, or '' for what is no resource. */
  get type(): string {
    return this.text('resourceType') ?? '';
  }

  has(name: string): boolean {
    return this.#own(name) !== undefined;
  }

  /** The element, or the first of a list. */
  element(name: string): FhirElement | null {
    return this.elements(name)[0] ?? null;
  }

  elements(name: string): readonly FhirElement[] {
    const value = this.#own(name);
    if (isFhirObject(value)) return [new FhirElement(value, `${this.path}.${name}`)];
    if (!Array.isArray(value)) return [];
    return value.flatMap((each: FhirValue, index) => (isFhirObject(each) ? [new FhirElement(each, `${this.path}.${name}[${index}]`)] : []));
  }

  /** A text without blanks around it; null when there is none. */
  text(name: string): string | null {
    return this.texts(name)[0] ?? null;
  }

  texts(name: string): readonly string[] {
    const value = this.#own(name);
    const list: readonly FhirValue[] = Array.isArray(value) ? value : [value ?? null];
    return list.flatMap((each) => {
      const text = typeof each === 'string' ? each.replace(UNPRINTABLE, '').toWellFormed().trim() : '';
      return text === '' ? [] : [text];
    });
  }

  /** A text as long as a file, untouched. */
  data(name: string): string | null {
    const value = this.#own(name);
    return typeof value === 'string' && value !== '' ? value : null;
  }

  /** A number as written. */
  number(name: string): string | null {
    const value = this.#own(name);
    return value instanceof FhirNumber ? value.text : null;
  }

  flag(name: string): boolean | null {
    const value = this.#own(name);
    return typeof value === 'boolean' ? value : null;
  }

  /** Extensions with this address. */
  extensions(url: string): readonly FhirElement[] {
    return this.elements('extension').filter((each) => each.text('url') === url);
  }

  /** The same element with one property put in or replaced. */
  with(name: string, value: FhirValue): FhirElement {
    return new FhirElement({ ...this.json, [name]: value }, this.path);
  }

  /** Own properties only: `constructor` and its like are names as any other. */
  #own(name: string): FhirValue | undefined {
    return Object.hasOwn(this.json, name) ? this.json[name] : undefined;
  }
}

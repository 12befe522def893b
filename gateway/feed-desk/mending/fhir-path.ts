import { isFhirObject, type FhirObject, type FhirValue } from '@cie/kit/fhir/fhir-json.ts';

/** Steps from the root of a message: names of elements and places in lists, from 0. */
export type Path = readonly (string | number)[];

const isList = (value: FhirValue | undefined): value is readonly FhirValue[] => Array.isArray(value);

/** As an address carries it: a JSON pointer (RFC 6901). */
export function pointerOf(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A JSON pointer of a sensible length; null when it is none. */
export function readPointer(text: string): Path | null {
  if (!/^(?:\/[^/]{1,100}){1,64}$/.test(text)) return null;
  return text.slice(1).split('/').map((step) => (/^(?:0|[1-9]\d{0,5})$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
}

/** `Bundle.entry[2].resource.code`, as reasons name elements; null when it is none. */
export function readFhirPath(text: string): { readonly type: string; readonly path: Path } | null {
  if (!/^[A-Z][A-Za-z]{0,63}(?:\.[a-z][A-Za-z0-9]{0,63}(?:\[\d{1,6}\])?){1,64}$/.test(text)) return null;
  const [type = '', ...steps] = text.split('.');
  return { type, path: steps.flatMap((step): (string | number)[] => {
    const [name = '', place] = step.split('[');
    return place === undefined ? [name] : [name, Number.parseInt(place, 10)];
  }) };
}

export function valueAt(root: FhirValue, path: Path): FhirValue | undefined {
  let value: FhirValue | undefined = root;
  for (const step of path) {
    if (isList(value) && typeof step === 'number') value = value[step];
    else if (isFhirObject(value) && typeof step === 'string' && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** The same with another value in one place; `undefined` takes it out. The way to it must be there. */
export function withValue(root: FhirObject, path: Path, value: FhirValue | undefined): FhirObject {
  const replaced = replace(root, path, value);
  if (!isFhirObject(replaced)) throw new Error('A path leads to the root itself.');
  return replaced;
}

function replace(root: FhirValue | undefined, [step, ...rest]: Path, value: FhirValue | undefined): FhirValue | undefined {
  if (step === undefined) return value;
  if (isList(root) && typeof step === 'number') {
    const inner = replace(root[step], rest, value);
    return inner === undefined ? root.toSpliced(step, 1) : root.with(step, inner);
  }
  if (!isFhirObject(root)) throw new Error('A path leads through what is no object.');
  const inner = replace(Object.hasOwn(root, step) ? root[step] : undefined, rest, value);
  const kept = Object.entries(root).flatMap(([name, each]): [string, FhirValue][] => (name !== String(step) ? [[name, each]] : inner === undefined ? [] : [[name, inner]]));
  return Object.fromEntries(inner === undefined || Object.hasOwn(root, step) ? kept : [...kept, [String(step), inner]]);
}

/** The path with places in lists filled in where the name of a list stands alone: the first is meant. */
export function throughLists(root: FhirValue, path: Path): Path {
  const found: (string | number)[] = [];
  for (const step of path) {
    if (typeof step === 'string' && isList(valueAt(root, found))) found.push(0);
    found.push(step);
  }
  return found;
}

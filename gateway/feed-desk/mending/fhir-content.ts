import { CieError } from '@cie/kit/errors.ts';
import { FhirNumber, isFhirObject, parseFhirJson, writeFhirJson, type FhirObject, type FhirValue } from '@cie/kit/fhir/fhir-json.ts';
import { pointerOf, readFhirPath, readPointer, throughLists, valueAt, withValue, type Path } from './fhir-path.ts';
import { cut, MOST_MENDED, type HeldContent, type MendedContent, type OpenField, type ShownField, type ShownGroup } from './held-content.ts';

/** Elements of a Patient that tell who somebody is; what else is known of them nobody has to see to mend a message. */
const NEEDED_OF_PATIENT = new Set(['resourceType', 'id', 'meta', 'active', 'identifier', 'name', 'birthDate', 'gender', 'deceasedBoolean', 'deceasedDateTime']);
/** Elements of one resource on a page. */
const MOST_ELEMENTS = 150;
const HIDDEN = 'Not shown: open the element to see it';

interface Resource {
  readonly path: Path;
  readonly type: string;
  readonly value: FhirObject;
}

/** A FHIR resource or bundle, element by element, with numbers as they were sent. Throws FhirRefused when the bytes are no such thing. */
export function openFhir(raw: Uint8Array): HeldContent {
  const root = parseFhirJson(raw);
  const resources = resourcesOf(root);
  const field = (at: string): OpenField | null => {
    const path = readPointer(at);
    if (path === null || !isContainer(valueAt(root, path.slice(0, -1)))) return null;
    const value = valueAt(root, path);
    return isContainer(value) ? null : { at, label: labelOf(path, resources), of: null, name: null, raw: textOf(value), isPresent: value !== undefined };
  };
  return {
    groups: (reason, most) => {
      const named = placesNamedBy(reason, root, resources);
      const groups = resources.map((each) => groupOf(each, root, named));
      const chosen = groups.filter((group, index) => index < most || group.fields.some((each) => each.isNamed)).slice(0, most * 2);
      return { groups: chosen, left: groups.length - chosen.length };
    },
    field,
    placeOf: (label) => {
      const path = pathOf(label.trim(), root, resources);
      return path === null || field(pointerOf(path)) === null ? null : pointerOf(path);
    },
    mend: (at, typed) => mend(root, readPointer(at), field(at), typed),
    placeHint: 'For example Observation.status. The first resource of that type is meant, and the first of a list.',
    mendingHint: 'Text as it is, without quotation marks. Leave it empty to take the element out.',
  };
}

const refused = (text: string): CieError => new CieError('MENDING_REFUSED', text);
const isContainer = (value: FhirValue | undefined): boolean => Array.isArray(value) || isFhirObject(value);

function textOf(value: FhirValue | undefined): string {
  if (value instanceof FhirNumber) return value.text;
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}

function typeOf({ resourceType }: FhirObject): string {
  return typeof resourceType === 'string' && /^[A-Za-z]{1,64}$/.test(resourceType) ? resourceType : 'Resource';
}

/** The resource itself and, in a bundle, each of its entries. */
function resourcesOf(root: FhirObject): readonly Resource[] {
  const { entry } = root;
  const entries: readonly FhirValue[] = Array.isArray(entry) ? entry : [];
  const inside = entries.flatMap((each, index): Resource[] => {
    const value = isFhirObject(each) ? each['resource'] : undefined;
    return isFhirObject(value) ? [{ path: ['entry', index, 'resource'], type: typeOf(value), value }] : [];
  });
  return [{ path: [], type: typeOf(root), value: root }, ...inside];
}

/** `Observation.component.valueQuantity.value`: without places in lists, as people say it. */
function labelOf(path: Path, resources: readonly Resource[]): string {
  const resource = resources.findLast((each) => each.path.every((step, index) => path[index] === step));
  return [resource?.type ?? 'Resource', ...path.slice(resource?.path.length ?? 0).filter((step) => typeof step === 'string')].join('.');
}

/** Where a path leads that begins with the type of the whole message, or of a resource in it. */
function pathOf(text: string, root: FhirObject, resources: readonly Resource[]): Path | null {
  const read = readFhirPath(text);
  const resource = read === null ? undefined : resources.find((each) => each.type === read.type);
  return read === null || resource === undefined ? null : throughLists(root, [...resource.path, ...read.path]);
}

/** Pointers of the elements that a reason names. */
function placesNamedBy(reason: string, root: FhirObject, resources: readonly Resource[]): readonly string[] {
  const names = Array.from(reason.matchAll(/\b[A-Z][A-Za-z]+(?:\.[a-z][A-Za-z0-9]*(?:\[\d+\])?)+/g), ([name]) => name);
  return names.flatMap((name) => {
    const path = pathOf(name, root, resources);
    return path === null ? [] : [pointerOf(path)];
  });
}

function groupOf({ path, type, value }: Resource, root: FhirObject, named: readonly string[]): ShownGroup {
  const fields: ShownField[] = [];
  const add = (at: Path, text: string): void => {
    const pointer = pointerOf(at);
    const isNamed = named.some((each) => pointer === each || pointer.startsWith(`${each}/`));
    const isHidden = !isNamed && type === 'Patient' && !NEEDED_OF_PATIENT.has(String(at[path.length]));
    const label = [type, ...at.slice(path.length).filter((step) => typeof step === 'string')].join('.');
    fields.push({ at: pointer, label, of: null, name: null, value: isHidden ? HIDDEN : cut(text), isNamed, isHidden, canMend: text.length <= MOST_MENDED });
  };
  const walk = (each: FhirValue, at: Path): void => {
    if (fields.length >= MOST_ELEMENTS) return;
    // Resources of a bundle have groups of their own.
    if (path.length === 0 && at.length === 3 && at[0] === 'entry' && at[2] === 'resource') return;
    if (Array.isArray(each)) each.forEach((inner: FhirValue, index) => walk(inner, [...at, index]));
    else if (isFhirObject(each)) for (const [name, inner] of Object.entries(each)) walk(inner, [...at, name]);
    else add(at, textOf(each));
  };
  walk(value, path);
  const own = path.length === 0 ? '/' : `${pointerOf(path)}/`;
  for (const pointer of named) {
    const at = readPointer(pointer);
    const isOwn = at !== null && pointer.startsWith(own) && (path.length > 0 || at[0] !== 'entry');
    if (isOwn && valueAt(root, at) === undefined && isContainer(valueAt(root, at.slice(0, -1)))) add(at, '');
  }
  return { title: path.length === 0 ? type : `${type}, entry ${Number(path[1]) + 1}`, fields };
}

function mend(root: FhirObject, path: Path | null, field: OpenField | null, typed: string): MendedContent {
  if (path === null || field === null) throw refused('This element cannot be mended here');
  if (typed.length > MOST_MENDED) throw refused('The element is too long to be mended here: ask the sender to send the message again');
  if (typed === field.raw) throw refused('This is what the message says already. Replay it as it is, or change it');
  const mended = withValue(root, path, typed === '' ? undefined : valueFor(typed, valueAt(root, path)));
  const raw = Buffer.from(writeFhirJson(mended), 'utf8');
  // Read once more by the rules of the door: what cannot come in cannot be mended in either.
  parseFhirJson(raw);
  return { raw };
}

/** In the kind that the element has; one that was not sent is text. */
function valueFor(typed: string, old: FhirValue | undefined): FhirValue {
  if (old instanceof FhirNumber) {
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(typed)) throw refused('Enter a number');
    return new FhirNumber(typed);
  }
  if (typeof old !== 'boolean') return typed;
  if (typed !== 'true' && typed !== 'false') throw refused('Enter true or false');
  return typed === 'true';
}

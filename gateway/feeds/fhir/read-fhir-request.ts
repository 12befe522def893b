import { FhirBundle, rootPath } from '@cie/kit/fhir/fhir-bundle.ts';
import { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { parseFhirJson, writeFhirJson } from '@cie/kit/fhir/fhir-json.ts';
import { FhirRefused, refused, type FhirIssue } from '@cie/kit/fhir/fhir-refused.ts';
import { checkResource } from './check-resource.ts';
import { isCarried, roomOfType, takenTypes } from './fhir-types.ts';

/** Where a request was sent: `POST /fhir`, `POST /fhir/Observation`, `PUT /fhir/Observation/1`. */
export interface FhirTarget {
  readonly method: 'POST' | 'PUT';
  readonly type: string | null;
  readonly id: string | null;
}

/** One message of the inbox. */
export interface FhirPiece {
  readonly kind: 'transaction' | 'message' | 'document' | 'resource';
  readonly bytes: Uint8Array;
  readonly bundle: FhirBundle;
  /** Whether the sender gives the resource its address (PUT). */
  readonly addressed: boolean;
  /** What is kept and not shown, for the sender to know. */
  readonly warnings: readonly FhirIssue[];
}

export type FhirRequest =
  | { readonly kind: 'one'; readonly piece: FhirPiece }
  /** Entries of a batch, each for itself, in their order. */
  | { readonly kind: 'batch'; readonly entries: readonly (FhirPiece | FhirRefused)[] };

/** Entries of one bundle; more are refused, because each costs an answer and a look at the database. */
export const MOST_ENTRIES = 5000;
const BUNDLES = ['transaction', 'message', 'document'] as const;

/** The resource or Bundle of a body. Throws FhirRefused for what is none. */
export function readRoot(bytes: Uint8Array): FhirElement {
  const json = parseFhirJson(bytes);
  return new FhirElement(json, rootPath(json));
}

/** Checks what was sent. Throws FhirRefused with everything that is wrong. */
export function readFhirRequest(bytes: Uint8Array, root: FhirElement, target: FhirTarget): FhirRequest {
  if (root.type === '') throw refused('malformed', 400, 'structure', 'must name the type of the resource.', 'resource.resourceType');
  if (target.type === null || target.type === 'Bundle') return readBundle(root, bytes);
  if (root.type !== target.type) throw refused('type-mismatch', 400, 'invalid', `must be ${target.type}, as the address says.`, 'resource.resourceType');
  if (target.method === 'PUT' && root.text('id') !== target.id) throw refused('id-mismatch', 400, 'invalid', 'must be the id of the address.', `${root.path}.id`);
  return { kind: 'one', piece: readResource(root, bytes, target.method === 'PUT') };
}

function readBundle(root: FhirElement, bytes: Uint8Array): FhirRequest {
  if (root.type !== 'Bundle') throw refused('bundle-expected', 400, 'invalid', 'This address takes a Bundle; send a single resource to its type, such as /fhir/Observation.', 'resource.resourceType');
  const entries = root.elements('entry');
  if (entries.length > MOST_ENTRIES) throw refused('too-many-entries', 413, 'too-costly', `must hold ${MOST_ENTRIES} entries at the most.`, 'Bundle.entry');
  const type = root.text('type');
  if (type === 'batch') return { kind: 'batch', entries: entries.map(readBatchEntry) };
  const kind = BUNDLES.find((each) => each === type);
  if (kind === undefined) throw refused('bundle-type', 422, 'not-supported', 'must be transaction, batch, message or document: a search set, history or collection asks for nothing.', 'Bundle.type');
  const bundle = new FhirBundle(root);
  const issues = [...entries.flatMap((entry) => checkEntry(entry, kind)), ...bundle.entries.flatMap(({ resource }) => checkResource(resource)), ...checkAddresses(bundle)];
  if (issues.length > 0) throw new FhirRefused('invalid-resource', 422, issues);
  if (!bundle.entries.some(({ resource }) => isTaken(resource.type))) throw refused('nothing-to-file', 422, 'not-supported', `holds no resource that this exchange takes: ${takenTypes.join(', ')}.`, 'Bundle.entry');
  return { kind: 'one', piece: { kind, bytes, bundle, addressed: false, warnings: bundle.entries.filter(({ resource }) => !isTaken(resource.type)).map(({ resource }) => notShown(resource)) } };
}

function checkEntry(entry: FhirElement, kind: string): readonly FhirIssue[] {
  const resource = entry.element('resource');
  if (resource === null) return [{ severity: 'error', type: 'required', path: `${entry.path}.resource`, text: 'must be there: this exchange takes in and answers no questions.' }];
  return kind === 'transaction' ? checkRequest(entry, resource) : [];
}

/** `request` of an entry in a transaction or batch. */
function checkRequest(entry: FhirElement, resource: FhirElement): readonly FhirIssue[] {
  const request = entry.element('request');
  const [method, url] = [request?.text('method') ?? null, request?.text('url') ?? null];
  const path = `${entry.path}.request`;
  if (method === null || url === null) return [{ severity: 'error', type: 'required', path, text: 'must give a method and a url.' }];
  if (method !== 'POST' && method !== 'PUT') return [{ severity: 'error', type: 'not-supported', path: `${path}.method`, text: 'must be POST or PUT: this exchange takes in, changes by new versions, and deletes nothing.' }];
  const [type, id] = (url.split('?')[0] ?? '').split('/').slice(-(method === 'PUT' && !url.includes('?') ? 2 : 1));
  if (type !== resource.type) return [{ severity: 'error', type: 'invalid', path: `${path}.url`, text: 'must name the type of the resource.' }];
  if (id !== undefined && id !== resource.text('id')) return [{ severity: 'error', type: 'invalid', path: `${path}.url`, text: 'must name the id of the resource.' }];
  return [];
}

/** Two resources at one address: nobody could say which of them a reference means. */
function checkAddresses(bundle: FhirBundle): readonly FhirIssue[] {
  const seen = new Set<string>();
  return bundle.entries.flatMap(({ fullUrl }, index) => {
    const isTwice = fullUrl !== null && seen.has(fullUrl);
    if (fullUrl !== null) seen.add(fullUrl);
    return isTwice ? [{ severity: 'error', type: 'duplicate', path: `Bundle.entry[${index}].fullUrl`, text: 'must be of one entry only.' } as const] : [];
  });
}

function readBatchEntry(entry: FhirElement): FhirPiece | FhirRefused {
  try {
    const resource = entry.element('resource');
    const method = entry.element('request')?.text('method') ?? null;
    if (resource === null) {
      throw method === 'POST' || method === 'PUT' || method === null
        ? refused('malformed', 400, 'required', 'must be there.', `${entry.path}.resource`)
        : refused('method-not-taken', 405, 'not-supported', 'must be POST or PUT: this exchange takes in and answers no questions.', `${entry.path}.request.method`);
    }
    const issues = checkRequest(entry, resource);
    if (issues.length > 0) throw new FhirRefused('invalid-request', issues.some((issue) => issue.type === 'not-supported') ? 405 : 400, issues);
    // An entry of a batch stands alone (FHIR R4, http 3.1.0.11.1): it is stored as a message of its own.
    return readResource(resource, Buffer.from(writeFhirJson(resource.json), 'utf8'), method === 'PUT');
  } catch (error) {
    if (error instanceof FhirRefused) return error;
    throw error;
  }
}

function readResource(resource: FhirElement, bytes: Uint8Array, addressed: boolean): FhirPiece {
  if (!takenTypes.includes(resource.type)) throw refused('type-not-taken', 404, 'not-supported', `This exchange takes no resource of this type. It takes ${takenTypes.join(', ')}.`, 'resource.resourceType');
  if (addressed && !/^[A-Za-z0-9.-]{1,64}$/.test(resource.text('id') ?? '')) throw refused('id-invalid', 400, 'value', 'must be up to 64 letters, digits, hyphens and points.', `${resource.path}.id`);
  const issues = checkResource(resource);
  if (issues.length > 0) throw new FhirRefused('invalid-resource', 422, issues);
  return { kind: 'resource', bytes, bundle: new FhirBundle(resource), addressed, warnings: [] };
}

function isTaken(type: string): boolean {
  return roomOfType(type) !== null || isCarried(type);
}

function notShown(resource: FhirElement): FhirIssue {
  return { severity: 'warning', type: 'not-supported', path: resource.path, text: 'is kept with the message and not shown: this exchange files no resource of this type.' };
}

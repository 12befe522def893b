// Checks a copy of an access log of the Care Information Exchange, alone: in a browser without a network, or with
//
//   node verify-log.mjs access-log.json [an-earlier-copy.json …]
//
// It shares nothing with the exchange but the description of the copy (subgraphs/sharing/access-log.md), and needs nothing but Web Cryptography.
//
// @ts-check

/**
 * @typedef {{ readonly body: string, readonly hash: string }} Entry
 * @typedef {{ readonly id: string, readonly key: string }} Key
 * @typedef {{ readonly body: string, readonly signature: string, readonly seq: number, readonly hash: string, readonly index: number, readonly path: readonly string[] }} Checkpoint
 * @typedef {{ readonly record: string, readonly head: { readonly seq: number, readonly hash: string }, readonly checkpoint: Checkpoint | null, readonly entries: readonly Entry[] }} Log
 * @typedef {{ readonly made: string, readonly keys: readonly Key[], readonly logs: readonly Log[] }} Copy
 * @typedef {{ record: string, entry: number, what: string }} Problem
 * @typedef {{ readFileSync(path: string, encoding: 'utf8'): string }} Files
 * @typedef {{ readonly argv: readonly string[], exitCode?: number, readonly stdout: Stream, readonly stderr: Stream, getBuiltinModule(name: 'node:fs'): Files }} Node
 * @typedef {{ write(text: string): unknown }} Stream
 * @typedef {{ entries: number, signed: number, signedAt: string | null, keys: Key[], signatureChecked: boolean, problems: Problem[] }} Result
 */

const format = 'cie-access-log-copy';

/** What lies at a name of something read from a file. @param {unknown} value @param {string} name @returns {unknown} */
const at = (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined);

/** @param {string} text @returns {unknown} */
const parsed = (text) => JSON.parse(text);

/**
 * Null for what is no JSON: an entry that somebody wrote by hand must be named, and hide no other.
 * @param {string} text @returns {unknown}
 */
function readBody(text) {
  try {
    return parsed(text);
  } catch {
    return null;
  }
}

/** @param {unknown} value @returns {value is readonly unknown[]} */
const isList = (value) => Array.isArray(value);

/** @param {unknown} value @param {readonly string[]} texts @param {readonly string[]} numbers */
const has = (value, texts, numbers = []) => texts.every((name) => typeof at(value, name) === 'string') && numbers.every((name) => Number.isSafeInteger(at(value, name)));

/** @param {unknown} log */
function isLog(log) {
  const [entries, checkpoint] = [at(log, 'entries'), at(log, 'checkpoint')];
  const isProof = checkpoint === null || (has(checkpoint, ['body', 'signature', 'hash'], ['seq', 'index']) && isList(at(checkpoint, 'path')));
  return has(log, ['record']) && has(at(log, 'head'), ['hash'], ['seq']) && isProof && isList(entries) && entries.every((each) => has(each, ['body', 'hash']));
}

/** @param {unknown} value @returns {value is Copy} */
function isCopy(value) {
  const [keys, logs] = [at(value, 'keys'), at(value, 'logs')];
  return at(value, 'format') === format && at(value, 'version') === 1 && has(value, ['made']) && isList(keys) && keys.every((key) => has(key, ['id', 'key'])) && isList(logs) && logs.every(isLog);
}

/** @param {unknown} value */
function readCopy(value) {
  if (!isCopy(value)) throw new Error('This file is not a copy of an access log, or not a whole one.');
  return value;
}

const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text);
const hexOf = (/** @type {Uint8Array} */ bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (/** @type {string} */ text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const fromBase64url = (/** @type {string} */ text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

/** @param {...Uint8Array<ArrayBuffer>} parts */
async function sha256(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
}

/**
 * The root to which a leaf leads (RFC 9162, section 2.1.3.2); null when the path does not fit the place.
 * @param {Uint8Array<ArrayBuffer>} leaf @param {number} index @param {number} size @param {readonly string[]} path
 */
async function rootOf(leaf, index, size, path) {
  if (index < 0 || index >= size) return null;
  let [node, place, last] = [leaf, index, size - 1];
  for (const step of path) {
    if (last === 0) return null;
    const sibling = fromHex(step);
    if (place % 2 === 1 || place === last) {
      node = await sha256(Uint8Array.of(1), sibling, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    } else {
      node = await sha256(Uint8Array.of(1), node, sibling);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hexOf(node) : null;
}

/**
 * Whether a key signed these bytes; null where this browser cannot check Ed25519 signatures.
 * @param {string} key @param {string} signature @param {string} text
 */
async function isSigned(key, signature, text) {
  let imported;
  try {
    imported = await crypto.subtle.importKey('raw', fromBase64url(key), { name: 'Ed25519' }, false, ['verify']);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return null;
    return false;
  }
  let given;
  try {
    given = fromBase64url(signature);
  } catch {
    // A letter that no signature has.
    return false;
  }
  return crypto.subtle.verify({ name: 'Ed25519' }, imported, given, bytesOf(text));
}

/**
 * Every entry by itself: its hash follows from the one before, and it says its own place. Returns the first that does not.
 * @param {Log} log @returns {Promise<{ entry: number, what: string } | null>}
 */
async function brokenEntry({ record, head, entries }) {
  let before = new Uint8Array();
  for (const [index, { body, hash }] of entries.entries()) {
    const entry = index + 1;
    const computed = await sha256(before, bytesOf(body));
    if (hexOf(computed) !== hash) return { entry, what: 'was changed, or one before it is missing' };
    const said = readBody(body);
    if (at(said, 'seq') !== entry || at(said, 'patient') !== record) return { entry, what: 'stands in the wrong place' };
    before = computed;
  }
  if (head.seq !== entries.length || head.hash !== hexOf(before)) return { entry: entries.length + 1, what: 'is missing: the list was cut off' };
  return null;
}

/**
 * That the log ended, when a checkpoint was signed, in what it has there now.
 * @param {Log} log @param {Checkpoint} checkpoint @param {readonly Key[]} keys
 */
async function checkCheckpoint({ record, entries }, { body, signature, seq, hash, index, path }, keys) {
  const said = readBody(body);
  const [signedAt, size] = [at(said, 'at'), at(said, 'size')];
  const key = keys.find(({ id }) => id === at(said, 'key'));
  /** @type {Problem[]} */
  const problems = [];
  const complain = (/** @type {string} */ what) => void problems.push({ record, entry: seq, what });
  if (entries[seq - 1]?.hash !== hash) complain('is not what the exchange signed: it, or some before it, were written anew or removed');
  const leaf = await sha256(Uint8Array.of(0), bytesOf(`${record} ${seq} ${hash}`));
  if (typeof size !== 'number' || (await rootOf(leaf, index, size, path)) !== at(said, 'root')) complain('is not in the list that the exchange signed');
  const signed = key !== undefined && (await isSigned(key.key, signature, body));
  // While the exchange changes its key, a copy may come from a part of it that does not know the new one yet.
  if (key === undefined) complain('was signed with a key that this copy does not list: make a new copy, and ask the exchange if that says the same');
  else if (signed === false) complain('has a signature that the exchange did not make');
  return { problems, signedAt: typeof signedAt === 'string' ? signedAt : null, key, signatureChecked: signed !== null };
}

/**
 * Where an earlier copy has what a later one has not.
 * @param {Copy} earlier @param {Copy} later @returns {Problem[]}
 */
function differences(earlier, later) {
  return earlier.logs.flatMap(({ record, entries }) => {
    const now = later.logs.find((log) => log.record === record);
    if (now === undefined) return [{ record, entry: 1, what: `and all after it are not in this copy. The copy of ${earlier.made} has them: if two records were joined then and are parted now, this is right; ask the exchange` }];
    const place = entries.findIndex(({ body, hash }, index) => body !== now.entries[index]?.body || hash !== now.entries[index].hash);
    return place < 0 ? [] : [{ record, entry: place + 1, what: `is not what it was in the copy of ${earlier.made}` }];
  });
}

/**
 * Checks a copy, and earlier copies against it. Problems name the log and the entry. Throws when it is no copy at all.
 * @param {unknown} given @param {readonly unknown[]} [earlier] @returns {Promise<Result>}
 */
export async function checkCopy(given, earlier = []) {
  const copy = readCopy(given);
  /** @type {Result} */
  const result = { entries: 0, signed: 0, signedAt: null, keys: [], signatureChecked: true, problems: [] };
  for (const log of copy.logs) {
    result.entries += log.entries.length;
    const broken = await brokenEntry(log);
    if (broken !== null) result.problems.push({ record: log.record, ...broken });
    if (log.checkpoint === null) continue;
    const { problems, signedAt, key, signatureChecked } = await checkCheckpoint(log, log.checkpoint, copy.keys);
    result.problems.push(...problems);
    result.signed += log.checkpoint.seq;
    if (signedAt !== null && (result.signedAt === null || signedAt < result.signedAt)) result.signedAt = signedAt;
    if (key !== undefined && !result.keys.some(({ id }) => id === key.id)) result.keys.push(key);
    result.signatureChecked &&= signatureChecked;
  }
  for (const other of earlier) result.problems.push(...differences(readCopy(other), copy));
  return result;
}

/**
 * In sentences, what a check found.
 * @param {Result} result
 */
export function sayResult({ entries, signed, signedAt, keys, signatureChecked, problems }) {
  if (problems.length > 0) return ['This list was changed.', ...problems.map(({ record, entry, what }) => `Entry ${entry} of ${record} ${what}.`)];
  return [
    `Nothing was changed: ${entries} entries, each in its place.`,
    signedAt === null ? 'The exchange has not signed any of them yet. It does so every five minutes.' : `The exchange signed the first ${signed} of them; the oldest signature is of ${new Date(signedAt).toUTCString()}.`,
    ...keys.map(({ id, key }) => `Signed with the key ${id}: ${key}`),
    ...(signatureChecked ? [] : ['This browser cannot check the signature itself. Use a newer one.']),
  ];
}

/** @param {Node} process @param {readonly string[]} names */
async function run(process, names) {
  const files = process.getBuiltinModule('node:fs');
  if (names.length === 0) throw new Error('Say which copy to check: node verify-log.mjs access-log.json [an-earlier-copy.json …]');
  const [copy, ...earlier] = names.map((name) => parsed(files.readFileSync(name, 'utf8')));
  const result = await checkCopy(copy, earlier);
  process.stdout.write(`${sayResult(result).join('\n')}\n`);
  process.exitCode = result.problems.length === 0 ? 0 : 1;
}

// Run by Node itself, and not imported; a browser has no such thing.
const { process: node } = /** @type {{ readonly process?: Node }} */ (globalThis);
if (node?.argv[1]?.endsWith('verify-log.mjs') === true && import.meta.filename === node.argv[1]) {
  run(node, node.argv.slice(2)).catch((/** @type {unknown} */ error) => {
    node.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    node.exitCode = 2;
  });
}

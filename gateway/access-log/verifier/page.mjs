// Follows verify-log.mjs in one script of the page; the import is for whoever reads and checks this file.
// @ts-check
import { checkCopy, sayResult } from './verify-log.mjs';

const input = document.querySelector('input');
const output = document.querySelector('output');

/** @param {readonly string[]} lines @param {string} look */
function show(lines, look) {
  output?.setAttribute('class', look);
  output?.replaceChildren(...lines.map((text) => Object.assign(document.createElement('p'), { textContent: text })));
}

/** @param {File} file @returns {Promise<unknown>} */
const read = async (file) => JSON.parse(await file.text());

/** @param {unknown} copy */
const madeAt = (copy) => (typeof copy === 'object' && copy !== null && 'made' in copy ? String(copy.made) : '');

/** Files are read here and sent nowhere: the page's own policy forbids every connection. */
async function check() {
  const files = [...(input?.files ?? [])];
  if (files.length === 0) return;
  show(['Checking…'], '');
  try {
    // The latest is checked, and the others against it.
    const [copy, ...earlier] = (await Promise.all(files.map(read))).sort((one, other) => madeAt(other).localeCompare(madeAt(one)));
    const result = await checkCopy(copy, earlier);
    show(sayResult(result), result.problems.length === 0 ? 'good' : 'bad');
  } catch (error) {
    show([error instanceof Error && !(error instanceof SyntaxError) ? error.message : 'This file is not a copy of an access log.'], 'bad');
  }
}

input?.addEventListener('change', () => void check());

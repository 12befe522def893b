import sanitizeHtml from 'sanitize-html';
import type { FhirElement } from './fhir-element.ts';
import { FhirHeld } from './fhir-held.ts';

/** Largest narrative that is read: no letter has more characters, tags or levels, and a tag costs far more to read than to send. */
const LONGEST = 1_000_000;
const MOST_TAGS = 20_000;
const DEEPEST = 500;

/**
 * The words of a FHIR narrative (XHTML) as plain text: no tag, attribute, script or style is let through, whatever it calls
 * itself (abuse case 60). Paragraphs stand apart, list items and rows on lines of their own. Null for one that is too long.
 */
export function narrativeText(html: string): string | null {
  if (html.length > LONGEST || isCostly(html)) return null;
  const lined = html.replace(/<(?:p|h[1-6])\b/gi, '\n\n$&').replace(/<(?:br|div|li|tr|dt|dd|ul|ol|table|section|caption)\b/gi, '\n$&').replace(/<(?:td|th)\b/gi, ' $&');
  const escaped = sanitizeHtml(lined, { allowedTags: [], allowedAttributes: {}, disallowedTagsMode: 'discard' });
  return tidy(escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
}

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);

/**
 * The sanitiser's time grows with the square of the depth: 50,000 open tags take it over a second. Depth is counted by name, so
 * that a closing tag which closes nothing does not hide it.
 */
function isCostly(html: string): boolean {
  const open = new Map<string, number>();
  let [tags, depth] = [0, 0];
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9:-]*)/gi)) {
    const tag = name.toLowerCase();
    const count = open.get(tag) ?? 0;
    if (slash === '' && !VOID.has(tag)) {
      open.set(tag, count + 1);
      depth++;
    } else if (slash !== '' && count > 0) {
      open.set(tag, count - 1);
      depth--;
    }
    if (++tags > MOST_TAGS || depth > DEEPEST) return true;
  }
  return false;
}

/** The text of a resource or section, `text.div`. Throws FhirHeld for one that is too large. */
export function narrativeOf(element: FhirElement): string | null {
  const div = element.element('text')?.text('div') ?? null;
  return div === null ? null : readable(narrativeText(div), `${element.path}.text.div`) || null;
}

function readable(text: string | null, path: string): string {
  if (text === null) throw new FhirHeld('content-too-large', path, 'holds more text or markup than this exchange reads.');
  return text;
}

/** Annotations (`note`): what they say, with their author where one is named. */
export function notesOf(element: FhirElement, name = 'note'): readonly string[] {
  return element.elements(name).flatMap((note) => {
    const text = note.text('text');
    if (text === null) return [];
    const author = note.text('authorString');
    return [author === null ? plainWords(text) : `${plainWords(text)} (${author})`];
  });
}

/** Markdown and text stay as they are, unless somebody sends markup in them. Throws FhirHeld for markup that is too large. */
export function plainWords(text: string): string {
  return /<\/?[a-z][^>]*>/i.test(text) ? readable(narrativeText(text), 'text') : text;
}

function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/[\s\u00a0]+/g, ' ').trim());
  return lines.filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== '')).join('\n').trim();
}

import { createHash } from 'node:crypto';
// oxlint-disable-next-line import/default -- the text of the file, and not what it exports
import check from './verifier/verify-log.mjs?raw';
import style from './verifier/page.css?raw';
import page from './verifier/page.html?raw';
// oxlint-disable-next-line import/default -- the same
import pageScript from './verifier/page.mjs?raw';

/** The check as a file for Node, and as a page for browsers: both hold the same code, and need nothing of the exchange. */
export interface VerifierFiles {
  readonly script: string;
  readonly page: string;
}

const source = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The page is opened from a person's own disk, where no header reaches it: its policy stands in itself, runs the one script that is in it,
 * and lets it connect to nothing.
 */
export function verifierFiles(): VerifierFiles {
  const script = `\n${check}\n${pageScript.replace(/^import .*$/m, '')}`;
  const policy = ["default-src 'none'", `script-src ${source(script)}`, `style-src ${source(style)}`, "base-uri 'none'", "form-action 'none'"].join('; ');
  const parts: Readonly<Record<string, string>> = { policy, style, script };
  return { script: check, page: page.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => parts[name] ?? '') };
}

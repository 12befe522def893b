import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'postcss';
import type { CSSOptions } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where a class of nhsuk-frontend may be written: our views, and, for the sheet of whole pages, what the gateway writes. */
const viewSources = ['frontends/**/*.ts', 'gateway/embed/*.ts'];
const pageSources = [...viewSources, 'gateway/**/*.ts'];
/** The sheet of whole pages; the others are those of frames, in which every byte counts. */
const pageSheet = /portal\/portal\.scss$/;

/** Beginnings of names that views compose, such as `nhsuk-tag--${colour}`. */
const composed = ['nhsuk-tag--', 'nhsuk-input--width-', 'nhsuk-button--', 'nhsuk-checkboxes', 'nhsuk-radios'];
/** Composed names that do not occur: variants of components that no view asks for. */
const unwanted = /^nhsuk-(button--(login|brand)|tag--(red|pink|purple|aqua-green|no-colour|no-border)|(checkboxes|radios)__(conditional|divider)|radios--inline|input--width-(3|5|20|30))/;

function usedClasses(sources: readonly string[]): ReadonlySet<string> {
  const files = sources.flatMap((pattern) => globSync(pattern, { cwd: root }));
  return new Set(files.flatMap((file) => readFileSync(join(root, file), 'utf8').match(/nhsuk-[\w-]+/g) ?? []));
}

/** Sortable tables are made by nhsuk-frontend's script, which our policy has no place for; nothing is a search field. */
const unused = /\[(data|aria)-sort|\[type=["']?search/;

const classesIn = (selector: string): readonly string[] => (selector.match(/\.nhsuk-[\w-]+/g) ?? []).map((name) => name.slice(1));

/** Leaves out rules for classes of nhsuk-frontend that no page writes; what remains is its CSS, unchanged. */
function withoutUnusedRules(): Plugin {
  const usedInViews = usedClasses(viewSources);
  const usedInPages = usedClasses(pageSources);
  const isIn = (used: ReadonlySet<string>, name: string): boolean => used.has(name) || (composed.some((start) => name.startsWith(start)) && !unwanted.test(name));
  return {
    postcssPlugin: 'without-unused-rules',
    OnceExit(style, { result }) {
      const used = pageSheet.test(result.opts.from ?? '') ? usedInPages : usedInViews;
      style.walkRules((rule) => {
        // `:not(.x)` is about the absence of x, and keeps.
        const kept = rule.selectors.filter((selector) => !unused.test(selector) && classesIn(selector.replace(/:not\([^)]*\)/g, '')).every((name) => isIn(used, name)));
        if (kept.length > 0) {
          if (kept.length < rule.selectors.length) rule.selector = kept.join(',');
          return;
        }
        const { parent } = rule;
        rule.remove();
        if (parent?.type === 'atrule' && parent.nodes?.length === 0) parent.remove();
      });
    },
  };
}

const sides: Readonly<Record<string, string>> = { left: 'start', right: 'end' };

/** `padding-left` → `padding-inline-start`, `left` → `inset-inline-start`; null for what has no side. */
function logicalName(name: string): string | null {
  if (name in sides) return `inset-inline-${sides[name] ?? ''}`;
  const [, start, side, end = ''] = /^(margin|padding|border)-(left|right)(-\w+)?$/.exec(name) ?? [];
  return start === undefined || side === undefined ? null : `${start}-inline-${sides[side] ?? ''}${end}`;
}

/** nhsuk-frontend is written for left-to-right pages only; the same rules by direction of reading serve both (EMB-3). */
const byDirection: Plugin = {
  postcssPlugin: 'by-direction',
  OnceExit(style) {
    style.walkDecls((declaration) => {
      declaration.prop = logicalName(declaration.prop) ?? declaration.prop;
      if (declaration.prop === 'text-align') declaration.value = sides[declaration.value] ?? declaration.value;
    });
  },
};

/** How style sheets are built, for the web build and for tests in a browser. */
export const styles = (): CSSOptions => ({
  postcss: { plugins: [withoutUnusedRules(), byDirection] },
  preprocessorOptions: { scss: { loadPaths: [join(root, 'node_modules')], quietDeps: true } },
});

import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forbidden } from './allowed-imports.ts';

/** The part of ESLint's syntax tree this rule reads; oxlint gives rules of JavaScript plug-ins the same nodes. */
interface ImportNode {
  type: string;
  source?: { type: string; value?: unknown } | null;
  importKind?: string;
  exportKind?: string;
}

interface RuleContext {
  filename: string;
  report(problem: { node: ImportNode; message: string }): void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const repositoryPath = (path: string): string => relative(root, path).split(sep).join('/');

const boundaries = {
  meta: { type: 'problem' },
  create(context: RuleContext) {
    const from = repositoryPath(context.filename);
    const check = (node: ImportNode): void => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      const to = specifier.startsWith('.') ? repositoryPath(resolve(dirname(context.filename), specifier)) : specifier;
      const typeOnly = node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType';
      const message = forbidden({ from, to, typeOnly });
      if (message !== null) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};

export default { meta: { name: 'cie' }, rules: { boundaries } };

import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operationsPlugin from '@graphql-codegen/typescript-operations';
import { parse, print } from 'graphql';
import type { DocumentNode } from 'graphql';

/**
 * Reads every `frontends/<area>/data/*.graphql` and `gateway/<area>/data/*.graphql` (one operation a file), and
 * `frontends/<area>/on-demand/*.graphql` for what is fetched only when somebody reaches for it, checks them against the public
 * schema and writes
 * - `operations.ts` in the folder of each: result types and, for web code, the registered id of each operation,
 * - `gateway/schema/operations.json`: id → document; nothing else may be run by a widget.
 * The id is the SHA-256 of the printed document, so that a changed document is a new registration.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const schemaFile = process.env['CIE_PUBLIC_SCHEMA'] ?? join(root, 'gateway/schema/public.graphql');

const scalars = {
  ID: 'string',
  DateTime: 'string',
  Date: 'string',
  NHSNumber: 'string',
  EmailAddress: 'string',
  Byte: 'string',
} as const;

interface OperationFile {
  readonly path: string;
  readonly name: string;
  readonly kind: 'Query' | 'Mutation';
  readonly document: DocumentNode;
  readonly text: string;
  readonly id: string;
}

/** The printed document: white space and comments do not change a registration. */
async function readOperation(path: string): Promise<OperationFile> {
  const document = parse(await readFile(path, 'utf8'), { noLocation: true });
  const found = document.definitions.filter((each) => each.kind === 'OperationDefinition');
  const [operation] = found;
  if (operation === undefined || found.length > 1 || operation.name === undefined) {
    throw new Error(`${relative(root, path)} must hold exactly one named operation.`);
  }
  const text = print(document);
  return {
    path,
    name: operation.name.value,
    kind: operation.operation === 'query' ? 'Query' : 'Mutation',
    document,
    text,
    id: createHash('sha256').update(text).digest('hex'),
  };
}

async function typesOf(folder: string, operations: readonly OperationFile[], schema: DocumentNode): Promise<string> {
  const types = await codegen({
    filename: join(folder, 'operations.ts'),
    schema,
    documents: operations.map(({ path, document }) => ({ location: path, document })),
    plugins: [{ operations: {} }],
    pluginMap: { operations: operationsPlugin },
    config: {
      scalars,
      strictScalars: true,
      immutableTypes: true,
      skipTypename: true,
      enumType: 'string-literal',
      useTypeImports: true,
      avoidOptionals: { field: true },
    },
  });
  const written = '// Written by infra/generators/write-operations.ts from the .graphql files of this folder.';
  // The gateway runs operations by name, and imports no web code.
  if (relative(root, folder).startsWith('gateway')) return [written, types.trim(), ''].join('\n');
  const constants = operations.map(
    ({ name, kind, id }) =>
      `export const ${name.charAt(0).toLowerCase()}${name.slice(1)}${kind}: Operation<${name}${kind}, ${name}${kind}Variables> = {\n  name: '${name}',\n  id: '${id}',\n};`,
  );
  return [
    written,
    "import type { Operation } from '@cie/web-kit/graph/operation.ts';",
    '',
    types.trim(),
    '',
    constants.join('\n\n'),
    '',
  ].join('\n');
}

const schema = parse(await readFile(schemaFile, 'utf8'));
const byFolder = new Map<string, OperationFile[]>();
const names = new Set<string>();
for (const path of (await Array.fromAsync(glob(join(root, '{frontends,gateway}/*/{data,on-demand}/*.graphql')))).sort()) {
  const operation = await readOperation(path);
  if (names.has(operation.name)) throw new Error(`Two operations are named ${operation.name}: ${basename(path)} is the second.`);
  names.add(operation.name);
  byFolder.set(dirname(path), [...(byFolder.get(dirname(path)) ?? []), operation]);
}

for (const [folder, operations] of byFolder) {
  await writeFile(join(folder, 'operations.ts'), await typesOf(folder, operations, schema));
}
const registered = [...byFolder.values()].flat().map(({ id, text }) => [id, text] as const);
const registerFile = join(root, 'gateway/schema/operations.json');
await mkdir(dirname(registerFile), { recursive: true });
await writeFile(registerFile, `${JSON.stringify(Object.fromEntries(registered.toSorted(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`);
console.info(`${registered.length} operations registered.`);

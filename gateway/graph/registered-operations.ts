import { CieError } from '@cie/kit/errors.ts';
import { createHash } from 'node:crypto';
import { Kind, parse } from 'graphql';
import committed from '../schema/operations.json' with { type: 'json' };

/** The operations that widgets run, by the SHA-256 of their document and by name. */
export interface RegisteredOperations {
  /** Throws OPERATION_NOT_REGISTERED. */
  byId(id: string): string;
  /** Throws OPERATION_NOT_REGISTERED. */
  byName(name: string): string;
  all(): { name: string; document: string }[];
}

/** Reads the committed file `gateway/schema/operations.json`, checking that each key is the hash of its document. */
export function loadRegisteredOperations(documents: Readonly<Record<string, string>> = committed): RegisteredOperations {
  const ids = new Map(Object.entries(documents));
  const names = new Map<string, string>();
  for (const [id, document] of ids) {
    if (createHash('sha256').update(document).digest('hex') !== id) {
      throw new CieError('OPERATIONS_FILE_INVALID', 'gateway/schema/operations.json was changed by hand. Run: npm run cie -- compose');
    }
    for (const definition of parse(document).definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION && definition.name) names.set(definition.name.value, document);
    }
  }
  return {
    byId: (id) => known(ids, id),
    byName: (name) => known(names, name),
    all: () => Array.from(names, ([name, document]) => ({ name, document })),
  };
}

function known(documents: ReadonlyMap<string, string>, key: string): string {
  const document = documents.get(key);
  if (document === undefined) {
    throw new CieError('OPERATION_NOT_REGISTERED', 'This operation is not registered. Widgets run only the operations of gateway/schema/operations.json; reload the page if it is an old one.');
  }
  return document;
}

import { GraphQLError, Kind, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';

/**
 * Limits the fields of an operation with its fragments written out. Fragments that spread each other twice double with every
 * level, so that a few lines ask for millions of fields; here each fragment is counted once.
 */
export function maxFieldsRule(most: number): ValidationRule {
  return (context) => ({
    OperationDefinition: (operation) => {
      const count = countFields(operation.selectionSet, context, new Map());
      if (count > most) context.reportError(new GraphQLError(`The operation asks for more than ${most} fields. Ask for fewer at a time.`, { nodes: [operation] }));
    },
  });
}

function countFields(set: SelectionSetNode, context: ValidationContext, known: Map<string, number>): number {
  return set.selections.reduce((sum, each) => {
    if (each.kind === Kind.FIELD) return sum + 1 + (each.selectionSet === undefined ? 0 : countFields(each.selectionSet, context, known));
    if (each.kind === Kind.INLINE_FRAGMENT) return sum + countFields(each.selectionSet, context, known);
    return sum + countFragment(each.name.value, context, known);
  }, 0);
}

function countFragment(name: string, context: ValidationContext, known: Map<string, number>): number {
  const before = known.get(name);
  if (before !== undefined) return before;
  // What a fragment in a cycle counts does not matter: the cycle itself is refused by the standard rules.
  known.set(name, 0);
  const fragment = context.getFragment(name);
  const count = fragment ? countFields(fragment.selectionSet, context, known) : 0;
  known.set(name, count);
  return count;
}

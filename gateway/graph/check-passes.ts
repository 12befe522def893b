import { recordRooms } from '@cie/kit/names.ts';
import {
  Kind, parse, type ConstDirectiveNode, type FieldDefinitionNode, type NamedTypeNode,
  type ObjectTypeDefinitionNode, type TypeNode,
} from 'graphql';

/** What record rooms complete with fields of their own: a person, and a change that sharing allowed. */
const entities = ['Patient', 'RecordChange'];

/**
 * Names every field through which a client could reach a record room's data without a pass; empty when there is none.
 *
 * The walk starts at the root types and stops at fields that bring a pass: `@join__field(graph: ROOM, requires: "access { room }")`.
 * Whatever else it meets that a record room answers is a hole: a root field, a field of an entity without `requires`, another entity. Reading must
 * not lead to a change either: only a mutation, which no other site can send, returns one.
 */
export function fieldsWithoutPass(supergraph: string): string[] {
  const types = new Map<string, ObjectTypeDefinitionNode>();
  const members = new Map<string, string[]>();
  for (const definition of parse(supergraph).definitions) {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      members.set(definition.name.value, (definition.types ?? []).map((each) => each.name.value));
    }
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    types.set(definition.name.value, definition);
    for (const { name } of definition.interfaces ?? []) {
      members.set(name.value, [...(members.get(name.value) ?? []), definition.name.value]);
    }
  }
  const holes = new Set<string>();
  const seen = new Set<string>();
  const waiting = ['Query', 'Mutation', 'Subscription'];

  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...(members.get(name) ?? []));
    const type = types.get(name);
    if (type === undefined) continue;
    for (const field of type.fields ?? []) {
      const room = answeringRecordRoom(type, field);
      if (namedType(field.type).name.value === 'RecordChange' && name !== 'Mutation') holes.add(`${name}.${field.name.value}`);
      if (room === null) waiting.push(namedType(field.type).name.value);
      else if (!bringsPass(field, room)) holes.add(`${name}.${field.name.value}`);
    }
  }
  // Another entity in a record room could be entered by its key from anywhere in the graph, past every field above.
  for (const type of types.values()) {
    if (!entities.includes(type.name.value) && entityRooms(type).some(isRecordRoom)) holes.add(type.name.value);
  }
  return [...holes].toSorted();
}

/** Types through which an operation comes to a record; what they hold is decided by sharing's table or by a pass. */
const doorways = ['Query', 'Mutation', 'Subscription', 'Viewer', ...entities];

/**
 * Names every field of a doorway that has neither a rule nor a pass, and every rule whose field is gone: what nobody has decided about
 * must not be answered (ACS-2).
 */
export function fieldsWithoutRule(supergraph: string, rules: Readonly<Record<string, unknown>>): string[] {
  const fields = parse(supergraph).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && doorways.includes(definition.name.value)
      ? (definition.fields ?? []).map((field) => ({ name: `${definition.name.value}.${field.name.value}`, room: answeringRecordRoom(definition, field), field }))
      : []);
  const undecided = fields.filter(({ name, room, field }) => !(name in rules) && (room === null || !bringsPass(field, room)));
  const gone = Object.keys(rules).filter((name) => !fields.some((each) => each.name === name));
  return [...undecided.map(({ name }) => name), ...gone].toSorted();
}

/** The record room that answers this field; null when only sharing, or a room together with sharing, does. */
function answeringRecordRoom(type: ObjectTypeDefinitionNode, field: FieldDefinitionNode): string | null {
  const own = directives(field.directives, 'join__field').filter((each) => !isTrue(each, 'external'));
  const named = own.map((each) => argument(each, 'graph')).filter((graph) => graph !== null);
  const graphs = named.length > 0 ? named : typeGraphs(type);
  const rooms = graphs.filter(isRecordRoom);
  return rooms.length > 0 && !graphs.includes('SHARING') ? (rooms[0] ?? null) : null;
}

function bringsPass(field: FieldDefinitionNode, graph: string): boolean {
  const wanted = `access{${graph.toLowerCase()}}`;
  const joined = directives(field.directives, 'join__field').filter((each) => argument(each, 'graph') === graph);
  return joined.length > 0 && joined.every((each) => argument(each, 'requires')?.replace(/\s/g, '').includes(wanted) ?? false);
}

const isRecordRoom = (graph: string): boolean => recordRooms.some((room) => room.toUpperCase() === graph);

const typeGraphs = (type: ObjectTypeDefinitionNode): string[] =>
  directives(type.directives, 'join__type').map((each) => argument(each, 'graph')).filter((graph) => graph !== null);

const entityRooms = (type: ObjectTypeDefinitionNode): string[] =>
  directives(type.directives, 'join__type')
    .filter((each) => argument(each, 'key') !== null)
    .map((each) => argument(each, 'graph'))
    .filter((graph) => graph !== null);

const directives = (all: readonly ConstDirectiveNode[] | undefined, name: string): ConstDirectiveNode[] =>
  (all ?? []).filter((each) => each.name.value === name);

function argument(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : null;
}

function isTrue(directive: ConstDirectiveNode, name: string): boolean {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.BOOLEAN && value.value;
}

function namedType(type: TypeNode): NamedTypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : namedType(type.type);
}

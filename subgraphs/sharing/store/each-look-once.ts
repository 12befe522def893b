/** SQL that names a record in the log of another, and tells nobody which it is. */
export const recordKey = (id: string): string => `left(encode(sha256(convert_to((${id})::text, 'UTF8')), 'hex'), 24)`;

/**
 * Of the entries `l` of all records of a person (the parameter `ids`): a look at joined records stands in the log of each that it opened
 * (mint-joined-logs.migration.ts), and is told once, from the log that it stands in first.
 */
export const eachLookOnce = (ids: string): string =>
  `(cardinality(${ids}::uuid[]) = 1 or coalesce(l.body::jsonb ->> 'joined' <> all (array(select ${recordKey('one')} from unnest(${ids}::uuid[]) as one)), true))`;

/** What lies at a path of an answer, for tests that need one value of it: `pick(data, 'me', 'patient', 'id')`. */
export function pick(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce((found, step) => (typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined), value);
}

/** Where a reader is within a page; the only query parameters a page understands. */
export interface Route {
  readonly view?: string | undefined;
  readonly patient?: string | undefined;
  readonly report?: string | undefined;
  readonly test?: string | undefined;
  readonly document?: string | undefined;
  readonly kind?: string | undefined;
  readonly when?: string | undefined;
  readonly after?: string | undefined;
}

const routeNames = ['view', 'patient', 'report', 'test', 'document', 'kind', 'when', 'after'] as const;
const displayNames = ['lang', 'theme', 'label', 'host', 'as'] as const;

/** How the page is shown, and as whom it is looked at (ACS-7); kept in every link within it. */
export type Display = Readonly<Partial<Record<(typeof displayNames)[number], string>>>;

/** Identifiers and codes; anything longer was not made by a link of ours. */
const longest = 200;

function pick<Name extends string>(names: readonly Name[], query: URLSearchParams): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = query.get(name);
    if (value !== null && value !== '' && value.length <= longest) found[name] = value;
  }
  return found;
}

export const readRoute = (query: URLSearchParams): Route => pick(routeNames, query);
export const readDisplay = (query: URLSearchParams): Display => pick(displayNames, query);

/** The query of a link to `route`, relative to the page it stands on. */
export function link(display: Display, route: Route): string {
  const query = new URLSearchParams();
  const parameters: Readonly<Record<string, string | undefined>> = { ...display, ...route };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, value);
  }
  return `?${query.toString()}`;
}

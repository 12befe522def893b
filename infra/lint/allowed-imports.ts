/** One import: the importing file and what it names, both as paths from the repository's top, or an npm package's name. */
export interface Import {
  from: string;
  to: string;
  /** `import type`: erased when built, so that it cannot drag a library in. */
  typeOnly: boolean;
}

const rooms = ['identity', 'results', 'documents', 'appointments', 'sharing'];

/** Folder of each workspace package, so that `@cie/…` and relative imports are judged alike. */
const folders: Record<string, string> = {
  '@cie/gateway': 'gateway',
  '@cie/kit': 'subgraphs/kit',
  '@cie/local': 'infra/local',
  '@cie/test': 'test',
  '@cie/web-kit': 'frontends/kit',
  '@cie/web-portal': 'frontends/portal',
  '@cie/web-health': 'frontends/health',
  '@cie/shell': 'frontends/shell',
  '@cie/hosts': 'frontends/hosts',
  ...Object.fromEntries(rooms.map((room) => [`@cie/${room}`, `subgraphs/${room}`])),
  ...Object.fromEntries(rooms.map((room) => [`@cie/web-${room}`, `frontends/${room}`])),
};

const graphqlOrTypeorm = /^(graphql|graphql-[^/]+|type-graphql|@apollo\/[^/]+|@graphql-tools\/[^/]+|typeorm|pg)(\/|$)/;

function locate(specifier: string): string {
  const [, name, rest] = /^(@cie\/[^/]+)(.*)$/.exec(specifier) ?? [];
  const folder = name === undefined ? undefined : folders[name];
  return folder === undefined ? specifier : folder + (rest ?? '');
}

const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const packageOf = (path: string): string => /^(subgraphs|frontends)\/[^/]+/.exec(path)?.[0] ?? /^[^/]+/.exec(path)?.[0] ?? '';

function forbiddenInDomain(from: string, to: string, typeOnly: boolean): string | null {
  if (graphqlOrTypeorm.test(to)) return `domain/ imports neither GraphQL nor TypeORM: '${to}' belongs in api/ or store/.`;
  const room = packageOf(from);
  if (within(to, `${room}/api`)) return 'domain/ does not know the GraphQL API: let the resolver map.';
  const bringsTypeorm = within(to, `${room}/store`) || within(to, 'subgraphs/kit/database') || within(to, 'subgraphs/kit/federation');
  return bringsTypeorm && !typeOnly ? 'domain/ imports from store/ only types: what it needs is passed in.' : null;
}

function forbiddenInSubgraph(from: string, to: string, typeOnly: boolean): string | null {
  const room = packageOf(from);
  if (within(to, 'gateway') || within(to, 'frontends') || within(to, 'infra') || within(to, 'test')) {
    return 'A subgraph imports no application: only its own folders, @cie/kit and packages.';
  }
  if (within(to, 'subgraphs') && packageOf(to) !== room && packageOf(to) !== 'subgraphs/kit') {
    return room === 'subgraphs/kit'
      ? 'The kit imports no subgraph: it is what subgraphs stand on.'
      : 'A subgraph imports no other subgraph: rooms meet only through the federation and passes.';
  }
  return within(from, `${room}/domain`) ? forbiddenInDomain(from, to, typeOnly) : null;
}

function forbiddenInFrontend(from: string, to: string): string | null {
  if (within(to, 'gateway') || within(to, 'subgraphs') || within(to, 'infra') || within(to, 'test')) {
    return 'Web code imports no server code: it would be published to every browser.';
  }
  const self = packageOf(from);
  if (!within(to, 'frontends') || packageOf(to) === self || packageOf(to) === 'frontends/kit') return null;
  if (self === 'frontends/portal') return null;
  return self === 'frontends/kit' ? 'The web kit imports no widget.' : 'A widget imports no other widget: only frontends/kit.';
}

function forbiddenInGateway(from: string, to: string): string | null {
  if (within(to, 'infra') || within(to, 'test')) return 'The gateway does not know how it is started or tested.';
  if (within(to, 'frontends') && !within(from, 'gateway/embed') && !within(from, 'gateway/pages')) return 'Only gateway/embed and gateway/pages render web code on the server.';
  if (within(to, 'subgraphs') && packageOf(to) !== 'subgraphs/kit' && !/\/start(\.ts)?$/.test(to)) {
    return "The gateway reaches a subgraph through its 'start' only.";
  }
  return null;
}

/** Why this import crosses a boundary of the architecture, or null when it is allowed. */
export function forbidden({ from, to: specifier, typeOnly }: Import): string | null {
  const to = locate(specifier);
  if (within(from, 'subgraphs')) return forbiddenInSubgraph(from, to, typeOnly);
  if (within(from, 'frontends')) return forbiddenInFrontend(from, to);
  if (within(from, 'gateway')) return forbiddenInGateway(from, to);
  return null;
}

/**
 * What a first view needs is one small file, what every page needs once a reader reaches for it is a second; areas stand
 * apart. Left to itself the bundler makes a file of each module that two areas share, and a page would fetch a dozen.
 */
export const pageChunks = {
  includeDependenciesRecursively: false,
  groups: [
    { name: 'boot', test: /vite\/preload-helper|frontends\/(kit\/page\/(define|host-link)|portal\/wake)/ },
    // What its forms and its course over time share with the first view of the area would be three files.
    { name: 'health', test: /frontends\/health\/(area|data\/|language\/health|elements\/health-view\/(?!series|own-parts|form-button))/ },
    {
      name: 'core',
      test: /frontends\/(kit\/(?!elements\/|language\/(chart|nhs-number|precise|privacy)|controls\/(form|typed|nhs-number|privacy)|page\/(define|host-link))[^?]*\.ts|portal\/(areas|page-view|language\/portal|page-element|session))|node_modules\/(lit-html|lit\/html|@lit-labs\/ssr-client)/,
    },
  ],
};

/**
 * An area is fetched by a plain `import()`: it has no style sheet of its own and the server names what to preload, so
 * Vite's helper for both (0.7 kB, a tenth of a first view) has nothing to do.
 */
export const plainImports = {
  name: 'plain-imports',
  enforce: 'pre' as const,
  load: (id: string): string | null => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null),
};

/**
 * Loads oidc-provider without its remark on the runtime: it warns at import when Node's release carries no LTS name, which Node 26.10,
 * pinned by us, does not, and that would be the first thing everybody reads who starts the exchange. Other warnings pass.
 */
async function load(): Promise<typeof import('oidc-provider')> {
  const warn = console.warn;
  console.warn = (...said: unknown[]) => {
    if (!String(said[0]).includes('Unsupported runtime')) warn(...said);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

export const { interactionPolicy, Provider } = await load();

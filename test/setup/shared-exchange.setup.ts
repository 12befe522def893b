import type { TestProject } from 'vitest/node';
import { startExchange, type ExchangePlace } from './exchange.ts';

declare module 'vitest' {
  interface ProvidedContext {
    exchange: ExchangePlace;
  }
}

/** One exchange for all journeys that leave it as they found it, but for people of their own; its start is measured in seconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const exchange = await startExchange();
  project.provide('exchange', { dataDir: exchange.dataDir, port: exchange.port });
  return async () => {
    await exchange.stop();
  };
}

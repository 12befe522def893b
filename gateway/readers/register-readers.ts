import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { Graph } from '../graph/graph.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import { declarePolicy } from '../server/route-policy.ts';
import type { BrowserSessions } from '../sign-in/sessions.ts';
import type { ReadersParts } from './readers-parts.ts';
import { registerSight } from './sight.routes.ts';
import { registerViewAs } from './view-as.routes.ts';

export interface ReadersOptions {
  readonly sessions: Pick<BrowserSessions, 'read'>;
  readonly execute: Graph['execute'];
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

/** Through whose eyes patients may look (ACS-7), and who could and did see an item (ACS-8). */
export async function registerReaders(app: FastifyInstance, { sessions, execute, clock = () => new Date() }: ReadersOptions): Promise<void> {
  const parts: ReadersParts = { sessions, execute, pages: new PageSender([]), clock };
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);
  await app.register(async (scope) => {
    declarePolicy(scope, 'patient');
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));
    registerViewAs(scope, parts);
    registerSight(scope, parts);
  });
}

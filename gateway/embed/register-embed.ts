import { required, type Settings } from '@cie/kit/settings.ts';
import type { Page, PageState } from '@cie/web-kit/page/area.ts';
import { filesOf, wakesAtOnce } from '@cie/web-portal/server.ts';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isInNhsApp } from '../pages/nhs-app.ts';
import type { BrowserSessions } from '../sign-in/sessions.ts';
import { documentEnd, documentStart, documentView } from './document.ts';
import type { DocumentFiles } from './document.ts';
import { pageHeaders } from './headers.ts';
import { readHostSites } from './host-sites.ts';
import { planPage } from './page-plan.ts';
import { loadState, renderView, stateJson } from './render-view.ts';
import type { Execute } from './render-view.ts';
import { WebFiles } from './web-files.ts';
import { fromPage } from './where-from.ts';
import { helpPage } from './welcome-page.ts';
import { declarePolicy } from '../server/route-policy.ts';

export interface EmbedPlan {
  readonly sessions: Pick<BrowserSessions, 'read' | 'bringsCookie'>;
  readonly execute: Execute;
  readonly settings: Settings;
}

/** Frames that a registered site may hold, by the last part of their address. */
const frames = new Set(['results', 'health', 'documents', 'appointments', 'sharing', 'record']);

/** The exchange's own pages. */
const pages = [
  ['/', 'home'],
  ['/record', 'record'],
  ['/sharing', 'sharing'],
  ['/access-log', 'access-log'],
  ['/act-for', 'act-for'],
  ['/emergency', 'emergency'],
  ['/help', 'help'],
] as const;

const styleSources = { frame: 'frontends/kit/styles/frame.scss', forms: 'frontends/kit/styles/forms.scss', page: 'frontends/portal/portal.scss' } as const;
const scriptSource = 'frontends/portal/portal.ts';
const elementSource = 'frontends/portal/page-element.ts';

const address = (file: string): string => `/assets/${file}`;

/** What a page loads at first: only professionals see a form in a frame. */
function filesFor(page: Page, web: WebFiles): DocumentFiles {
  const styles = !page.framed
    ? ['/assets/portal.css']
    : [styleSources.frame, ...(page.reader?.kind === 'professional' ? [styleSources.forms] : [])].map((source) => address(web.file(source)));
  if (page.name === 'help' || (page.name === 'home' && page.reader === null)) return { styles, script: null, preloads: [] };
  const script = web.file(scriptSource);
  const wanted = wakesAtOnce(page) ? [scriptSource, elementSource, ...filesOf(page)] : [scriptSource];
  const preloads = new Set(wanted.flatMap((source) => web.withImports(source)));
  preloads.delete(script);
  return { styles, script: address(script), preloads: [...preloads].map(address) };
}

/** Frames for trusts' pages and the exchange's own pages, rendered here and hydrated in the browser; and their files. */
export async function registerEmbed(app: FastifyInstance, { sessions, execute, settings }: EmbedPlan): Promise<void> {
  const sites = readHostSites(settings);
  const webDir = required(settings, 'CIE_WEB_DIR');
  const web = WebFiles.read(webDir);

  async function answer(request: FastifyRequest, reply: FastifyReply, name: string, framed: boolean): Promise<FastifyReply> {
    const session = await sessions.read(request);
    const now = new Date();
    const [path = '/', query = ''] = request.url.split('?');
    const page = planPage({ name, path, framed, query, viewer: session?.viewer ?? null, sites, now });

    async function* parts(): AsyncGenerator<string> {
      const files = filesFor(page, web);
      yield documentStart(page, files, isInNhsApp(request));
      if (name === 'help') yield helpPage.text;
      else if (files.script !== null) {
        const { as } = page.display;
        const access = { requestId: randomUUID(), viewer: session?.viewer ?? null, now, from: fromPage(framed, page.display.host, sites), ...(as === undefined ? {} : { viewAs: as }) };
        const loaded = await loadState(page, execute, access, request.log);
        // A browser that comes with the cookie of a session that has ended was signed in: it reads why it is not any more.
        const hasEnded = loaded.status === 'signed-out' && sessions.bringsCookie(request);
        const state: PageState = hasEnded ? { ...loaded, status: 'expired' } : loaded;
        yield documentView(page, await renderView(state), stateJson(state));
      }
      yield documentEnd(page);
    }
    return pageHeaders(reply, framed, sites).send(Readable.from(parts()));
  }

  app.get<{ Params: { area: string } }>('/embed/:area', { config: { policy: 'graph' } }, (request, reply) => {
    if (!frames.has(request.params.area)) return reply.callNotFound();
    return answer(request, reply, request.params.area, true);
  });
  for (const [path, name] of pages) app.get(path, { config: { policy: 'graph' } }, (request, reply) => answer(request, reply, name, false));
  await app.register(async (scope) => registerFiles(scope, web, webDir));
}

/** Scripts, styles and pictures: the same for everybody. */
async function registerFiles(app: FastifyInstance, web: WebFiles, webDir: string): Promise<void> {
  declarePolicy(app, 'public');

  await app.register(fastifyStatic, {
    root: join(webDir, 'assets'),
    prefix: '/assets/',
    index: false,
    preCompressed: true,
    // Names carry a hash of the content.
    cacheControl: false,
    setHeaders: (reply) => {
      if (reply.getHeader('cache-control') === undefined) reply.header('cache-control', 'public, max-age=31536000, immutable');
      reply.header('x-content-type-options', 'nosniff');
    },
  });
  // Pages of sign-in name this sheet without knowing a build: a stable address, asked for anew each time.
  app.get('/assets/portal.css', (_request, reply) => reply.header('cache-control', 'no-cache').sendFile(web.file(styleSources.page)));

  await app.register(fastifyStatic, {
    root: join(webDir, 'shell'),
    prefix: '/shell/',
    index: false,
    preCompressed: true,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('cache-control', 'public, max-age=3600');
      // Integrity is only checked on scripts that any origin may read.
      reply.header('access-control-allow-origin', '*');
      reply.header('cross-origin-resource-policy', 'cross-origin');
      reply.header('x-content-type-options', 'nosniff');
    },
  });
}

/// <reference types="vite/client" />
import { required, type Settings } from '@cie/kit/settings.ts';
import fastify, { type FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import hostilePage from '../../frontends/hosts/hostile-site.html?raw';
import hostileScript from '../../frontends/hosts/hostile.js?raw';
import hostileStyle from '../../frontends/hosts/hostile.css?raw';
import intranetPage from '../../frontends/hosts/intranet.html?raw';
import publicPage from '../../frontends/hosts/public-site.html?raw';
import siteStyle from '../../frontends/hosts/site.css?raw';
import { outsideAddress, outsideHost, portOf, type Listener } from './addresses.ts';
import type { Log } from './log.ts';

export interface HostPagesPlan {
  readonly settings: Settings;
  readonly log: Log;
}

interface Answer {
  readonly type: string;
  readonly body: string;
  readonly policy?: string;
}

const recordContent = `<h1>Your health record</h1>
<p>See results, letters and appointments from every hospital in north-west London. Sign in here; this website cannot see what is shown. No NHS login? <a href="{{exchange}}/request-access">Ask for access</a>.</p>
<cie-record eager label="Your health record"></cie-record>`;

const widgetsContent = `<h1>Single widgets</h1>
<p>Each part of the record as a widget of its own.</p>
<h2>Test results</h2><cie-results label="Your test results"></cie-results>
<h2>Appointments</h2><cie-appointments label="Your appointments"></cie-appointments>
<h2>Letters</h2><div data-cie="documents" label="Your letters"></div>
<h2>Sharing</h2><cie-sharing label="Who can see your record"></cie-sharing>`;

const fill = (page: string, values: Readonly<Record<string, string>>): string => page.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? '');

/** The strictest policy that a host can have: nothing but the exchange's script and frames, and no markup made by script. */
const strictPolicy = (exchange: string): string =>
  [
    "default-src 'none'",
    `script-src ${exchange}`,
    `frame-src ${exchange}`,
    "style-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

function site(answers: Readonly<Record<string, Answer>>): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true });
  for (const [path, { type, body, policy }] of Object.entries(answers)) {
    app.get(path, (_request, reply) => {
      if (policy !== undefined) reply.header('content-security-policy', policy);
      return reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff').type(`${type}; charset=utf-8`).send(body);
    });
  }
  return app;
}

/** Websites of trusts, for the sandbox: a public one, an intranet and one that was taken over, each on an origin of its own. */
export async function startHostPages({ settings, log }: HostPagesPlan): Promise<{ close(): Promise<void> }> {
  const exchange = required(settings, 'CIE_PUBLIC_URL');
  const script = readFileSync(join(required(settings, 'CIE_WEB_DIR'), 'shell/1/cie.js'));
  const shell = { shell: `${exchange}/shell/1/cie.js`, integrity: `sha384-${createHash('sha384').update(script).digest('base64')}` };
  const policy = strictPolicy(exchange);
  const html = (body: string, values: Readonly<Record<string, string>> = {}): Answer => ({ type: 'text/html', policy, body: fill(body, { ...shell, ...values }) });
  const style = { type: 'text/css', body: siteStyle };
  const current = 'aria-current="page"';

  const sites: readonly (readonly [Listener, FastifyInstance])[] = [
    [
      'publicSite',
      site({
        '/': html(publicPage, { content: fill(recordContent, { exchange }), home: current }),
        '/widgets': html(publicPage, { content: widgetsContent, widgets: current }),
        '/site.css': style,
      }),
    ],
    ['intranet', site({ '/': html(intranetPage, { patientRecords: outsideAddress(Number(required(settings, 'CIE_PORT')), 'patientRecordSystem') }), '/site.css': style })],
    [
      'hostileSite',
      site({
        // No policy at all: whoever took the site over switched it off.
        '/': { type: 'text/html', body: fill(hostilePage, shell) },
        '/hostile.js': { type: 'text/javascript', body: hostileScript },
        '/hostile.css': { type: 'text/css', body: hostileStyle },
      }),
    ],
  ];
  const basePort = Number(required(settings, 'CIE_PORT'));
  const close = async (): Promise<void> => {
    await Promise.all(sites.map(([, app]) => app.close()));
  };
  try {
    for (const [listener, app] of sites) await app.listen({ host: outsideHost, port: portOf(basePort, listener) });
  } catch (error) {
    await close();
    throw error;
  }
  log.info({ sites: sites.length }, 'demo pages of trusts are up');
  return { close };
}

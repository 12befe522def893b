import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { errorKind } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { html } from '@cie/gateway/pages/html.ts';
import { listenLocally } from '../listen-locally.ts';
import { publicHalf, readForm, type SimulatorLog } from '../openid-simulator.ts';
import { sandboxLaunchSystems, sandboxSystemKeys } from '../sandbox-systems.ts';
import { sendPage, sendStyle, stylePath } from '../simulator-page.ts';
import { AuthorizationServer } from './authorization-server.ts';
import { chartPage, listPage } from './chart-pages.ts';
import { patientResource, personWithId, practitionerResource, userNamed } from './fhir-resources.ts';
import { LaunchContexts, type LaunchContext } from './launch-contexts.ts';

export interface PatientRecordSystemPlan {
  readonly settings: Settings;
  readonly port: number;
  readonly log: SimulatorLog;
}

/**
 * A trust's patient-record system on 127.0.0.1, as far as a launch meets it: charts, SMART App Launch 2.2 (EHR launch) and the
 * two FHIR R4 resources that a launched app reads.
 */
export async function startPatientRecordSystem({ settings, port, log }: PatientRecordSystemPlan): Promise<{ close(): Promise<void> }> {
  const address = `http://127.0.0.1:${port}`;
  const exchange = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const registration = sandboxLaunchSystems(address)[0];
  const contexts = new LaunchContexts();
  const authorization = await AuthorizationServer.create({
    address,
    contexts,
    client: {
      id: registration?.clientId ?? '',
      redirectUri: `${exchange}/sign-in/return/launch-${registration?.key ?? ''}`,
      publicKey: publicHalf(required(settings, sandboxSystemKeys.launch), sandboxSystemKeys.launch, 'RS384'),
    },
  });
  const system = new PatientRecordSystem(address, exchange, contexts, authorization);
  const server = createServer((request, response) => {
    system.answer(request, response).catch((error: unknown) => {
      log.warn({ ...errorKind(error), simulator: 'patient-record-system' }, 'the simulator could not answer');
      if (response.headersSent) response.destroy();
      else response.writeHead(400, { 'content-type': 'text/plain' }).end('This did not work. Go back to the chart and try again.');
    });
  });
  return listenLocally(server, port);
}

class PatientRecordSystem {
  readonly #address: string;
  readonly #exchange: string;
  readonly #contexts: LaunchContexts;
  readonly #authorization: AuthorizationServer;

  constructor(address: string, exchange: string, contexts: LaunchContexts, authorization: AuthorizationServer) {
    this.#address = address;
    this.#exchange = exchange;
    this.#contexts = contexts;
    this.#authorization = authorization;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0] ?? '/';
    if (path === stylePath) sendStyle(response);
    else if (path === '/') sendPage(response, 200, this.#exchange, listPage());
    else if (path.startsWith('/chart/')) await this.#chart(path.slice('/chart/'.length), request, response);
    else if (path === '/fhir/.well-known/smart-configuration') sendJson(response, 200, this.#authorization.smartConfiguration);
    else if (path.startsWith('/fhir/')) await this.#fhir(path.slice('/fhir/'.length), request, response);
    else if (path.startsWith('/interaction/')) await this.#authorization.decide(request, response);
    else await this.#authorization.answer(request, response);
  }

  async #chart(rest: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [patient = '', action] = rest.split('/');
    const person = personWithId(patient);
    if (person === undefined) return sendPage(response, 404, this.#exchange, { title: 'There is no such chart', body: html`<p><a href="/">My patients</a></p>` });
    if (action !== 'launch' || request.method !== 'POST') return sendPage(response, 200, this.#exchange, chartPage(person));
    const practitioner = new URLSearchParams(await readForm(request)).get('user') ?? '';
    if (userNamed(practitioner) === undefined) return sendPage(response, 400, this.#exchange, chartPage(person));
    const launch = this.#contexts.begin({ patient, practitioner });
    const query = new URLSearchParams({ iss: `${this.#address}/fhir`, launch });
    response.writeHead(303, { location: `${this.#exchange}/launch?${query.toString()}` }).end();
  }

  /** A launched app reads the patient and the person of its launch, and nobody else. */
  async #fhir(rest: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [type = '', id = ''] = rest.split('/');
    const token = /^Bearer ([\w.~+/-]+)$/.exec(request.headers.authorization ?? '')?.[1];
    const context = token === undefined ? null : await this.#authorization.contextOf(token);
    if (context === null) return sendJson(response, 401, outcome('login'));
    const resource = readable(context, type, id);
    if (resource === null) return sendJson(response, 403, outcome('forbidden'));
    return sendJson(response, 200, resource);
  }
}

function readable(context: LaunchContext, type: string, id: string): object | null {
  if (type === 'Patient' && id === context.patient) return patientResource(id);
  return type === 'Practitioner' && id === context.practitioner ? practitionerResource(id) : null;
}

const outcome = (code: string): object => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] });

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}

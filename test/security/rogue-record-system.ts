import { createServer, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { freePort } from '@cie/local/ports.ts';

/** A registered patient-record system in the hands of an attacker, or with a fault: it answers as the test says. */
export interface RogueRecordSystem {
  readonly origin: string;
  readonly iss: string;
  readonly privateKey: CryptoKey;
  configuration: object;
  token: object;
  patient: object;
  practitioner: object;
  /** Paths that were asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

export async function startRogueRecordSystem(): Promise<RogueRecordSystem> {
  const origin = `http://127.0.0.1:${await freePort()}`;
  const iss = `${origin}/fhir`;
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const key = { ...(await exportJWK(publicKey)), kid: 'rogue', alg: 'RS256', use: 'sig' };
  const asked: string[] = [];
  const json = (response: ServerResponse, body: object): void => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    if (path === '/fhir/.well-known/smart-configuration') json(response, system.configuration);
    else if (path === '/jwks') json(response, { keys: [key] });
    else if (path === '/token') json(response, system.token);
    else if (path.startsWith('/fhir/Patient/')) json(response, system.patient);
    else if (path.startsWith('/fhir/Practitioner/')) json(response, system.practitioner);
    else response.writeHead(404).end();
  });
  const system: RogueRecordSystem = {
    origin,
    iss,
    privateKey,
    configuration: goodConfiguration(origin),
    token: {},
    patient: {},
    practitioner: {},
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), '127.0.0.1', resolve));
  return system;
}

export const goodConfiguration = (origin: string) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/auth`,
  token_endpoint: `${origin}/token`,
  jwks_uri: `${origin}/jwks`,
  code_challenge_methods_supported: ['S256'],
  capabilities: ['launch-ehr', 'permission-v1'],
});

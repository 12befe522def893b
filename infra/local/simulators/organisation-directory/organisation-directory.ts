import { createServer, type ServerResponse } from 'node:http';
import { organisations } from '@cie/kit/organisations.ts';
import { listenLocally } from '../listen-locally.ts';
import { sandboxPractices, type SandboxPractice } from './sandbox-practices.ts';

/** Object identifier under which ODS codes are registered. */
const root = '2.16.840.1.113883.2.1.3.2.4.18.48';

interface Entry {
  readonly code: string;
  readonly name: string;
  readonly town: string;
  readonly country: string;
  readonly isOpen: boolean;
  /** Role ids, the primary one first. */
  readonly roles: readonly string[];
}

const practiceRoles = ['RO177', 'RO76'];
const trustRoles = ['RO197'];

const entries: ReadonlyMap<string, Entry> = new Map(
  [
    ...sandboxPractices.map((practice: SandboxPractice): Entry => ({ ...practice, roles: practiceRoles })),
    ...organisations.map(({ odsCode, name }): Entry => ({ code: odsCode, name, town: 'London', country: 'ENGLAND', isOpen: true, roles: trustRoles })),
  ].map((entry) => [entry.code, entry]),
);

/** An organisation in the form of the ORD API 2-0-0 (DCB0090). */
function organisationOf({ code, name, town, country, isOpen, roles }: Entry): object {
  const status = isOpen ? 'Active' : 'Inactive';
  const dates = [{ Type: 'Operational', Start: '1974-04-01', ...(isOpen ? {} : { End: '2024-03-31' }) }];
  return {
    Organisation: {
      Name: name.toUpperCase(),
      Date: dates,
      OrgId: { root, assigningAuthorityName: 'HSCIC', extension: code },
      Status: status,
      LastChangeDate: '2024-04-01',
      orgRecordClass: 'RC1',
      GeoLoc: { Location: { AddrLn1: '1 EXAMPLE STREET', Town: town.toUpperCase(), Country: country } },
      Roles: { Role: roles.map((id, index) => ({ id, uniqueRoleId: index + 1, ...(index === 0 ? { primaryRole: true } : {}), Date: dates, Status: status })) },
    },
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}

/**
 * Starts the directory of organisations of the sandbox on 127.0.0.1, in the form of the NHS Organisation Data Service: invented
 * practices, one of them in Wales, one closed; and the trusts, which are no practices.
 */
export async function startOrganisationDirectory(port: number): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const code = /^\/ORD\/2-0-0\/organisations\/([A-Za-z0-9]+)$/.exec(request.url?.split('?')[0] ?? '')?.[1];
    if (request.method !== 'GET' || code === undefined) return send(response, 406, { errorCode: 406, errorText: 'Not Acceptable' });
    const entry = entries.get(code.toUpperCase());
    if (entry === undefined) return send(response, 404, { errorCode: 404, errorText: 'Not Found' });
    return send(response, 200, organisationOf(entry));
  });
  return listenLocally(server, port);
}

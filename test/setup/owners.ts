import { pick } from '@cie/kit/testing/pick.ts';
import { expect } from 'vitest';
import { ago, laboratory, letter, visit } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { listOf } from './answers.ts';
import type { ExchangeClient } from './exchange.ts';
import type { Inside } from './inside.ts';

/** A patient of two trusts, signed in, with a result of sexual health among others. */
export interface Owner {
  readonly person: Person;
  readonly email: string;
  readonly id: string;
  readonly cookie: string;
  /** The latest report, which is the one of sexual health. */
  readonly report: string;
  readonly document: string;
}

/** What people of a journey do over GraphQL. */
export interface Owners {
  newOwner(): Promise<Owner>;
  /** The record as this session sees it; null when no door opens. */
  read(cookie: string, id: string): Promise<unknown>;
  /** Invites; resolves with the id of the invitation. */
  invite(owner: Owner, email: string, labels: string[]): Promise<string>;
  /** The owner's access log, newest first. */
  log(owner: Owner): Promise<readonly unknown[]>;
}

export const recordQuery = `query ($id: ID!) { patient(id: $id) { id doors until
  reports { edges { node { id name label organisation { odsCode } } } } trend(code: "K") { points { text } }
  documents { edges { node { id text label organisation { odsCode } } } }
  appointments { edges { node { clinic label organisation { odsCode } } } }
  demographics { familyName }
} }`;

/** The items of an area in what `read` gave. */
export const nodes = (record: unknown, area: string): readonly unknown[] => listOf(pick(record, area, 'edges')).map((edge) => pick(edge, 'node'));

export function ownersOf(exchange: ExchangeClient, own: Inside): Owners {
  const read = async (cookie: string, id: string): Promise<unknown> => pick((await exchange.query(cookie, recordQuery, { id })).data, 'patient');
  return {
    read,
    newOwner: async () => {
      const person = newPerson();
      await own.deliver(
        laboratory(person, { issued: ago(3), tests: [{ code: 'K', value: '4.1' }] }),
        laboratory(person, { organisation: 'RQM', issued: ago(2), tests: [{ code: 'K', value: '4.6' }] }),
        laboratory(person, { issued: ago(1), specialty: '360', panel: ['STI', 'Swab'], tests: [{ code: 'SWAB', value: '1' }] }),
        letter(person, { written: ago(2), text: 'Seen at Imperial' }),
        letter(person, { organisation: 'RQM', written: ago(1), text: 'Seen at Chelsea' }),
        visit(person, { start: ago(-3), clinic: 'Renal clinic' }),
        visit(person, { organisation: 'RQM', start: ago(-4), clinic: 'Heart clinic' }),
      );
      const email = `${person.familyName.toLowerCase()}@example.net`;
      const cookie = await own.signIn({ as: 'patient', nhsNumber: person.nhsNumber, email });
      const id = String(pick((await exchange.query(cookie, '{ me { patient { id } } }')).data, 'me', 'patient', 'id'));
      const record = await read(cookie, id);
      expect([nodes(record, 'reports').length, nodes(record, 'documents').length, nodes(record, 'appointments').length]).toEqual([3, 2, 2]);
      return { person, email, id, cookie, report: String(pick(nodes(record, 'reports')[0], 'id')), document: String(pick(nodes(record, 'documents')[0], 'id')) };
    },
    invite: async ({ cookie }, email, labels) => {
      const { data } = await exchange.query(cookie, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email, labels } });
      return String(pick(data, 'invite', 'id'));
    },
    log: async ({ cookie }) => {
      const { data } = await exchange.query(cookie, '{ me { patient { accessLog(first: 100) { edges { node { action who areas doors reason organisation { odsCode } } } } } } }');
      return listOf(pick(data, 'me', 'patient', 'accessLog', 'edges')).map((edge) => pick(edge, 'node'));
    },
  };
}

import { startIdentity } from '@cie/identity/start';
import { addAuthenticatorApp, addPasswordAccount, type WantedAccount } from '@cie/identity/testing/password-account.ts';
import { linkInProcess } from '@cie/kit/calls/room-link.ts';
import { openRoomDatabase } from '@cie/kit/database/room-database.ts';
import { createNoticeStore, type NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { requiredKey } from '@cie/kit/settings.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import * as OTPAuth from 'otpauth';
import type { Client } from 'pg';
import { passwordCommands } from '../../subgraphs/identity/api/password.commands.ts';
import { createPasswordHasher, type Argon2Cost } from '../../subgraphs/identity/store/password-hasher.ts';
import { publicUrl, startSignInExchange, type SignInExchange } from './sign-in-harness.ts';

/** A gateway and the identity room in one process, without anything around them. */
export interface PasswordExchange extends SignInExchange {
  /** Direct SQL with the rights of the room's keeper. */
  readonly keeper: Client;
  /** What the room wanted to be acted on, with codes and links; the database holds it sealed, and other tests may take it from there. */
  readonly told: readonly Notice[];
  add(wanted: WantedAccount): Promise<string>;
  /** Gives an account an authenticator app; returns what makes its codes. */
  addApp(accountId: string): Promise<OTPAuth.TOTP>;
  /** A browser in some network; it keeps its cookies. */
  browser(network?: string): FormBrowser;
}

/** `cost` is what a password costs; the exchange's own when left out. `addRoutes` adds pages of other parts. */
export async function startPasswordExchange(cost?: Argon2Cost, addRoutes?: (app: FastifyInstance, identity: RoomLink) => void): Promise<PasswordExchange> {
  const server = await openRoomServer();
  const settings = { ...server.settings, CIE_PUBLIC_URL: publicUrl };
  const identity = await startIdentity(settings);
  const database = await openRoomDatabase({ room: 'identity', settings, entities: [], migrations: [] });
  const told: Notice[] = [];
  const kept = createNoticeStore(database, settings);
  const notices: NoticeStore = {
    ...kept,
    post: async (manager, posted, due) => {
      told.push(...posted);
      await kept.post(manager, posted, due);
    },
  };
  const hasher = createPasswordHasher(cost);
  const room = { ...identity, commands: { ...identity.commands, ...passwordCommands({ database, notices, settings, hasher }) } };
  const link = linkInProcess(room, () => undefined);
  const exchange = await startSignInExchange({ simulators: false, room: link, ...(addRoutes === undefined ? {} : { addRoutes: (app) => addRoutes(app, link) }) });
  const keeper = await server.connect('identity', 'keeper');
  return {
    ...exchange,
    keeper,
    told,
    add: (wanted) => addPasswordAccount(keeper, wanted),
    addApp: async (accountId) => {
      const secret = new OTPAuth.Secret({ size: 20 }).base32;
      await addAuthenticatorApp(keeper, accountId, secret, requiredKey(server.settings, 'CIE_CODE_KEY', 32));
      return new OTPAuth.TOTP({ secret });
    },
    browser: (network = nextNetwork()) => new FormBrowser(exchange, network),
    close: async () => {
      await Promise.all([keeper.end(), exchange.close()]);
      await Promise.all([hasher.close(), database.close(), identity.close()]);
    },
  };
}

let networks = 0;

/** An address that no test used before, from the range for documentation (RFC 3849), each in a network of its own. */
function nextNetwork(): string {
  networks += 1;
  const part = Math.floor(Math.random() * 0xffff).toString(16);
  return `2001:db8:${part}:${networks.toString(16)}::1`;
}

/** Sends forms as a browser does. */
export class FormBrowser {
  readonly #exchange: Pick<SignInExchange, 'app'>;
  readonly #network: string;
  readonly cookies = new Map<string, string>();

  constructor(exchange: Pick<SignInExchange, 'app'>, network: string) {
    this.#exchange = exchange;
    this.#network = network;
  }

  get(path: string): Promise<LightMyRequestResponse> {
    return this.#ask('GET', path);
  }

  post(path: string, fields: Readonly<Record<string, string>>): Promise<LightMyRequestResponse> {
    return this.#ask('POST', path, new URLSearchParams(fields).toString());
  }

  async #ask(method: 'GET' | 'POST', url: string, payload?: string): Promise<LightMyRequestResponse> {
    const response = await this.#exchange.app.inject({
      method, url, remoteAddress: this.#network,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '), origin: publicUrl, 'sec-fetch-site': 'same-origin',
        ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const line of [response.headers['set-cookie'] ?? []].flat()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=');
      if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}

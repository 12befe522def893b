import { Client } from 'pg';
import { recordRooms } from '../names.ts';
import { required, requiredKey, type Settings } from '../settings.ts';
import { databaseAreas, passwordSetting, rolesOf } from './roles.ts';

/** The server's administrator; used for provisioning only, never by a running room. */
export interface Administrator {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

interface DatabasePlan {
  readonly name: string;
  readonly roles: readonly { name: string; password: string }[];
}

function plans(settings: Settings): DatabasePlan[] {
  return databaseAreas.map((area) => ({
    name: `cie_${area}`,
    roles: rolesOf(area).map((use) => ({ name: `${area}_${use}`, password: required(settings, passwordSetting(area, use)) })),
  }));
}

/**
 * Brings a server to the state that the rooms start from: a database and roles for each, pgcrypto, and
 * the pass key of each room known to that room's database and to sharing's, and to nobody else.
 * Safe to run at every start.
 */
export async function provision(administrator: Administrator, settings: Settings): Promise<void> {
  const server = await connect(administrator, 'postgres');
  try {
    for (const plan of plans(settings)) await createDatabase(server, plan);
    // Rooms have no business in the administrator's database.
    await server.query('revoke connect on database postgres from public');
  } finally {
    await server.end();
  }
  for (const plan of plans(settings)) {
    const database = await connect(administrator, plan.name);
    try {
      await prepareDatabase(database, plan);
      for (const [room, key] of passKeysOf(plan.name, settings)) await storePassKey(database, room, key);
    } finally {
      await database.end();
    }
  }
}

async function connect(administrator: Administrator, database: string): Promise<Client> {
  const client = new Client({ ...administrator, database, connectionTimeoutMillis: 5000 });
  await client.connect();
  return client;
}

async function createDatabase(server: Client, plan: DatabasePlan): Promise<void> {
  for (const role of plan.roles) {
    const found = await server.query('select 1 from pg_roles where rolname = $1', [role.name]);
    const attributes = 'login nosuperuser nocreatedb nocreaterole nobypassrls';
    const verb = found.rowCount === 0 ? 'create' : 'alter';
    await server.query(`${verb} role ${server.escapeIdentifier(role.name)} ${attributes} password ${server.escapeLiteral(role.password)}`);
  }
  const found = await server.query('select 1 from pg_database where datname = $1', [plan.name]);
  if (found.rowCount === 0) {
    await server.query(`create database ${server.escapeIdentifier(plan.name)} owner ${server.escapeIdentifier(`${plan.name.slice(4)}_owner`)}`);
    await server.query(`revoke all on database ${server.escapeIdentifier(plan.name)} from public`);
  }
  for (const role of plan.roles) {
    await server.query(`grant connect on database ${server.escapeIdentifier(plan.name)} to ${server.escapeIdentifier(role.name)}`);
  }
}

async function prepareDatabase(database: Client, plan: DatabasePlan): Promise<void> {
  const owner = database.escapeIdentifier(`${plan.name.slice(4)}_owner`);
  await database.query('revoke create on schema public from public');
  await database.query(`alter schema public owner to ${owner}`);
  for (const role of plan.roles) await database.query(`grant usage on schema public to ${database.escapeIdentifier(role.name)}`);
  await database.query('create schema if not exists crypto');
  await database.query('create extension if not exists pgcrypto schema crypto');
  await database.query(`grant usage on schema crypto to ${owner}`);
  await database.query(`create schema if not exists pass authorization ${owner}`);
  await database.query(`
    create table if not exists pass.key (
      room text not null,
      key_id text not null,
      key bytea not null,
      primary key (room, key_id)
    )`);
  await database.query(`alter table pass.key owner to ${owner}`);
}

/** A room's database knows its own key; sharing, which mints, knows those of all record rooms. */
function passKeysOf(database: string, settings: Settings): [string, Buffer][] {
  const wanted = recordRooms.filter((room) => database === 'cie_sharing' || database === `cie_${room}`);
  return wanted.map((room) => [room, requiredKey(settings, `CIE_PASS_KEY_${room.toUpperCase()}`, 32)]);
}

async function storePassKey(database: Client, room: string, key: Buffer): Promise<void> {
  await database.query(
    `insert into pass.key (room, key_id, key) values ($1, '1', $2)
     on conflict (room, key_id) do update set key = excluded.key`,
    [room, key],
  );
}

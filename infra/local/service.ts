import 'reflect-metadata';
import { startGateway } from '@cie/gateway/server/start-gateway.ts';
import { serveRoom } from '@cie/kit/calls/serve-room.ts';
import { CieError } from '@cie/kit/errors.ts';
import { roomNames, type RoomName } from '@cie/kit/names.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { startRoom } from './rooms.ts';

async function serve(name: RoomName, settings: Settings): Promise<{ close(): Promise<void> }> {
  const { hostname, port } = new URL(required(settings, `CIE_ROOM_URL_${name.toUpperCase()}`));
  const room = await startRoom(name, settings);
  const server = await serveRoom(room, settings, { host: hostname, port: Number(port) });
  return {
    close: async () => {
      await server.close();
      await room.close();
    },
  };
}

/** Starts the one part of the exchange that the command line names: `gateway` or a room. */
async function start(name: string | undefined, settings: Settings): Promise<{ close(): Promise<void> }> {
  if (name === 'gateway') return await startGateway(settings);
  const room = roomNames.find((each) => each === name);
  if (room === undefined) throw new CieError('SERVICE_UNKNOWN', `Say which service to start: gateway, ${roomNames.join(', ')}.`);
  return await serve(room, settings);
}

try {
  const service = await start(process.argv[2], process.env);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await service.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop());
  // The exchange that started this service is gone, perhaps killed: a service must not outlive it and keep its port.
  process.on('disconnect', () => void stop());
  process.send?.('serving');
} catch (error) {
  console.error(error instanceof CieError ? `error: ${error.message}` : error);
  process.exit(1);
}

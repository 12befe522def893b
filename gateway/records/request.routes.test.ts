import formbody from '@fastify/formbody';
import type { RoomLink } from '@cie/kit/room.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { PageSender } from '../pages/page.ts';
import { registerRequestRoutes } from './request.routes.ts';

const id = 'b7c1c3ce-2a50-4d6e-9a9e-3a1d1c1c0001';
const patientId = 'a7c1c3ce-2a50-4d6e-9a9e-3a1d1c1c0002';

describe('SAR-1 collecting a copy', () => {
  it('leads to the download of that copy, once it is collected, and not to the download of whatever the reader sees', async () => {
    const app = Fastify();
    await app.register(formbody);
    const asked: unknown[] = [];
    const sharing: RoomLink = {
      name: 'sharing', graphql: () => Promise.reject(new Error('no GraphQL')), ready: async () => undefined, close: async () => undefined,
      command: async (name, input) => {
        asked.push([name, input]);
        return { patientId };
      },
    };
    const now = new Date('2026-11-23T12:00:00Z');
    registerRequestRoutes(app, {
      sessions: { read: async () => ({ id: 's', viewer: testViewer, client: 'widget', expiresAt: now, idleUntil: now }) },
      rooms: { sharing, results: sharing, documents: sharing, appointments: sharing }, execute: () => Promise.reject(new Error('no GraphQL')), pages: new PageSender([]), ownOrigin: 'http://localhost:4000', clock: () => now,
    });
    const { statusCode, headers } = await app.inject({ method: 'POST', url: `/records-request/${id}/collect`, headers: { origin: 'http://localhost:4000', 'content-type': 'application/x-www-form-urlencoded' }, payload: '' });
    await app.close();
    expect([statusCode, headers.location]).toEqual([303, `/download?patient=${patientId}&request=${id}`]);
    expect(asked).toEqual([['collect-records-request', { id }]]);
  });
});

import type { FastifyInstance } from 'fastify';
import { askOwnRecord, recordUnavailable, withHolder } from './ask-own-record.ts';
import type { RecordReadersQuery } from './data/operations.ts';
import type { ReadersParts } from './readers-parts.ts';
import { viewAsBody } from './view-as-page.ts';
import { words } from './words.ts';

/** The page from which patients look at their record as somebody else would (ACS-7). It works without script. */
export function registerViewAs(app: FastifyInstance, parts: ReadersParts): void {
  app.get('/view-as', (request, reply) =>
    withHolder(parts, request, reply, async (holder) => {
      const readers = (await askOwnRecord<RecordReadersQuery>(parts, holder, 'RecordReaders')).patient?.readers ?? null;
      if (readers === null) throw recordUnavailable();
      return parts.pages.send(reply, 200, { title: words.viewAs.title, reader: holder.viewer, current: 'sharing', body: viewAsBody(readers, parts.clock()) });
    }));
}

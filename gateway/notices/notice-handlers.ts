import { randomUUID } from 'node:crypto';
import type { RoomLink, RoomLinks } from '@cie/kit/room.ts';
import type { Messages } from '../messages/start-messages.ts';
import type { FeedStore } from '../calendar/feed.store.ts';
import type { SessionStore } from '../sign-in/session.store.ts';
import type { NoticeHandlers } from './courier.ts';

export interface HandlerParts {
  readonly rooms: Pick<RoomLinks, 'sharing'>;
  readonly sessions: Pick<SessionStore, 'endAll'>;
  /** Ended with the sessions: who had to be put out may have made one. */
  readonly calendars: Pick<FeedStore, 'endAll'>;
  readonly messages: Pick<Messages, 'send'>;
  readonly clock: () => Date;
}

/** What the gateway does about each kind of notice. */
export function noticeHandlers({ rooms, sessions, calendars, messages, clock }: HandlerParts): NoticeHandlers {
  const tell = async (room: RoomLink, command: string, input: object): Promise<void> => {
    await room.command(command, input, { requestId: randomUUID(), viewer: null, now: clock() });
  };
  return {
    message: (notice, id) => messages.send(notice, id),
    'end-sessions': async ({ accountId, closed = false }) => {
      await sessions.endAll(accountId);
      await calendars.endAll(accountId);
      // Whoever asked for records by it collects nothing here any more (SAR-1).
      if (closed) await tell(rooms.sharing, 'account-closed', { accountId });
    },
    'close-sharing': ({ patientId }) => tell(rooms.sharing, 'close-sharing', { patientId }),
    'record-links': ({ version, groups }) => tell(rooms.sharing, 'record-links', { version, groups }),
    professional: ({ accountId, at, works }) => tell(rooms.sharing, 'know-professional', { accountId, at, works }),
  };
}

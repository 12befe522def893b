import type { RoomLinks } from '@cie/kit/room.ts';
import type { PageSender } from '../pages/page.ts';

/** What the pages of the privacy officer, and the patient's about emergencies, work with. */
export interface PrivacyParts {
  readonly pages: PageSender;
  readonly rooms: Pick<RoomLinks, 'sharing' | 'identity'>;
  readonly clock: () => Date;
}

/** Ids as the exchange makes them; other text is asked of no room. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

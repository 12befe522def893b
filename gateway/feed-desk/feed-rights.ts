import { hasDuty, type Viewer } from '@cie/kit/access-context.ts';
import { runsExchange } from '@cie/kit/organisations.ts';

/** Whose feeds somebody looks after: every organisation's, or those of one, by its ODS code. */
export type FeedArea = 'every' | { readonly organisation: string };

/** What somebody may do with feeds. */
export interface FeedRights {
  /** Whose held messages they see, mend and replay. */
  readonly held: FeedArea;
  /** Whose senders and delays they set; null for nobody's. */
  readonly settings: FeedArea | null;
}

/**
 * What a member of staff may do with feeds; null for everybody else. The exchange's own staff look after every feed: the desk after what
 * waits, who has the duty `integration` after the settings too. A trust's integration engineer has that duty for their own organisation
 * alone (abuse case 22).
 */
export function feedRightsOf(viewer: Viewer | null): FeedRights | null {
  const organisation = viewer?.organisation ?? null;
  if (organisation === null) return null;
  const isOwnStaff = runsExchange(organisation);
  if (hasDuty(viewer, 'integration')) {
    const area: FeedArea = isOwnStaff ? 'every' : { organisation };
    return { held: area, settings: area };
  }
  return isOwnStaff && hasDuty(viewer, 'support-desk') ? { held: 'every', settings: null } : null;
}

/** Whether an organisation is within what somebody looks after. */
export function looksAfter(area: FeedArea | null, organisation: string): boolean {
  return area === 'every' || (area !== null && area.organisation === organisation);
}

import { endEmergencyAccess } from '@cie/web-identity/data/emergency-access.ts';
import { fetchRecord } from '@cie/web-identity/data/fetch-record.ts';
import type { OpenRecord } from '@cie/web-identity/data/fetch-record.ts';
import type { ReasonDraft } from '@cie/web-identity/elements/reason-view/reason.ts';
import { recordBanner } from '@cie/web-identity/elements/record-banner/record-banner.ts';
import { words as identityWords } from '@cie/web-identity/language/identity.en.ts';
import { choices } from '@cie/web-kit/controls/headings.ts';
import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { area } from '@cie/web-kit/page/area.ts';
import type { Area, Page } from '@cie/web-kit/page/area.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { ViewedAs } from '@cie/web-sharing/on-demand/fetch-viewed-as.ts';
import { html, nothing } from 'lit/html.js';
import { sectionArea, sectionOf, sections } from './areas.ts';
import type { Section } from './areas.ts';
import { words } from './language/portal.en.ts';

interface Content {
  /** Null while it asks its reader for a reason first (abuse case 19). */
  readonly record: OpenRecord | null;
  /** Content of the section that is shown. */
  readonly section: unknown;
  /** Through whose eyes the reader looks (ACS-7); null where they look as themself. */
  readonly viewedAs: ViewedAs | null;
  readonly reason?: ReasonDraft;
}

/** Fetched where a record is looked at as somebody else would. */
let eyes: typeof import('@cie/web-sharing/view-as.ts') | undefined;
/** Fetched for professionals, whom alone a record asks for a reason. */
let reasons: typeof import('@cie/web-identity/elements/reason-view/reason.ts') | undefined;

/** Areas fetched so far; a section is fetched by `prepare` before it is drawn. */
const ready = new Map<Section, Area>();

async function prepared(page: Page): Promise<Area> {
  const section = sectionOf(page);
  const known = ready.get(section) ?? (await sectionArea(section));
  ready.set(section, known);
  return known;
}

/** Only the person themself reads who looked and who is invited. */
const sectionsFor = ({ reader, patient }: Page): readonly Section[] => (patient === reader?.ownRecord ? sections : sections.filter((each) => each !== 'sharing'));

/** A record: whose, by which door, and one of its sections. */
export default area<Content>({
  get elements() {
    const inSections = [...ready.values()].flatMap(({ elements = {} }) => Object.entries(elements));
    return { ...Object.fromEntries(inSections), 'cie-emergency-countdown': () => import('@cie/web-identity/elements/emergency-countdown/register.ts') };
  },

  async prepare(page) {
    if (page.reader?.kind === 'professional') reasons = await import('@cie/web-identity/elements/reason-view/reason.ts');
    if (page.display.as !== undefined) eyes = await import('@cie/web-sharing/view-as.ts');
    const section = await prepared(page);
    await section.prepare?.(page);
  },

  async load(reading) {
    const section = await prepared(reading.page);
    const patient = openRecord(reading.page.patient);
    const asSomebody = reading.page.display.as !== undefined;
    try {
      const [record, content, viewedAs] = await Promise.all([fetchRecord(reading.ask, patient), section.load(reading), asSomebody && eyes !== undefined ? eyes.fetchViewedAs(reading.ask, patient) : null]);
      return { record: found(record), section: content, viewedAs: asSomebody ? found(viewedAs) : null };
    } catch (error) {
      if (reasons?.wantsReason(error) === true) return { record: null, section: null, viewedAs: null, reason: reasons.noReason };
      throw error;
    }
  },

  async more(reading, content, next) {
    const section = await prepared(reading.page);
    return { ...content, section: (await section.more?.(reading, content.section, next)) ?? content.section };
  },

  async act(reading, content, action, form) {
    if (action === 'end-emergency') {
      await endEmergencyAccess(reading.ask, openRecord(reading.page.patient));
      return { go: {}, said: identityWords.ended };
    }
    if (action === 'state-reason' && reasons !== undefined) {
      const reason = reasons.readReason(form);
      if (reason.problem !== undefined) return { content: { ...content, reason } };
      await reasons.stateReason(reading.ask, { patientId: openRecord(reading.page.patient), reason: reason.text });
      return { go: reading.page.route };
    }
    const section = await prepared(reading.page);
    const done = (await section.act?.(reading, content.section, action, form)) ?? {};
    const { content: inner, ...rest } = done;
    return inner === undefined ? rest : { ...rest, content: { ...content, section: inner } };
  },

  view({ record, section, viewedAs, reason }, reading) {
    if (record === null) return html`${reasons?.reasonView(reason ?? reasons.noReason, reading)}`;
    const name = sectionOf(reading);
    const page = (viewedAs === null ? undefined : eyes?.seenBy(viewedAs, reading)) ?? reading;
    const items = sectionsFor(page).map((each) => ({
      text: words.sections[each],
      href: link(page.display, { view: each, patient: page.route.patient }),
      current: each === name,
    }));
    const shown = ready.get(name)?.view(section, page) ?? nothing;
    return html`${viewedAs === null ? recordBanner(record, page) : eyes?.viewAsBanner(viewedAs, page)}
      ${page.name === 'record' ? choices(words.sections.label, 'cie-sections', items) : nothing}
      ${viewedAs === null ? shown : eyes?.lookedAt(shown)}`;
  },
});

import { endEmergencyAccess } from '@cie/web-identity/data/emergency-access.ts';
import { fetchRecord } from '@cie/web-identity/data/fetch-record.ts';
import type { OpenRecord } from '@cie/web-identity/data/fetch-record.ts';
import { recordBanner } from '@cie/web-identity/elements/record-banner/record-banner.ts';
import { words as identityWords } from '@cie/web-identity/language/identity.en.ts';
import { choices } from '@cie/web-kit/controls/headings.ts';
import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { area } from '@cie/web-kit/page/area.ts';
import type { Area, Page } from '@cie/web-kit/page/area.ts';
import { link } from '@cie/web-kit/page/route.ts';
import { html, nothing } from 'lit/html.js';
import { sectionArea, sectionOf, sections } from './areas.ts';
import type { Section } from './areas.ts';
import { words } from './language/portal.en.ts';

interface Content {
  readonly record: OpenRecord;
  /** Content of the section that is shown. */
  readonly section: unknown;
}

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
    const section = await prepared(page);
    await section.prepare?.(page);
  },

  async load(reading) {
    const section = await prepared(reading.page);
    const [record, content] = await Promise.all([fetchRecord(reading.ask, openRecord(reading.page.patient)), section.load(reading)]);
    return { record: found(record), section: content };
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
    const section = await prepared(reading.page);
    const done = (await section.act?.(reading, content.section, action, form)) ?? {};
    const { content: inner, ...rest } = done;
    return inner === undefined ? rest : { ...rest, content: { ...content, section: inner } };
  },

  view({ record, section }, page) {
    const name = sectionOf(page);
    const items = sectionsFor(page).map((each) => ({
      text: words.sections[each],
      href: link(page.display, { view: each, patient: page.route.patient }),
      current: each === name,
    }));
    return html`${recordBanner(record, page)} ${page.name === 'record' ? choices(words.sections.label, 'cie-sections', items) : nothing}
      ${ready.get(name)?.view(section, page) ?? nothing}`;
  },
});

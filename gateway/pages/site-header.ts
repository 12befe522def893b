import type { Duty } from '@cie/kit/access-context.ts';
import { words } from '@cie/web-portal/server.ts';
import { html, type Html } from './html.ts';

/** Who is signed in, as the header of a page shows it. */
export interface PageReader {
  readonly kind: 'patient' | 'professional';
  readonly name: string;
  readonly duties: readonly Duty[];
  /** Set where a session was launched for one patient. */
  readonly onlyPatientId?: string;
  readonly launched?: boolean;
}

interface Link {
  readonly name: string;
  readonly href: string;
  readonly text: string;
}

function linksFor(reader: PageReader | null): readonly Link[] {
  const { titles, find, log } = words;
  const home = { name: 'home', href: '/', text: titles.home };
  const account = { name: 'account', href: '/account', text: titles.account };
  const help = { name: 'help', href: '/help', text: titles.help };
  if (reader === null) return [home, help];
  if (reader.kind === 'patient') {
    return [
      home,
      { name: 'record', href: '/record', text: titles.record },
      { name: 'sharing', href: '/sharing', text: titles.sharing },
      { name: 'access-log', href: '/access-log', text: log },
      account,
      help,
    ];
  }
  // The address names nobody: whether there is such a record is not for the menu to tell.
  if (reader.launched === true || reader.onlyPatientId !== undefined) return [{ name: 'record', href: '/record', text: words.patientRecord }, account, help];
  // Staff of the exchange itself open no record, and invite from a case, after they have checked who asks.
  if (reader.duties.length > 0) {
    const desk = reader.duties.includes('support-desk') ? [{ name: 'desk', href: '/desk', text: titles.desk }] : [];
    const feeds = looksAfterFeeds(reader.duties) ? [{ name: 'feeds', href: '/feeds/held', text: titles.feeds }] : [];
    const privacy = reader.duties.includes('privacy-officer') ? [{ name: 'privacy', href: '/privacy-officer', text: titles.privacy }] : [];
    const records = reader.duties.includes('records-team') ? [{ name: 'records', href: '/records', text: titles.records }] : [];
    return [home, ...desk, ...feeds, ...privacy, ...records, account, help];
  }
  return [
    home,
    { name: 'record', href: '/record', text: find },
    { name: 'emergency', href: '/emergency', text: titles.emergency },
    { name: 'invite', href: '/invite', text: titles.invite },
    { name: 'reviews', href: '/records-reviews', text: titles.reviews },
    account,
    help,
  ];
}

/** The desk sees what is held, and who has the duty `integration` sets up senders too (gateway/feed-desk/feed-rights.ts). */
const looksAfterFeeds = (duties: readonly Duty[]): boolean => duties.includes('support-desk') || duties.includes('integration');

/** The menu of pages; all that the NHS App shows of the bar (REG-2). */
export const siteNavigation = (reader: PageReader | null, current: string | null): Html => html`<nav class="cie-navigation" aria-label="${words.navigation}"><div class="nhsuk-width-container"><ul>
${linksFor(reader).map((each) => html`<li><a href="${each.href}"${each.name === current ? html` aria-current="page"` : null}>${each.text}</a></li>`)}
</ul></div></nav>`;

function readerBar(reader: PageReader | null, path: string): Html {
  if (reader === null) return html`<div class="cie-header__reader"><a href="/sign-in?return=${encodeURIComponent(path)}">${words.signIn}</a></div>`;
  return html`<div class="cie-header__reader"><span>${words.signedInAs} <strong>${reader.name}</strong></span>
<form action="/sign-out" method="post"><button class="nhsuk-link" type="submit">${words.signOut}</button></form></div>`;
}

/** The bar over every page of ours: whose service it is, who is signed in, where else to go. `current` names the page in the menu. */
export const siteHeader = (reader: PageReader | null, path: string, current: string | null): Html => html`<header class="nhsuk-header">
<div class="nhsuk-header__container nhsuk-width-container"><a class="nhsuk-header__service-name" href="/">${words.name}</a>${readerBar(reader, path)}</div>
${siteNavigation(reader, current)}
</header>`;

import { welcomeWords as words } from '@cie/web-portal/server.ts';
import { html } from '../pages/html.ts';

/** The first page before signing in: what is here, how to start, who can see it. It needs no script. */
export const welcomePage = html`<main class="cie-welcome" id="main" tabindex="-1">
<div class="cie-hero"><div class="nhsuk-width-container">
<h1 class="nhsuk-heading-xl">${words.title}</h1><p>${words.text}</p>
<a class="nhsuk-button nhsuk-button--reverse" href="/sign-in?return=/" role="button">${words.signIn}</a>
</div></div>
<div class="nhsuk-width-container">
<section class="cie-welcome__part" aria-labelledby="see"><h2 class="nhsuk-heading-l" id="see">${words.seeTitle}</h2>
<ul class="cie-cards cie-cards--pairs" role="list">
${words.see.map(({ href, title, text }) => html`<li><div class="nhsuk-card nhsuk-card--clickable cie-card"><div class="nhsuk-card__content">
<h3 class="nhsuk-card__heading nhsuk-heading-s"><a class="nhsuk-card__link" href="${href}">${title}</a></h3>
<p class="nhsuk-card__description">${text}</p>
</div></div></li>`)}
</ul></section>
<section class="cie-welcome__part" aria-labelledby="start"><h2 class="nhsuk-heading-l" id="start">${words.startTitle}</h2>
<ol class="cie-steps" role="list">
${words.start.map(([title, text]) => html`<li><h3 class="nhsuk-heading-s">${title}</h3><p>${text}</p></li>`)}
</ol></section>
<div class="cie-welcome__more">
${words.more.map(({ title, text, link }) => html`<section><h2 class="nhsuk-heading-m">${title}</h2>${text.map((each) => html`<p>${each}</p>`)}
<p><a href="${link.href}">${link.text}</a></p></section>`)}
</div>
</div></main>`;

/** The page that explains the exchange; it needs no script. */
export const helpPage = html`<div class="cie-view--page"><h1 class="nhsuk-heading-l">${words.helpTitle}</h1>
${words.help.map(([question, answer, links = []]) => html`<h2 class="nhsuk-heading-s">${question}</h2><p>${answer}</p>${links.length === 0 ? null : html`<ul class="nhsuk-list">${links.map(([href, text]) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`}`)}</div>`;

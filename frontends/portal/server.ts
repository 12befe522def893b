/** What the gateway needs to render pages: the same views and areas that the browser runs. */
export { hasOthers } from '@cie/web-identity/data/fetch-others.ts';
export { personDetails } from '@cie/web-identity/elements/person-details/person-details.ts';
export { areaOf, filesOf, isSection, sectionOf } from './areas.ts';
export { words } from './language/pages.en.ts';
export { words as welcomeWords } from './language/welcome.en.ts';
export { pageView } from './page-view.ts';
export { statusWithoutRecord } from './status.ts';
export { wakesAtOnce } from './wake.ts';

import { found } from '@cie/web-kit/graph/found.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { fetchRecords } from './data/fetch-records.ts';
import type { SharedRecord } from './data/fetch-records.ts';
import { switchView } from './elements/switch-view/switch.ts';

/** The reader's own record and those that stand open to them: which one to look at. */
export default area<readonly SharedRecord[]>({
  load: async ({ ask }) => found(await fetchRecords(ask)),
  view: switchView,
});

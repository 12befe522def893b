import { organisationName } from '@cie/kit/organisations.ts';
import { isProvedPatient, type Viewer } from '@cie/kit/access-context.ts';
import type { Page, Reader } from '@cie/web-kit/page/area.ts';
import { readDisplay, readRoute } from '@cie/web-kit/page/route.ts';
import type { HostSite } from './host-sites.ts';

/** What a page may know of who is signed in: no account, no session, no e-mail address. */
function readerOf(viewer: Viewer): Reader {
  return {
    kind: viewer.kind,
    name: viewer.name,
    organisation: viewer.organisation === null ? null : organisationName(viewer.organisation),
    // Details that were only claimed (P5) open no record (REG-1).
    ownRecord: isProvedPatient(viewer) ? viewer.patientId : null,
    proven: viewer.kind === 'professional' || isProvedPatient(viewer),
    duties: viewer.duties,
    ...(viewer.onlyPatientId === undefined ? {} : { launched: true }),
  };
}

export interface PagePlan {
  readonly name: string;
  readonly path: string;
  readonly framed: boolean;
  readonly query: string;
  readonly viewer: Viewer | null;
  readonly sites: readonly HostSite[];
  readonly now: Date;
}

/** The page that a request asks for. */
export function planPage({ name, path, framed, query, viewer, sites, now }: PagePlan): Page {
  const parameters = new URLSearchParams(query);
  const route = readRoute(parameters);
  const { host, as, ...shown } = readDisplay(parameters);
  // Through the eyes of somebody else one looks at the whole record, on a page of our own (ACS-7).
  const display = name === 'record' && !framed && as !== undefined ? { ...shown, as } : shown;
  const reader = viewer === null ? null : readerOf(viewer);
  return {
    name,
    path,
    framed,
    // The page around a frame says who it is, so that messages go to it alone; only registered sites are believed.
    display: sites.some(({ origin }) => origin === host) && host !== undefined ? { ...display, host } : display,
    route,
    reader,
    patient: route.patient ?? reader?.ownRecord ?? (name === 'record' ? viewer?.onlyPatientId : null) ?? null,
    now: now.toISOString(),
  };
}

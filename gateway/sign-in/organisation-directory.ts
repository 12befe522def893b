import { CieError } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { isRecord, recordsClaim, textClaim } from './claims.ts';

/** The directory of NHS organisations (ODS), as far as sign-in needs it. */
export interface OrganisationDirectory {
  /** Whether this ODS code is that of a GP practice in England that is open. Throws DIRECTORY_UNAVAILABLE when nobody answers. */
  isPracticeInEngland(odsCode: string): Promise<boolean>;
}

/** Roles of the ODS code system: every GP practice is a prescribing cost centre of the kind "GP practice". */
const prescribingCostCentre = 'RO177';
const generalPractice = 'RO76';

const timeout = 3000;
const hour = 3_600_000;
/** A practice that is open today is open tonight; one that is unknown may have been entered a moment ago. */
const keptFor = { yes: 12 * hour, no: hour / 12 };
const mostKept = 2000;

/**
 * Asks the ORD API of the NHS Organisation Data Service (DCB0090), version 2-0-0, at CIE_ODS_URL. It fails closed: without an
 * answer nobody is let in, and nobody is told that they have no practice.
 */
export function createOrganisationDirectory(settings: Settings, clock: () => Date): OrganisationDirectory {
  const base = readAddress(settings);
  const kept = new Map<string, { readonly answer: boolean; readonly until: number }>();

  return {
    isPracticeInEngland: async (odsCode) => {
      const code = odsCode.toUpperCase();
      if (!/^[A-Z0-9]{3,10}$/.test(code)) return false;
      const now = clock().getTime();
      const known = kept.get(code);
      if (known !== undefined && known.until > now) return known.answer;
      const answer = isPracticeInEngland(await fetchOrganisation(`${base}/organisations/${code}`));
      if (kept.size >= mostKept) kept.clear();
      kept.set(code, { answer, until: now + (answer ? keptFor.yes : keptFor.no) });
      return answer;
    },
  };
}

/** Null when the directory knows no such organisation. */
async function fetchOrganisation(address: string): Promise<unknown> {
  try {
    const response = await fetch(address, { headers: { accept: 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(timeout) });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`the directory answered ${response.status}`);
    return await response.json();
  } catch (cause) {
    throw new CieError('DIRECTORY_UNAVAILABLE', 'The directory of organisations does not answer. Check CIE_ODS_URL and that it can be reached.', { cause });
  }
}

/** An answer of another form than ORD's tells nothing good about a practice. */
function isPracticeInEngland(answer: unknown): boolean {
  const organisation = memberOf(answer, 'Organisation');
  if (!isRecord(organisation) || textClaim(organisation, 'Status') !== 'Active') return false;
  const location = memberOf(memberOf(organisation, 'GeoLoc'), 'Location');
  if (!isRecord(location) || textClaim(location, 'Country') !== 'ENGLAND') return false;
  const roles = memberOf(organisation, 'Roles');
  const active = (isRecord(roles) ? recordsClaim(roles, 'Role') : []).filter((role) => textClaim(role, 'Status') === 'Active').map((role) => textClaim(role, 'id'));
  return active.includes(prescribingCostCentre) && active.includes(generalPractice);
}

const memberOf = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined);

/** Plain http is for the simulator of a sandbox, which runs on this machine. */
function readAddress(settings: Settings): string {
  const address = URL.parse(required(settings, 'CIE_ODS_URL'));
  const onThisMachine = address !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(address.hostname);
  if (address === null || (address.protocol !== 'https:' && !(address.protocol === 'http:' && onThisMachine))) {
    throw new CieError('SETTING_INVALID', 'The setting CIE_ODS_URL must be an https address (http only on this machine), for example https://directory.spineservices.nhs.uk/ORD/2-0-0.');
  }
  return address.href.replace(/\/$/, '');
}

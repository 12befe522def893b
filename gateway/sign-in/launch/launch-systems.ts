import { CieError } from '@cie/kit/errors.ts';
import { isKnownOrganisation } from '@cie/kit/organisations.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { checkedKey, readListSetting, requireDistinct } from '../professionals/list-setting.ts';
import { checkedIssuer } from '../relying-party.ts';

/** A trust's patient-record system that may launch the exchange, as the operator registered it. */
export interface LaunchSystem {
  readonly key: string;
  /** Address of its FHIR service, without a slash at the end: `iss` of a launch. */
  readonly iss: string;
  readonly name: string;
  /** ODS code: whoever it vouches for works there and nowhere else. */
  readonly organisation: string;
  readonly clientId: string;
  /** Origin of its authorization server; that of `iss` unless it is registered otherwise. */
  readonly authorizationOrigin: string;
  /** Domains of the trust's own e-mail. What else its users write into their entries is bound to no invitation. */
  readonly emailDomains: readonly string[];
}

const setting = 'CIE_LAUNCH_SYSTEMS';
const example = '{"key": "chelwest", "iss": "https://…/fhir", "name": "…", "organisation": "RQM", "clientId": "…"}';

/** Reads CIE_LAUNCH_SYSTEMS. Throws SETTING_INVALID. */
export function readLaunchSystems(settings: Settings): readonly LaunchSystem[] {
  const systems = readListSetting(settings, setting, example).map((entry): LaunchSystem => {
    const iss = checkedIssuer(bareIss(entry.text('iss')), setting);
    const authorization = entry.optionalText('authorizationOrigin');
    return {
      key: checkedKey(entry.text('key'), setting),
      iss: bareIss(iss.href),
      name: entry.text('name'),
      organisation: knownOrganisation(entry.text('organisation')),
      clientId: entry.text('clientId'),
      authorizationOrigin: authorization === null ? iss.origin : checkedIssuer(authorization, setting).origin,
      emailDomains: entry.texts('emailDomains').map((each) => each.toLowerCase()),
    };
  });
  requireDistinct(systems.map(({ key }) => key), 'key', setting);
  requireDistinct(systems.map(({ iss }) => iss), 'address', setting);
  return systems;
}

/** Systems write their address with and without a slash at its end. */
export const bareIss = (iss: string): string => iss.replace(/\/+$/, '');

function knownOrganisation(odsCode: string): string {
  if (isKnownOrganisation(odsCode)) return odsCode;
  throw new CieError('SETTING_INVALID', `The setting ${setting} names an organisation by an ODS code that the exchange does not know.`);
}

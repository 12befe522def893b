import { join } from 'node:path';
import { roomNames } from '@cie/kit/names.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { exchangeAddress, outsideAddress, outsideHost, portOf } from './addresses.ts';
import type { Secrets } from './secrets.ts';
import { sandboxDuties } from './simulators/sandbox-clinicians.ts';
import { sandboxContacts } from './simulators/sandbox-contacts.ts';
import { sandboxNotifyTemplates } from './simulators/notify/notify-templates.ts';
import { sandboxSenders } from './simulators/sandbox-senders.ts';
import { sandboxLaunchSystems, sandboxTrustProviders } from './simulators/sandbox-systems.ts';

export interface ExchangePlace {
  /** First of the ports that the exchange uses: `CIE_PORT`. */
  basePort: number;
  /** Folder of everything the exchange keeps: `CIE_DATA`. */
  dataDir: string;
  /** Folder of the built shell, frames and portal: `CIE_WEB_DIR`. */
  webDir: string;
  /** Whether each room runs as a process of its own. */
  services: boolean;
}

/** Sites that may hold our frames. The hostile site is one of them: it shows what a registered site that was taken over can do. */
const hostSites = (basePort: number) => [
  { origin: outsideAddress(basePort, 'publicSite'), name: 'Imperial public site', organisation: 'RYJ' },
  { origin: outsideAddress(basePort, 'intranet'), name: 'Chelsea and Westminster intranet', organisation: 'RQM' },
  { origin: outsideAddress(basePort, 'hostileSite'), name: 'A site that was taken over', organisation: 'RAS' },
];

/** Every setting that the parts of a local exchange read: this is the list of them. */
export function composeSettings({ basePort, dataDir, webDir, services }: ExchangePlace, secrets: Secrets): Settings {
  const roomUrls = Object.fromEntries(roomNames.map((room): [string, string] => [`CIE_ROOM_URL_${room.toUpperCase()}`, outsideAddress(basePort, room)]));
  return {
    ...secrets,
    ...(services ? roomUrls : {}),
    CIE_PUBLIC_URL: exchangeAddress(basePort),
    CIE_PORT: String(basePort),
    CIE_DATA: dataDir,
    CIE_WEB_DIR: webDir,
    CIE_SANDBOX: 'yes',
    CIE_PG_HOST: outsideHost,
    CIE_PG_PORT: String(portOf(basePort, 'postgres')),
    CIE_SCAN: 'clamd',
    CIE_LOG_CHECKPOINTS: join(dataDir, 'access-log'),
    CIE_CLAMD: `${outsideHost}:${portOf(basePort, 'clamd')}`,
    CIE_MLLP_HOST: outsideHost,
    CIE_MLLP_PORT: String(portOf(basePort, 'mllp')),
    CIE_FEED_SENDERS: JSON.stringify(sandboxSenders({ host: outsideHost, port: portOf(basePort, 'bookings') })),
    CIE_NHS_LOGIN_ISSUER: outsideAddress(basePort, 'nhsLogin'),
    CIE_NHS_LOGIN_CLIENT_ID: 'care-information-exchange',
    CIE_ODS_URL: `${outsideAddress(basePort, 'organisationDirectory')}/ORD/2-0-0`,
    CIE_PRO_ISSUER: outsideAddress(basePort, 'professionalSignIn'),
    CIE_PRO_CLIENT_ID: 'care-information-exchange',
    CIE_PRO_ASSURANCE: '2',
    CIE_TRUST_PROVIDERS: JSON.stringify(sandboxTrustProviders(outsideAddress(basePort, 'trustSignIn'))),
    CIE_LAUNCH_SYSTEMS: JSON.stringify(sandboxLaunchSystems(outsideAddress(basePort, 'patientRecordSystem'))),
    CIE_DUTIES: JSON.stringify(sandboxDuties(outsideAddress(basePort, 'professionalSignIn'))),
    CIE_HOST_SITES: JSON.stringify(hostSites(basePort)),
    CIE_ORGANISATION_CONTACTS: JSON.stringify(sandboxContacts),
    CIE_EMAIL_BY: 'smtp',
    CIE_SMTP_URL: `smtp://${outsideHost}:${portOf(basePort, 'smtp')}`,
    CIE_MAIL_FROM: 'Care Information Exchange <no-reply@exchange.example.net>',
    CIE_NOTIFY_URL: outsideAddress(basePort, 'notify'),
    CIE_NOTIFY_TEXT_TEMPLATE: sandboxNotifyTemplates.text,
    CIE_NOTIFY_EMAIL_TEMPLATE: sandboxNotifyTemplates.email,
    CIE_DESK_EMAIL: 'desk@exchange.example.net',
    CIE_MAIL_IN_PORT: String(portOf(basePort, 'mailIn')),
    CIE_PRIVACY_OFFICER_EMAIL: 'privacy-officer@exchange.example.net',
    CIE_RECORDS_TEAM_EMAIL: 'records-team@exchange.example.net',
  };
}

/** What only one service may know, as beginnings of setting names. */
const owned: Record<string, string[]> = {
  ...Object.fromEntries(roomNames.map((room): [string, string[]] => [room, [`CIE_PG_${room.toUpperCase()}_`]])),
  identity: ['CIE_PG_IDENTITY_', 'CIE_CODE_KEY', 'CIE_DUTIES', 'CIE_NOTICE_KEY'],
  sharing: ['CIE_PG_SHARING_', 'CIE_CLAMD', 'CIE_SCAN', 'CIE_FINDER_KEY', 'CIE_LOG_KEYS', 'CIE_NOTICE_KEY'],
  results: ['CIE_PG_RESULTS_', 'CIE_FILE_KEYS', 'CIE_NOTICE_KEY'],
  appointments: ['CIE_PG_APPOINTMENTS_', 'CIE_NOTICE_KEY'],
  documents: ['CIE_PG_DOCUMENTS_', 'CIE_FILE_KEYS', 'CIE_CLAMD', 'CIE_SCAN'],
  gateway: ['CIE_FEED_SENDERS', 'CIE_PG_GATEWAY_', 'CIE_EXPORT_KEYS', 'CIE_GATEWAY_SIGNING_KEY', 'CIE_NHS_LOGIN_PRIVATE_KEY', 'CIE_PRO_PRIVATE_KEY', 'CIE_TRUST_KEY_', 'CIE_LAUNCH_KEY_', 'CIE_OPERATOR_TOKEN', 'CIE_HL7_TOKEN', 'CIE_MLLP_TLS_', 'CIE_OUTBOUND_TLS_', 'CIE_SMTP_URL', 'CIE_NOTIFY_'],
};

/** What no service may know: the administrator's password, and the pass keys, which live in the databases. */
const ofNobody = ['CIE_PG_SUPERUSER_PASSWORD', 'CIE_PASS_KEY_'];

/**
 * The part of the settings that one service process is given: no room's passwords but its own and none of the gateway's
 * keys for a room, so that a room that is broken into opens no other.
 */
export function settingsForService(name: string, settings: Settings): Settings {
  const own = owned[name] ?? [];
  const withheld = [...ofNobody, ...Object.values(owned).flat().filter((key) => !own.includes(key))];
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !withheld.some((beginning) => key.startsWith(beginning))));
}

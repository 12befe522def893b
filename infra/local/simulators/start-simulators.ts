import { requiredNumber, type Settings } from '@cie/kit/settings.ts';
import { outsideHost, portOf } from '../addresses.ts';
import { startBookingTeam } from './booking-team.ts';
import { startClamd } from './clamd.ts';
import { nhsLoginProfile } from './nhs-login-profile.ts';
import { startOrganisationDirectory } from './organisation-directory/organisation-directory.ts';
import { startOpenidSimulator, type SimulatorLog } from './openid-simulator.ts';
import { startPatientRecordSystem } from './patient-record-system/start-patient-record-system.ts';
import { professionalsProfile } from './professionals-profile.ts';
import { sandboxSystemKeys, sandboxTrustProviders } from './sandbox-systems.ts';
import { trustSignInProfile } from './trust-sign-in-profile.ts';

export interface SimulatorOptions {
  readonly settings: Settings;
  readonly log: SimulatorLog;
}

interface Running {
  close(): Promise<void>;
}

/**
 * Starts the identity providers of the sandbox: NHS login on CIE_PORT + 4, the professionals' sign-in on CIE_PORT + 5, the
 * directory of organisations on CIE_PORT + 17, hospitals' booking teams on CIE_PORT + 20, the malware scanner on CIE_PORT + 21 and, where they are registered with the exchange, a trust's own sign-in (+ 19) and a
 * patient-record system that launches it (+ 16).
 */
export async function startSimulators({ settings, log }: SimulatorOptions): Promise<Running> {
  const port = requiredNumber(settings, 'CIE_PORT', 1, 65_500);
  const starts: (() => Promise<Running>)[] = [
    () => startOpenidSimulator({ profile: nhsLoginProfile, prefix: 'CIE_NHS_LOGIN', port: port + 4, settings, log }),
    () => startOpenidSimulator({ profile: professionalsProfile, prefix: 'CIE_PRO', port: port + 5, settings, log }),
    () => startOrganisationDirectory(portOf(port, 'organisationDirectory')),
    ...(settings['CIE_MLLP_PORT'] === undefined ? [] : [() => startBookings(port, requiredNumber(settings, 'CIE_MLLP_PORT', 1, 65_535), log)]),
    ...(settings['CIE_CLAMD'] === undefined ? [] : [() => startClamd(portOf(port, 'clamd'))]),
    ...(settings['CIE_TRUST_PROVIDERS'] === undefined ? [] : [() => startTrustSignIn(settings, portOf(port, 'trustSignIn'), log)]),
    ...(settings['CIE_LAUNCH_SYSTEMS'] === undefined ? [] : [() => startPatientRecordSystem({ settings, port: portOf(port, 'patientRecordSystem'), log })]),
  ];
  const running: Running[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((each) => each.close()));
  };
  try {
    for (const start of starts) running.push(await start());
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

function startBookings(port: number, mllpPort: number, log: SimulatorLog): Promise<Running> {
  return startBookingTeam({ host: outsideHost, port: portOf(port, 'bookings'), exchange: { host: outsideHost, port: mllpPort }, log });
}

function startTrustSignIn(settings: Settings, port: number, log: SimulatorLog): Promise<Running> {
  const issuer = `http://127.0.0.1:${port}`;
  const clientId = sandboxTrustProviders(issuer)[0]?.clientId;
  const own = { ...settings, TRUST_ISSUER: issuer, TRUST_CLIENT_ID: clientId, TRUST_PRIVATE_KEY: settings[sandboxSystemKeys.trust] };
  return startOpenidSimulator({ profile: trustSignInProfile, prefix: 'TRUST', port, settings: own, log });
}

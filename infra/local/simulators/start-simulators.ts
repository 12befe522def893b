import { requiredNumber, type Settings } from '@cie/kit/settings.ts';
import { nhsLoginProfile } from './nhs-login-profile.ts';
import { startOpenidSimulator, type SimulatorLog } from './openid-simulator.ts';
import { professionalsProfile } from './professionals-profile.ts';

export interface SimulatorOptions {
  readonly settings: Settings;
  readonly log: SimulatorLog;
}

/** Starts the identity providers of the sandbox: NHS login on CIE_PORT + 4, the professionals' sign-in on CIE_PORT + 5. */
export async function startSimulators({ settings, log }: SimulatorOptions): Promise<{ close(): Promise<void> }> {
  const port = requiredNumber(settings, 'CIE_PORT', 1, 65_500);
  const nhsLogin = await startOpenidSimulator({ profile: nhsLoginProfile, prefix: 'CIE_NHS_LOGIN', port: port + 4, settings, log });
  try {
    const professionals = await startOpenidSimulator({ profile: professionalsProfile, prefix: 'CIE_PRO', port: port + 5, settings, log });
    return {
      close: async () => {
        await Promise.all([nhsLogin.close(), professionals.close()]);
      },
    };
  } catch (error) {
    await nhsLogin.close();
    throw error;
  }
}

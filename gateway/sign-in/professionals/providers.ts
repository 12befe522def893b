import type { Settings } from '@cie/kit/settings.ts';
import type { ProviderName } from '../attempt.store.ts';
import type { SignInProvider, TrustWayIn } from '../parts.ts';
import { RelyingParty } from '../relying-party.ts';
import { cis2Parameters, readAssurance, readCis2 } from './cis2.ts';
import { readTrustProfessional, readTrustProviders, trustParameters, type TrustProvider } from './trust-provider.ts';

export interface ProfessionalProviders {
  readonly providers: readonly (readonly [ProviderName, SignInProvider])[];
  readonly trusts: readonly TrustWayIn[];
  /** Origins of the providers, to which a form of ours may lead. */
  readonly origins: readonly string[];
}

/** NHS CIS2 and the trusts' own providers (REG-6). Throws SETTING_MISSING or SETTING_INVALID. */
export async function createProfessionalProviders(settings: Settings, ownOrigin: string, clock: () => Date): Promise<ProfessionalProviders> {
  const assurance = readAssurance(settings);
  const cis2 = await RelyingParty.create({ prefix: 'CIE_PRO', settings, redirectUri: `${ownOrigin}/sign-in/return/professional` });
  const trusts = await Promise.all(readTrustProviders(settings).map((each) => trustWayIn(each, settings, ownOrigin)));
  const professional: SignInProvider = {
    authorizationAddress: (attempt) => cis2.authorizationAddress(attempt, cis2Parameters(assurance)),
    identify: async (attempt, state, query) => readCis2(await cis2.identify(attempt, state, query), cis2.issuerName, assurance, clock()),
  };
  return {
    providers: [['professional', professional], ...trusts.map(({ name, provider }) => [name, provider] as const)],
    trusts: trusts.map(({ name, shownName }) => ({ provider: name, name: shownName })),
    origins: [cis2.issuer.origin, ...trusts.map(({ origin }) => origin)],
  };
}

async function trustWayIn(trust: TrustProvider, settings: Settings, ownOrigin: string): Promise<{ name: ProviderName; provider: SignInProvider; shownName: string; origin: string }> {
  const name: ProviderName = `trust-${trust.key}`;
  const party = await RelyingParty.open({
    issuer: trust.issuer,
    issuerSetting: 'CIE_TRUST_PROVIDERS',
    clientId: trust.clientId,
    settings,
    keySetting: `CIE_TRUST_KEY_${trust.key.toUpperCase()}`,
    redirectUri: `${ownOrigin}/sign-in/return/${name}`,
  });
  const provider: SignInProvider = {
    authorizationAddress: (attempt) => party.authorizationAddress(attempt, trustParameters),
    identify: async (attempt, state, query) => readTrustProfessional(await party.identify(attempt, state, query), trust),
  };
  return { name, provider, shownName: trust.name, origin: party.issuer.origin };
}

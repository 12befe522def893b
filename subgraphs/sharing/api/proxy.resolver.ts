import type { ProxyBasis } from '@cie/kit/proxies.ts';
import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { ProxyStore } from '../domain/proxy.ts';
import { listProxyRequests, requestProxy, requestsADay } from '../domain/request-proxy.ts';
import { listProxies, resumeProxy, suspendProxy } from '../domain/suspend-proxy.ts';
import { PatientType } from './patient.type.ts';
import { ProxyBasisName } from './proxy-enums.ts';
import { ProxyRequestInput, ProxyRequestType, ProxyType } from './proxy.type.ts';
import type { SharingContext } from './sharing-context.ts';
import { ViewerType } from './sharing.type.ts';

@Resolver(() => PatientType)
export class PatientProxiesResolver {
  readonly #proxies: ProxyStore;

  constructor(proxies: ProxyStore) {
    this.#proxies = proxies;
  }

  @FieldResolver(() => [ProxyType], { nullable: true, description: 'Who acts, or asks to act, for the patient, newest first; null unless it is the viewer’s own record.' })
  async proxies(@Root() patient: PatientType, @Ctx() { access, groupOf }: SharingContext): Promise<ProxyType[] | null> {
    const proxies = await listProxies(access, this.#proxies, await groupOf(patient.id));
    return proxies?.map((each) => new ProxyType(each, access.now)) ?? null;
  }

  @FieldResolver(() => ProxyBasisName, { nullable: true, description: 'By what right the viewer acts for the patient; null when the viewer does not.' })
  async proxyBasis(@Root() patient: PatientType, @Ctx() { openings }: SharingContext): Promise<ProxyBasis | null> {
    return (await openings.load(patient.id)).find((each) => each.door === 'proxy')?.basis ?? null;
  }

  @Mutation(() => ProxyRequestType, {
    description: `Asks to act for somebody. It opens nothing until the support desk has verified it, and is answered alike whether or not the person has a record. At most ${requestsADay} a day. A corrected request takes the place of the one that waits for the same person. Errors: PROVED_ONLY, PROXY_AGE, PROXY_EVIDENCE, PROXY_SELF, PROXY_TOO_MANY.`,
  })
  async requestProxy(@Arg('input', () => ProxyRequestInput, { description: 'For whom and by what right.' }) input: ProxyRequestInput, @Ctx() { access }: SharingContext): Promise<ProxyRequestType> {
    const { nhsNumber, birthDate, basis, evidence, relationship = null } = input;
    return new ProxyRequestType(await requestProxy(access, this.#proxies, { nhsNumber, birthDate, basis, evidence, relationship }), access.now);
  }

  @Mutation(() => ProxyType, { description: 'Stops somebody who acts for the viewer, or objects to a request; it works on their next request. Errors: OWN_RECORD_ONLY, PROXY_UNKNOWN.' })
  async suspendProxy(@Arg('id', () => ID, { description: 'Which proxy.' }) id: string, @Ctx() { access, groupOf }: SharingContext): Promise<ProxyType> {
    return new ProxyType(await suspendProxy(access, this.#proxies, groupOf, id), access.now);
  }

  @Mutation(() => ProxyType, { description: 'Lifts what the viewer had stopped; what the support desk or a birthday stopped stays. Errors: OWN_RECORD_ONLY, PROXY_UNKNOWN.' })
  async resumeProxy(@Arg('id', () => ID, { description: 'Which proxy.' }) id: string, @Ctx() { access, groupOf }: SharingContext): Promise<ProxyType> {
    return new ProxyType(await resumeProxy(access, this.#proxies, groupOf, id), access.now);
  }
}

@Resolver(() => ViewerType)
export class ProxyRequestsResolver {
  readonly #proxies: ProxyStore;

  constructor(proxies: ProxyStore) {
    this.#proxies = proxies;
  }

  @FieldResolver(() => [ProxyRequestType], { description: 'The viewer’s own requests to act for others, newest first.' })
  async proxyRequests(@Root() _viewer: ViewerType, @Ctx() { access }: SharingContext): Promise<ProxyRequestType[]> {
    const requests = await listProxyRequests(access, this.#proxies);
    return requests.map((each) => new ProxyRequestType(each, access.now));
  }
}

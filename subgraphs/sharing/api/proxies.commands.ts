import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import { ageAt, isDay } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import { Label } from '@cie/kit/names.ts';
import { ownConsents, proxyLabels, proxyLists, type DeskProxy, type OwnConsent, type ProxyPage } from '@cie/kit/proxies.ts';
import type { Command } from '@cie/kit/room.ts';
import {
  continueProxy, deskOf, endProxy, endUnlessNamed, refuseProxy, suspendByDesk, verifyProxy, type Because, type HeardConsent,
} from '../domain/decide-proxy.ts';
import type { Proxy, ProxyStore } from '../domain/proxy.ts';
import { reviewDueAt, standingOf } from '../domain/proxy-standing.ts';
import { warnProxies } from '../domain/warn-proxies.ts';
import { asking, checkedCursor, oneOf } from './command-reading.ts';

const pageSize = 50;

/** What the support desk does about proxies (kit/proxies.ts says what each takes), and the warnings, which the gateway's clock calls. */
export function proxiesCommands(store: ProxyStore): Readonly<Record<string, Command>> {
  const answer = async (access: AccessContext, decided: Promise<Proxy>): Promise<DeskProxy> => deskProxy(await decided, access.now);
  return {
    'proxy-requests': async (input, given): Promise<ProxyPage> => {
      const access = asking(given);
      deskOf(access);
      const read = readCommandInput(input);
      const list = oneOf(proxyLists, read.text('list'), 'list');
      const [{ proxies, next }, counts] = await Promise.all([store.page(list, access.now, pageSize, checkedCursor(read.optionalText('after'))), store.counts(access.now)]);
      return { proxies: proxies.map((each) => deskProxy(each, access.now)), next, counts };
    },
    proxy: async (input, given): Promise<DeskProxy> => {
      const access = asking(given);
      deskOf(access);
      const found = await store.byId(readCommandInput(input).text('id'));
      if (found === null) throw new CieError('PROXY_UNKNOWN', 'There is no such request or proxy.');
      return deskProxy(found, access.now);
    },
    'verify-proxy': async (input, given) => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const labels = read.texts('labels').map((each) => Label[oneOf(proxyLabels, each, 'labels')]);
      const evidence = read.optionalText('evidence') ?? '';
      return answer(access, verifyProxy(access, store, { id: read.text('id'), labels, evidence, until: dayIn(read), ...consentIn(read) }));
    },
    'refuse-proxy': async (input, given) => {
      const [access, read] = [asking(given), readCommandInput(input)];
      return answer(access, refuseProxy(access, store, read.text('id'), becauseIn(read)));
    },
    'review-proxy': async (input, given) => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const outcome = oneOf(['continue', 'suspend'], read.text('outcome'), 'outcome');
      if (outcome === 'suspend') return answer(access, suspendByDesk(access, store, read.text('id'), becauseIn(read)));
      return answer(access, continueProxy(access, store, read.text('id'), { ...consentIn(read), until: dayIn(read) }));
    },
    'end-proxy': async (input, given) => {
      const [access, read] = [asking(given), readCommandInput(input)];
      return answer(access, endProxy(access, store, read.text('id'), becauseIn(read)));
    },
    'proxy-warnings': async (_input, given) => ({ said: await warnProxies(asking(given), store) }),
  };
}

/** As the desk sees it; texts that people wrote are opened for it alone. */
export function deskProxy(proxy: Proxy, now: Date): DeskProxy {
  const { texts, birthDate } = proxy;
  const { state, reason, until } = standingOf(proxy, now);
  const review = reviewDueAt(proxy);
  return {
    id: proxy.id, patientId: proxy.patientId, nhsNumber: texts.nhsNumber, birthDate, age: ageAt(birthDate, now), basis: proxy.basis,
    relationship: texts.relationship, evidence: texts.evidence, proxy: { accountId: proxy.accountId, name: proxy.name, email: texts.email },
    requestedAt: proxy.requestedAt.toISOString(),
    // A request to which the patient objects still waits for the desk, which reads the reason.
    state: proxy.decided === 'requested' ? proxy.decided : state, reason: reason ?? proxy.reason, reasonText: texts.reasonText,
    labels: proxyLabels.filter((each) => proxy.labels.includes(Label[each])), until: until?.toISOString() ?? null,
    longestUntil: endUnlessNamed(proxy, now).toISOString(), reviewDue: review !== null && review > now ? review.toISOString() : null,
    checked: texts.checked, verifier: proxy.verifier, startedAt: proxy.startedAt?.toISOString() ?? null,
    consent: proxy.consent, consentBy: texts.consentBy, reviewedAt: proxy.reviewedAt?.toISOString() ?? null,
  };
}

function consentIn(read: CommandInput): HeardConsent {
  const consent: OwnConsent = oneOf(ownConsents, read.text('consent'), 'consent');
  return { consent, consentBy: read.optionalText('consentBy') ?? '' };
}

const becauseIn = (read: CommandInput): Because => ({ reason: read.optionalText('reason') ?? '', text: read.optionalText('text') });

/** A last day, where one is given. Throws PROXY_UNTIL. */
function dayIn(read: CommandInput): string | null {
  const day = read.optionalText('until');
  if (day !== null && !isDay(day)) throw new CieError('PROXY_UNTIL', 'Enter a real date for the last day.');
  return day;
}

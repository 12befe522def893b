import { Label } from '@cie/kit/names.ts';
import { organisations } from '@cie/kit/organisations.ts';
import { plainFingerprint, type SenderProblem } from '../../feeds/check-sender.ts';
import type { ConfiguredSender, FeedSender, SenderDetails } from '../../feeds/sender.ts';
import { field, form, longField, options, problemOf, type Problem } from '../../pages/controls.ts';
import type { FormBody } from '../../pages/form-body.ts';
import { html, type Html } from '../../pages/html.ts';
import type { FeedArea } from '../feed-rights.ts';

/** A sender as a form has it: lists are lines, and everything is text. */
export interface TypedSender {
  readonly name: string;
  readonly organisation: string;
  readonly application: string;
  readonly facility: string;
  readonly assigningAuthorities: string;
  readonly sites: string;
  readonly defaultLabel: string;
  readonly zone: string;
  readonly events: string;
  readonly certificates: string;
  readonly outboundHost: string;
  readonly outboundPort: string;
  readonly enabled: boolean;
}

/** Labels that a sender's messages can have at least, by the name in a form. */
const labels = [
  ['none', 'None: what the rules say', null], ['sexual-health', 'Sexual health', Label.sexualHealth], ['mental-health', 'Mental health', Label.mentalHealth], ['social-care', 'Social care', Label.socialCare],
] as const;

const MOST_LINES = 20_000;

export const newSender: TypedSender = {
  name: '', organisation: '', application: '', facility: '', assigningAuthorities: '', sites: '', defaultLabel: 'none', zone: 'Europe/London', events: '', certificates: '',
  outboundHost: '', outboundPort: '', enabled: true,
};

export function typedFrom(sender: ConfiguredSender): TypedSender {
  const { name, organisation, application, facility, assigningAuthorities, sites, defaultLabel, zone, events, certificates, enabled } = sender;
  return {
    name, organisation, application, facility, zone, enabled,
    assigningAuthorities: assigningAuthorities.join('\n'), events: events.join('\n'), certificates: certificates.join('\n'),
    sites: Object.entries(sites).map(([code, site]) => `${code} = ${site}`).join('\n'),
    defaultLabel: labels.find(([, , label]) => label === defaultLabel)?.[0] ?? 'none',
    ...typedOutbound(sender),
  };
}

function typedOutbound(sender: ConfiguredSender | null): Pick<TypedSender, 'outboundHost' | 'outboundPort'> {
  const outbound = sender?.outbound ?? null;
  return { outboundHost: outbound?.host ?? '', outboundPort: outbound === null ? '' : String(outbound.port) };
}

/**
 * What was typed. Which sender it is about does not change afterwards, so `before` wins over the form where there is one; and where
 * messages to it go is not in the form of a trust.
 */
export function typedIn(body: FormBody, area: FeedArea, before: ConfiguredSender | null): TypedSender {
  const lines = (name: string): string => body.text(name, MOST_LINES);
  return {
    name: body.text('name'), organisation: body.text('organisation', 20), application: before?.application ?? body.text('application'), facility: before?.facility ?? body.text('facility'),
    assigningAuthorities: lines('assigningAuthorities'), sites: lines('sites'), defaultLabel: body.text('defaultLabel', 20), zone: body.text('zone', 60), events: lines('events'),
    certificates: lines('certificates'), ...(area === 'every' ? { outboundHost: body.text('outboundHost'), outboundPort: body.text('outboundPort', 10) } : typedOutbound(before)), enabled: body.all('enabled').includes('yes'),
  };
}

/** The sender that a form means, and what cannot even be read of it; everything else is for `checkSender` to say. */
export function senderFrom(typed: TypedSender): { readonly sender: FeedSender & SenderDetails; readonly items: readonly Problem[] } {
  const linesOf = (text: string): string[] => text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
  const items: Problem[] = [];
  const sites = linesOf(typed.sites).map((line) => {
    const at = line.indexOf('=');
    if (at < 0) items.push(['sites', `Write each site as a code, = and its name: ${line.slice(0, 40)}`]);
    return [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()] as const;
  });
  const { outboundHost: host, outboundPort: port } = typed;
  return {
    items,
    sender: {
      name: typed.name, organisation: typed.organisation, application: typed.application, facility: typed.facility, zone: typed.zone, enabled: typed.enabled,
      assigningAuthorities: linesOf(typed.assigningAuthorities), events: linesOf(typed.events), certificates: linesOf(typed.certificates).map(plainFingerprint),
      sites: Object.fromEntries(sites), defaultLabel: labels.find(([name]) => name === typed.defaultLabel)?.[2] ?? null,
      outbound: host === '' && port === '' ? null : { host, port: /^\d+$/.test(port) ? Number(port) : 0 },
    },
  };
}

/** What is wrong with a sender, at the controls of the form. */
export function itemsOf(problems: readonly SenderProblem[]): readonly Problem[] {
  const controls: Partial<Record<SenderProblem['field'], string>> = { organisation: 'organisation-0', defaultLabel: 'defaultLabel-0', enabled: 'enabled-0', outbound: 'outboundHost' };
  return problems.map(({ field: name, message }): Problem => [controls[name] ?? name, message.replace(/\.$/, '')]);
}

/** The form of a sender. `isNew`: who it is can still be said; `area`: of which organisation it may be. */
export function senderForm(action: string, typed: TypedSender, area: FeedArea, isNew: boolean, kept: Readonly<Record<string, string>>, items: readonly Problem[]): Html {
  const problem = (name: string): string | undefined => problemOf(items, name);
  const own = organisations.filter(({ odsCode }) => area === 'every' || area.organisation === odsCode);
  const lines = (name: 'assigningAuthorities' | 'sites' | 'events' | 'certificates', label: string, hint: string): Html => longField({ name, label, hint, value: typed[name], most: MOST_LINES, problem: problem(name) });
  return form(action, [
    field({ name: 'name', label: 'Name', hint: 'What people call the system, for example Pathology at Hammersmith', value: typed.name, problem: problem('name') }),
    options('radio', 'organisation', 'Organisation whose data it sends', own.map(({ odsCode, name }) => ({ value: odsCode, label: name, checked: typed.organisation === odsCode })), undefined, problem('organisation-0')),
    isNew ? field({ name: 'application', label: 'Sending application (MSH-3)', hint: 'As messages have it, or * for every application of the facility', value: typed.application, problem: problem('application') }) : null,
    isNew ? field({ name: 'facility', label: 'Sending facility (MSH-4)', hint: area === 'every' ? 'As messages have it' : 'As messages have it: one that is registered for your organisation', value: typed.facility, problem: problem('facility') }) : null,
    options('checkbox', 'enabled', 'Is it in use?', [{ value: 'yes', label: 'Its messages are applied', hint: 'While this is not ticked, its messages are kept and wait', checked: typed.enabled }], undefined, problem('enabled-0')),
    lines('assigningAuthorities', 'Assigning authorities (PID-3.4)', 'One on each line. It may use patient numbers of these only.'),
    lines('sites', 'Sites', 'One on each line: the code in messages, = and the name that people know, for example HH = Hammersmith Hospital'),
    options('radio', 'defaultLabel', 'Label of everything it sends', labels.map(([value, label]) => ({ value, label, checked: typed.defaultLabel === value })), 'It can only make things stricter. For a sexual health clinic’s own system, for example.', problem('defaultLabel-0')),
    field({ name: 'zone', label: 'Time zone of its clock', hint: 'For times that say none. Europe/London, or an offset such as +00:00', value: typed.zone, problem: problem('zone'), width: 10 }),
    lines('events', 'Messages that it may send', 'One on each line, for example ORU^R01. Empty for all.'),
    lines('certificates', 'Certificate fingerprints', 'SHA-256, one on each line. It may connect with these certificates only.'),
    area === 'every' ? html`<fieldset class="nhsuk-fieldset"><legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Where messages to it go</legend>
${field({ name: 'outboundHost', label: 'Host', hint: 'For requests to change an appointment, by MLLP. Empty when it takes none.', value: typed.outboundHost, problem: problem('outboundHost') })}
${field({ name: 'outboundPort', label: 'Port', value: typed.outboundPort, problem: problem('outboundPort'), inputmode: 'numeric', width: 4 })}</fieldset>` : html`<p class="nhsuk-hint">Where messages to it go: ${typed.outboundHost === '' ? 'nowhere' : `${typed.outboundHost}, port ${typed.outboundPort}`}. The exchange sets this, and registers facilities and assigning authorities that are new for your organisation.</p>`,
  ], 'Save sender', { kept });
}

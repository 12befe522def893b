import { cluesOf, codesOf } from '@cie/kit/fhir/concept.ts';
import type { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import { LABEL_UNCLEAR, securityOf, strictest } from '@cie/kit/fhir/fhir-label.ts';
import { nameOf } from '@cie/kit/fhir/named.ts';
import type { IncomingMessage } from '@cie/kit/feed.ts';
import { Label } from '@cie/kit/names.ts';
import { labelOfResult } from '../domain/result-label.ts';

export interface FhirResultClues {
  readonly tests: readonly { readonly code: string; readonly name: string }[];
  readonly requests: readonly FhirElement[];
  readonly members: readonly FhirElement[];
}

/** ACS-1 for what came as FHIR: specialty, team and tests by the rules of HL7 results; `meta.security` makes it stricter. Throws FhirHeld. */
export function fhirResultLabel(incoming: IncomingMessage, bundle: FhirBundle, of: FhirElement, { tests, requests, members }: FhirResultClues): Label {
  const encounter = bundle.resolve(of.element('encounter'), of);
  const roles = [...of.elements('performer'), ...of.elements('resultsInterpreter')].map((reference) => bundle.resolve(reference, of)).filter((each) => each?.type === 'PractitionerRole');
  const services = [...(encounter?.elements('serviceType') ?? []), ...roles.flatMap((role) => role?.elements('specialty') ?? [])];
  const teams = [
    ...[...of.elements('performer'), ...requests.flatMap((request) => request.elements('requester'))].flatMap((reference) => nameOf(bundle, reference, of) ?? []),
    ...(encounter?.elements('location').flatMap((each) => nameOf(bundle, each.element('location'), encounter) ?? []) ?? []),
    cluesOf(services), cluesOf(of.elements('category')),
  ];
  const everyCode = members.flatMap((member) => [member, ...member.elements('component')]).flatMap((each) => codesOf(each.element('code'))).map((code) => ({ code, name: '' }));
  const asked = { teams, tests: [...tests, ...everyCode] };
  const byRule = ['', ...services.flatMap((each) => codesOf(each))].map((specialty) => labelOfResult({ ...asked, specialty })).find((label) => label !== Label.general) ?? Label.general;
  const metas = [of, ...members, bundle.root].map((each) => each.element('meta'));
  const label = strictest(byRule, securityOf(...metas), incoming.sender?.defaultLabel);
  if (label === null) throw new FhirHeld('label-unclear', `${of.path}.meta.security`, LABEL_UNCLEAR);
  return label;
}

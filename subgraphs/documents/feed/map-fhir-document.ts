import { localTime } from '@cie/kit/days.ts';
import type { IncomingMessage } from '@cie/kit/feed.ts';
import { readAttachment, wordsOf } from '@cie/kit/fhir/attachment.ts';
import { cluesOf, codesOf, conceptOf } from '@cie/kit/fhir/concept.ts';
import type { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import { LABEL_UNCLEAR, securityOf, strictest } from '@cie/kit/fhir/fhir-label.ts';
import { timeAt } from '@cie/kit/fhir/fhir-time.ts';
import { nameOf, referenceTo } from '@cie/kit/fhir/named.ts';
import { narrativeOf } from '@cie/kit/fhir/narrative.ts';
import { sourceIdOf, versionTime } from '@cie/kit/fhir/source-id.ts';
import { issuedBy } from '@cie/kit/hl7/hl7-time.ts';
import { labelFor } from '@cie/kit/label-rule.ts';
import { Label } from '@cie/kit/names.ts';
import { siteName } from '@cie/kit/sender-facts.ts';
import type { DocumentCompletion, DocumentContent, DocumentFile, DocumentStatus, FiledDocument } from '../domain/document.ts';
import type { Withdrawal } from '../domain/file-document.ts';
import { MOST_BYTES } from './document-content.ts';
import { isRadiology, typeInWords } from './document-type.ts';
import { fileKindOf } from './file-kind.ts';
import { isMaternity } from '@cie/kit/maternity.ts';

export type FhirDocumentAction = { readonly action: 'file'; readonly document: FiledDocument } | { readonly action: 'withdraw'; readonly withdrawal: Withdrawal };

/** The documents of a bundle about one person (ING-3): DocumentReference with its content, and Composition with the words of its sections. Throws FhirHeld. */
export function mapFhirDocuments(incoming: IncomingMessage, bundle: FhirBundle): readonly FhirDocumentAction[] {
  return bundle.filed('DocumentReference', 'Composition').map((resource): FhirDocumentAction => {
    const facts = factsOf(incoming, bundle, resource);
    if (facts.status === 'withdrawn') return { action: 'withdraw', withdrawal: facts };
    const content = resource.type === 'Composition' ? sectionsOf(resource) : contentOf(bundle, resource);
    return { action: 'file', document: { ...facts, content, replacesSourceId: facts.parentSourceId === facts.sourceId ? null : facts.parentSourceId } };
  });
}

const STATUSES: Readonly<Record<string, DocumentStatus>> = { superseded: 'replaced', 'entered-in-error': 'withdrawn' };
/** CompositionStatus, which `docStatus` shares. */
const COMPLETIONS: Readonly<Record<string, DocumentCompletion>> = { preliminary: 'unsigned', final: 'signed', amended: 'signed' };

function factsOf(incoming: IncomingMessage, bundle: FhirBundle, resource: FhirElement): Withdrawal {
  const zone = incoming.sender?.zone;
  const concept = conceptOf(resource.element('type'));
  const type = concept === null ? null : typeInWords(concept.code, concept.name);
  const attachments = resource.elements('content').flatMap((each) => each.element('attachment') ?? []);
  const title = resource.text('title') ?? resource.text('description') ?? attachments.map((each) => each.text('title')).find((each) => each !== null) ?? type ?? 'Document';
  const sentAt = versionTime(bundle, resource, incoming.receivedAt);
  const context = resource.element('context');
  const time = timeAt(resource, ['date'], zone) ?? attachments.map((each) => timeAt(each, ['creation'], zone)).find((each) => each !== null) ?? (context === null ? null : timeAt(context, ['period'], zone));
  const site = nameOf(bundle, resource.element('custodian'), resource);
  const words = [concept?.code ?? '', cluesOf(resource.elements('type')), cluesOf(resource.elements('category')), title].join(' · ');
  return {
    sourceId: sourceIdOf(bundle, resource, incoming.id, ['masterIdentifier', 'identifier']),
    parentSourceId: replacedBy(bundle, resource),
    typeCode: concept?.code ?? '',
    type, title,
    status: STATUSES[resource.text('status') ?? ''] ?? 'current',
    completion: COMPLETIONS[resource.text('docStatus') ?? resource.text('status') ?? ''] ?? null,
    author: nameOf(bundle, referenceTo(bundle, resource.elements('author'), resource, 'Practitioner', 'PractitionerRole') ?? resource.element('author'), resource),
    at: time?.instant ?? sentAt,
    atText: time?.text ?? localTime(sentAt),
    site: site === null ? null : siteName(incoming, site),
    ...cluesFor(incoming, bundle, resource, words),
    delayFrom: isRadiology(concept?.code ?? '', words) ? issuedBy(time, sentAt) : null,
    sentAt,
  };
}

/** `relatesTo` with code replaces: what this document takes the place of. */
function replacedBy(bundle: FhirBundle, resource: FhirElement): string | null {
  const related = resource.elements('relatesTo').find((each) => each.text('code') === 'replaces');
  if (related === undefined) return null;
  const identifier = related.element('targetIdentifier') ?? related.element('target')?.element('identifier') ?? null;
  if (identifier !== null) return [identifier.text('system'), identifier.text('value')].filter((part) => part !== null).join('|') || null;
  const reference = related.element('target') ?? related.element('targetReference');
  const found = bundle.resolve(reference, resource);
  return found === null ? (reference?.text('reference') ?? null) : sourceIdOf(bundle, found, '', ['masterIdentifier', 'identifier']);
}

/** ACS-1 and DOC-3: by specialty, team, type and title; `meta.security` and `securityLabel` make it stricter. */
function cluesFor(incoming: IncomingMessage, bundle: FhirBundle, resource: FhirElement, words: string): Pick<Withdrawal, 'label' | 'maternity'> {
  const context = resource.element('context');
  const encounter = bundle.resolve(context?.element('encounter') ?? resource.element('encounter'), resource);
  const roles = resource.elements('author').map((reference) => bundle.resolve(reference, resource)).filter((each) => each?.type === 'PractitionerRole');
  const services = [...(context?.elements('practiceSetting') ?? []), ...(encounter?.elements('serviceType') ?? []), ...roles.flatMap((role) => role?.elements('specialty') ?? [])];
  const people = [...resource.elements('author'), ...resource.elements('custodian')].flatMap((reference) => nameOf(bundle, reference, resource) ?? []);
  const team = [...people, cluesOf(services), cluesOf(context?.elements('facilityType') ?? [])].join(' · ');
  const specialties = ['', ...services.flatMap((each) => codesOf(each))];
  const byRule = specialties.map((specialty) => labelFor({ specialty, team, kind: words })).find((label) => label !== Label.general) ?? Label.general;
  const labels = resource.elements('securityLabel').flatMap((each) => codesOf(each));
  const security = securityOf(resource.element('meta'), bundle.root.element('meta'), labelled(resource, labels));
  const label = strictest(byRule, security, incoming.sender?.defaultLabel);
  if (label === null) throw new FhirHeld('label-unclear', `${resource.path}.meta.security`, LABEL_UNCLEAR);
  const isOfMaternity = specialties.some((specialty) => isMaternity({ specialty, words: `${team} · ${words}` }));
  return { label, maternity: isOfMaternity ? { expected: null } : null };
}

/** `securityLabel` says in concepts what `meta.security` says in codings. */
function labelled(resource: FhirElement, codes: readonly string[]): FhirElement | null {
  return codes.length === 0 ? null : resource.with('security', codes.map((code) => ({ code })));
}

function contentOf(bundle: FhirBundle, resource: FhirElement): DocumentContent {
  let text: string | null = null;
  let file: DocumentFile | null = null;
  for (const element of resource.elements('content').flatMap((each) => each.element('attachment') ?? [])) {
    const attachment = readAttachment(bundle, element, resource, MOST_BYTES);
    const words = wordsOf(attachment, element.path);
    if (words !== null) {
      if (text !== null && text !== words) throw second(element.path, 'text');
      text = words;
    } else {
      const found = fileOf(attachment, element.path);
      // The same file twice is one file; of two that differ, one would be lost.
      if (file !== null && !(file.mediaType === found.mediaType && file.bytes.equals(found.bytes))) throw second(element.path, 'file');
      file = found;
    }
  }
  if (text === null && file === null) throw new FhirHeld('required-field-missing', `${resource.path}.content`, 'must hold an attachment.');
  return { text, file };
}

function second(path: string, kind: 'text' | 'file'): FhirHeld {
  return new FhirHeld('content-unsupported', path, `is a second ${kind} that differs from the first; send one document a DocumentReference.`);
}

function fileOf({ contentType, bytes }: { readonly contentType: string; readonly bytes: Buffer }, path: string): DocumentFile {
  const kind = fileKindOf(contentType, '');
  // Whatever the sender calls it: only what begins as a PDF does is stored as one (abuse case 52).
  if (kind.begins !== null && !bytes.subarray(0, kind.begins.length).equals(kind.begins)) throw new FhirHeld('content-invalid', path, `says ${kind.name}, its content is none.`);
  return { mediaType: kind.mediaType, bytes };
}

/** The sections of a Composition one below the other, each with its heading. */
function sectionsOf(composition: FhirElement): DocumentContent {
  const sections = composition.elements('section').flatMap((section) => sectionText(section));
  const text = sections.length === 0 ? narrativeOf(composition) : sections.join('\n\n');
  if (text === null || text === '') throw new FhirHeld('required-field-missing', `${composition.path}.section`, 'must hold words: a text in the sections or of the whole.');
  return { text, file: null };
}

function sectionText(section: FhirElement): readonly string[] {
  const heading = section.text('title') ?? conceptOf(section.element('code'))?.name ?? null;
  const own = [heading, narrativeOf(section)].filter((part) => part !== null).join('\n');
  return [...(own === '' ? [] : [own]), ...section.elements('section').flatMap(sectionText)];
}

import { form, options, problemOf, problems, type Problem } from '../pages/controls.ts';
import { timeOfDay } from '../pages/dates.ts';
import { html, type Html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';
import type { Session } from '../sign-in/sessions.ts';
import { formats, type ExportJob, type ExportSubject, type Format } from './export-job.ts';
import { pageWords as words } from './page-words.ts';
import { progressScriptAddress } from './progress-script.ts';
import { partsOf } from './record.ts';

export interface DownloadVisit {
  readonly session: Session;
  /** Whose record, the reader's own unless they act for somebody; or the copy that a request was granted. */
  readonly subject: ExportSubject;
  /** Whose it is, in words, when it is neither the reader's own nor such a copy. */
  readonly of: string | null;
  /** Number of the request whose copy it is, and whose records it asked for, as who made it typed it; null for any other download. */
  readonly copy: { readonly reference: string; readonly name: string } | null;
  readonly jobs: readonly ExportJob[];
}

/** GET /download: what there is to choose, what was asked for, and how far it is. */
export function downloadPage({ session, subject, of, copy, jobs }: DownloadVisit, found: readonly Problem[] = []): Page {
  const making = jobs.some(isUnderWay);
  const { requestId } = subject;
  return {
    title: copy !== null ? words.copy.title(copy.reference) : of === null ? words.title : words.titleOf(of),
    reader: session.viewer,
    current: 'record',
    hasProblems: found.length > 0,
    ...(making ? { script: progressScriptAddress, connects: true } : {}),
    body: html`<div class="nhsuk-u-reading-width">
${problems(found)}
${copy === null ? null : html`<p>${words.copy.of(copy.name)}</p>`}
<p>${words.intro}</p>
<p>${requestId === null ? words.leftOut : words.copy.holds}</p>
<p>${words.safe}</p>
${jobs.length === 0 ? null : files(jobs, subject, making)}
${making ? null : choice(subject, found)}
${requestId === null ? html`<p><a href="/records-request">${words.askFor}</a></p>
<p><a href="${recordAddress(session, subject.patientId)}">${words.back}</a></p>` : html`<p><a href="/records-request/${requestId}">${words.copy.back}</a></p>`}
</div>`,
  };
}

const isUnderWay = ({ state }: ExportJob): boolean => state === 'waiting' || state === 'running';

const own = (session: Session, patientId: string): boolean => session.viewer.patientId === patientId;
const recordAddress = (session: Session, patientId: string): string => (own(session, patientId) ? '/record' : `/record?patient=${patientId}`);

/** The page of one record, at the list of its files. */
export const downloadAddress = (session: Session, subject: ExportSubject): string =>
  `/download${subject.requestId === null && own(session, subject.patientId) ? '' : `?${queryOf(subject)}`}#files`;

/** What names it in an address. */
export const queryOf = ({ patientId, requestId }: ExportSubject): string =>
  new URLSearchParams({ patient: patientId, ...(requestId === null ? {} : { request: requestId }) }).toString();

function choice({ patientId, requestId }: ExportSubject, found: readonly Problem[]): Html {
  const items = formats.map((format) => ({ value: format, label: words.formats[format][0], hint: words.formats[format][1] }));
  return html`<h2 class="nhsuk-heading-m">${words.choose}</h2>
${form('/download', [options('radio', 'format', words.which, items, undefined, problemOf(found, 'format-0'))], words.make, { kept: { patient: patientId, ...(requestId === null ? {} : { request: requestId }) } })}`;
}

function files(jobs: readonly ExportJob[], subject: ExportSubject, making: boolean): Html {
  return html`<h2 class="nhsuk-heading-m cie-files" id="files" tabindex="-1">${words.files}</h2>
<ul class="cie-sign-ins" role="list"${making ? html` data-progress="/download/state?${queryOf(subject)}"` : null}>${jobs.map(file)}</ul>
${making ? html`<p data-refresh><a href="/download?${queryOf(subject)}#files">${words.refresh}</a></p>` : null}
<p class="nhsuk-body-s">${words.until}</p>`;
}

function file(job: ExportJob): Html {
  const name = words.formats[job.format][0];
  return html`<li class="cie-sign-in" id="file-${job.id}" data-state="${job.state}">
<p class="cie-sign-in__name"><strong>${name}</strong></p>
<p>${words.asked(timeOfDay(job.requestedAt))}</p>
${isUnderWay(job) ? html`<p><progress max="${partsOf(job.format).length}" value="${job.part}" aria-label="${name}"></progress></p>` : null}
<p role="status">${stateText(job)}</p>
${job.state === 'ready' ? form('/download/file', [], html`${words.fetch(sizeText(job.size))}<span class="nhsuk-u-visually-hidden">: ${name}</span>`, { kept: { id: job.id } }) : null}
</li>`;
}

/** What has become of a file, in words. */
export function stateText({ state, format, part, failure }: Pick<ExportJob, 'state' | 'format' | 'part' | 'failure'>): string {
  if (state === 'failed') return words.failures[failure ?? 'DOWNLOAD_UNAVAILABLE'];
  const parts = partsOf(format);
  const now = parts[part - 1];
  return state === 'running' && now !== undefined ? words.reading(part, parts.length, words.parts[now]) : words.states[state];
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Who has no copy to make here is told why, and what there is instead. */
export const noDownloadPage = ({ viewer }: Session, requestId: string | null = null): Page => ({
  title: words.none[viewer.kind].title,
  reader: viewer,
  current: 'record',
  body: html`<div class="nhsuk-u-reading-width"><p>${words.none[viewer.kind].text}</p>
${viewer.kind === 'patient' ? html`<p><a href="/records-request">${words.askFor}</a></p>` : null}
<p>${requestId === null ? html`<a href="/record">${words.back}</a>` : html`<a href="/records-request/${requestId}">${words.copy.back}</a>`}</p></div>`,
});

/** An address that was used, shared or left lying says so, and nothing else (abuse case 53). */
export const goneAddressPage = ({ viewer }: Session): Page => ({
  title: words.gone.title,
  reader: viewer,
  body: html`<div class="nhsuk-u-reading-width"><p>${words.gone.text}</p><p><a href="/download">${words.gone.again}</a></p></div>`,
});

export const fileName = (format: Format, day: string): string => `health-record-${day}.${{ pdf: 'pdf', fhir: 'json', csv: 'csv' }[format]}`;

import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { mostEvidenceBytes, mostEvidenceFiles, requestBases, requestTexts, type EvidenceFile, type OthersRequest, type OwnRequest, type RequestBasis } from '@cie/kit/records-requests.ts';
import { day, dayAt, lastDay } from '../desk/shown.ts';
import { summary } from '../desk/staff-parts.ts';
import { dateField, field, form, longField, options, problemOf, problems, type Problem } from '../pages/controls.ts';
import { birthDateProblem } from '../pages/date-problem.ts';
import type { FormBody } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import type { KnownPerson } from './person-of.ts';
import { basisWords, complain, extensionWords, fileStateWords, refusalWords, stateWords } from './records-words.ts';

export interface ShownRequests {
  readonly requests: readonly OwnRequest[];
  /** Requests of others for the reader's own record. */
  readonly others: readonly OthersRequest[];
  readonly hasOwnRecord: boolean;
  /** Whether the reader has just objected to one of them. */
  readonly objected: boolean;
}

/** GET /records-request: what there is, and what was asked for. */
export function requestsBody({ requests, others, hasOwnRecord, objected }: ShownRequests): Html {
  return html`<div class="nhsuk-u-reading-width">
${objected ? html`<div class="nhsuk-inset-text cie-done" role="status" tabindex="-1"><p>The records team was told. No copy can be collected unless two people of the team decide that there is a right to it.</p></div>` : null}
<p>You have the right to a copy of your health records, and in some cases of somebody else’s. Ask here. It costs nothing, and you have an answer within one month of showing us who you are.</p>
${hasOwnRecord ? html`<div class="nhsuk-inset-text"><p>What hospitals have sent to your record here you can <a href="/download">download now</a>, without asking.</p></div>` : null}
<p>Somebody from the records team makes sure who asks and by what right. A health professional reads the records, for what could do serious harm. Then you collect the copy here.</p>
<p><a class="nhsuk-button" href="/records-request/new" role="button" draggable="false">Ask for records</a></p>
${requests.length === 0 ? null : html`<h2 class="nhsuk-heading-m">Your requests</h2>
<ul class="cie-sign-ins" role="list">${requests.map(requestItem)}</ul>`}
${others.length === 0 ? null : html`<h2 class="nhsuk-heading-m">Others who ask for your records</h2>
<ul class="cie-sign-ins" role="list">${others.map(othersItem)}</ul>`}
</div>`;
}

const othersItem = ({ id, from, basis, receivedAt, isReady, objectedAt }: OthersRequest): Html => html`<li class="cie-sign-in">
<p class="cie-sign-in__name"><strong>${from}</strong></p>
<p>Asked on ${dayAt(receivedAt)}. By what right: ${basisWords[basis].staff.toLowerCase()}.</p>
<p>${isReady ? 'They can collect a copy now.' : 'The records team works on it. They have no copy from this request now.'}</p>
<p>${objectedAt === null ? html`<a href="/records-request/object/${id}">Say that they should not have a copy<span class="nhsuk-u-visually-hidden">: ${from}</span></a>` : `You said on ${dayAt(objectedAt)} that they should not have a copy.`}</p>
</li>`;

/** GET /records-request/object/<id>: the patient says that somebody should not have a copy of their record. */
export function objectBody({ id, from, isReady }: OthersRequest): Html {
  return html`<div class="nhsuk-u-reading-width">
<p>${from} has asked for a copy of your records.${isReady ? ' They can collect it now. If you object, they cannot from that moment.' : ''} The records team is told, and decides whether they have a right to it all the same. You can do this once for each request. If you or somebody else is in danger, call 999.</p>
<p>We do not tell ${from} that you objected. Somebody who acts for you and may read your access log can see it there.</p>
${form(`/records-request/object/${id}`, [longField({ name: 'text', label: 'Why should they not have it? (optional)', hint: 'The records team reads this, nobody else', value: '', most: requestTexts.words })], 'They should not have a copy', { kind: 'warning' })}
<p><a href="/records-request">Back</a></p>
</div>`;
}

const requestItem = ({ id, reference, name, state, dueDay, receivedAt }: OwnRequest): Html => html`<li class="cie-sign-in">
<p class="cie-sign-in__name"><strong><a href="/records-request/${id}">Records of ${name}</a></strong></p>
<p>Asked on ${dayAt(receivedAt)}, number ${reference}</p>
<p>${stateWords[state]}.${state === 'open' && dueDay !== null ? html` You have an answer by ${day(dueDay)}.` : null}</p>
</li>`;

export interface TypedRequest {
  readonly basis: string;
  readonly name: string;
  readonly nhsNumber: string;
  readonly birth: ReturnType<FormBody['day']>;
  readonly relationship: string;
  readonly wanted: string;
}

export const emptyRequest: TypedRequest = { basis: '', name: '', nhsNumber: '', birth: { typed: { day: '', month: '', year: '' }, date: null }, relationship: '', wanted: '' };

export const typedRequest = (body: FormBody): TypedRequest => ({
  basis: body.text('basis'), name: body.text('name', requestTexts.name), nhsNumber: body.text('nhsNumber', 40), birth: body.day(),
  relationship: body.text('relationship', requestTexts.relationship), wanted: body.text('wanted', requestTexts.wanted),
});

/** The form as it begins; for one's own records with what hospitals have said of the person, where the sign-in proved who it is. */
export function startedRequest(basis: RequestBasis, own: KnownPerson | null): TypedRequest {
  const [year = '', month = '', day = ''] = own?.birthDate?.split('-') ?? [];
  return { ...emptyRequest, basis, ...(own === null ? {} : { name: own.name, nhsNumber: own.nhsNumber, birth: { typed: { day, month, year }, date: own.birthDate } }) };
}

export const isBasis = (name: string): name is RequestBasis => requestBases.some((each) => each === name);

/** All that is missing or wrong, in the order of the form, once it is known whose records they are. */
export function requestProblems({ basis, name, nhsNumber, birth, relationship }: TypedRequest, now: Date): readonly Problem[] {
  const found: Problem[] = [];
  const isOwn = basis === 'self';
  if (name === '') found.push(['name', isOwn ? 'Enter your full name' : 'Enter the full name of the person whose records you ask for']);
  const number = parseNhsNumber(nhsNumber);
  if (nhsNumber === '') found.push(['nhsNumber', `Enter ${isOwn ? 'your' : 'their'} NHS number`]);
  else if (!number.ok) found.push(['nhsNumber', number.message.replace(/\.$/, '')]);
  const wrong = birthDateProblem(birth, isOwn ? 'your date of birth' : 'the date of birth', now);
  if (wrong !== null) found.push(['day', wrong]);
  if (!isOwn && relationship === '') found.push(['relationship', 'Say who the person is to you']);
  return found;
}

/** GET /records-request/new: what is asked next depends on whose records they are. */
export function basisBody(items: readonly Problem[]): Html {
  return html`<div class="nhsuk-u-reading-width">
${problems(items)}
<form action="/records-request/new" method="get" novalidate>
<input type="hidden" name="step" value="details">
${options('radio', 'basis', 'Whose records do you ask for?', requestBases.map((value) => {
    const { own, hint } = basisWords[value];
    return { value, label: own, ...(hint === null ? {} : { hint }) };
  }), undefined, problemOf(items, 'basis-0'))}
<button class="nhsuk-button" type="submit">Continue</button>
</form>
<p><a href="/records-request">Back</a></p>
</div>`;
}

/** GET /records-request/new?basis=…: whose they are, and what of them. */
export function newRequestBody(typed: TypedRequest & { readonly basis: RequestBasis }, items: readonly Problem[]): Html {
  const isOwn = typed.basis === 'self';
  return html`<div class="nhsuk-u-reading-width">
${problems(items)}
${summary([['Whose records', html`${basisWords[typed.basis].own} (<a href="/records-request/new">change<span class="nhsuk-u-visually-hidden"> whose records you ask for</span></a>)`]])}
${form('/records-request/new', [
    field({ name: 'name', label: isOwn ? 'Your full name' : 'Full name of the person whose records they are', value: typed.name, problem: problemOf(items, 'name') }),
    field({ name: 'nhsNumber', label: isOwn ? 'Your NHS number' : 'Their NHS number', hint: '10 digits, like 450 557 7104. It is on any letter from the NHS.', inputmode: 'numeric', width: 10, value: typed.nhsNumber, problem: problemOf(items, 'nhsNumber') }),
    dateField({ legend: isOwn ? 'Your date of birth' : 'Their date of birth', hint: 'For example, 31 3 1980', value: typed.birth.typed, problem: problemOf(items, 'day') }),
    isOwn ? null : field({ name: 'relationship', label: 'Who are they to you?', hint: 'For example: my mother', value: typed.relationship, problem: problemOf(items, 'relationship') }),
    longField({ name: 'wanted', label: 'Which records do you need? (optional)', hint: 'For example: the letters about an operation in 2021. Leave this empty for everything.', value: typed.wanted, most: requestTexts.wanted }),
  ], 'Send the request', { kept: { basis: typed.basis } })}
<p><a href="/records-request">Back</a></p>
</div>`;
}

export interface ShownRequest {
  readonly request: OwnRequest;
  readonly items?: readonly Problem[];
  readonly done?: string | undefined;
}

/** GET /records-request/<id>: how far it is, and what who asks can do. */
export function requestBody({ request, items = [], done }: ShownRequest): Html {
  const { id, basis, reference, name, wanted, receivedAt, state, dueDay, extended, refused } = request;
  return html`<div class="nhsuk-u-reading-width">
${problems(items)}
${done === undefined ? null : html`<div class="nhsuk-inset-text cie-done" role="status" tabindex="-1"><p>${done}</p></div>`}
${summary([
    ['Number', reference],
    ['Records of', name],
    ['Why you may ask', basisWords[basis].own],
    ...(wanted === null ? [] : [['What you need', html`<span class="cie-lines">${wanted}</span>`] as const]),
    ['Asked', dayAt(receivedAt)],
    ['Now', stateWords[state]],
    ...(dueDay === null ? [] : [['Answer by', day(dueDay)] as const]),
  ])}
${extended === null ? null : html`<p>It takes longer: ${extensionWords[extended.reason].toLowerCase()}.</p><p class="cie-lines">${extended.text ?? ''}</p><p>${complain}</p>`}
${state === 'evidence' ? evidencePart(request, items) : null}
${state === 'open' ? html`<p>The records team works on it. ${dueDay === null ? null : html`You have an answer by ${day(dueDay)} at the latest${basis === 'personal-representative' ? ' (Access to Health Records Act 1990)' : ''}.`}</p>` : null}
${state === 'approved' ? collectPart(request) : null}
${state === 'open' || state === 'approved' ? sentPart(request) : null}
${state === 'collected' || state === 'lapsed' ? html`<p>The copy cannot be collected any more. If you still need it, ask again${state === 'lapsed' ? ', or write to the support desk within four weeks, with the number above: the record is then read again, and you need to show nothing more' : ''}.</p>` : null}
${refused === null ? null : html`<p>${refusalWords[refused.reason]}.</p><p class="cie-lines">${refused.text ?? ''}</p><p>${complain}</p>`}
${state === 'evidence' || state === 'open' || state === 'approved' ? html`<p><a href="/records-request/${id}/withdraw">Take this request back</a></p>` : null}
<p><a href="/records-request">All your requests</a></p>
</div>`;
}

function evidencePart({ id, basis, files, evidenceWanted }: OwnRequest, items: readonly Problem[]): Html {
  const problem = problemOf(items, 'file');
  return html`<h2 class="nhsuk-heading-m">What we need to see</h2>
${evidenceWanted === null ? html`<p>Show us ${basisWords[basis].show}.</p>` : html`<div class="nhsuk-inset-text"><p>The records team writes:</p><p class="cie-lines">${evidenceWanted}</p></div>`}
<p>The time for our answer begins when you have sent this. Only the records team sees it. We delete it four weeks after your request is answered. If you send nothing for 90 days, the request ends.</p>
${files.length === 0 ? null : html`<ul class="cie-sign-ins" role="list" aria-label="Files you have added">${files.map((file) => fileItem(id, file))}</ul>`}
${files.length >= mostEvidenceFiles ? html`<p>You have added ${mostEvidenceFiles} files, the most there can be.</p>
${form(`/records-request/${id}/send`, [], 'I have added everything: send it')}` : html`<form action="/records-request/${id}/evidence" method="post" enctype="multipart/form-data" novalidate>
<div class="nhsuk-form-group${problem === undefined ? '' : ' nhsuk-form-group--error'}">
<label class="nhsuk-label nhsuk-label--s" for="file">Add a file</label>
<div class="nhsuk-hint" id="file-hint">A photo (JPEG or PNG) or a PDF of up to ${mostEvidenceBytes / 1_000_000} MB. You can add ${mostEvidenceFiles} files, one after the other.</div>
${problem === undefined ? null : html`<span class="nhsuk-error-message" id="file-problem"><span class="nhsuk-u-visually-hidden">Error:</span> ${problem}</span>`}
<input class="cie-file" id="file" name="file" type="file" accept="application/pdf,image/jpeg,image/png" aria-describedby="file-hint${problem === undefined ? '' : ' file-problem'}"${problem === undefined ? null : html` aria-invalid="true"`}>
</div>
<p><button class="nhsuk-button nhsuk-button--secondary" type="submit">Add this file</button></p>
<button class="nhsuk-button" type="submit" formaction="/records-request/${id}/send">I have added everything: send it</button>
</form>`}`;
}

/** What the records team has of who asked: nothing can be added or removed any more. */
function sentPart({ files }: OwnRequest): Html | null {
  return files.length === 0 ? null : html`<h2 class="nhsuk-heading-m">What you have sent</h2>
<ul class="nhsuk-list nhsuk-list--bullet">${files.map(({ name, size, state }) => html`<li>${name} (${sizeText(size)})${state === 'refused' ? ': a virus was found in it, and nobody can open it' : state === 'held' ? ': too large to be checked for viruses, and nobody can open it' : null}</li>`)}</ul>`;
}

const fileItem = (request: string, { id, name, size, state }: EvidenceFile): Html => html`<li class="cie-sign-in">
<p class="cie-sign-in__name"><strong>${name}</strong></p>
<p>${state === 'receiving' ? null : sizeText(size)}${state === 'receiving' ? '' : ', '}${fileStateWords[state]}</p>
<form action="/records-request/${request}/remove" method="post"><input type="hidden" name="file" value="${id}">
<button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">Remove<span class="nhsuk-u-visually-hidden"> ${name}</span></button></form>
</li>`;

export const sizeText = (bytes: number): string => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

function collectPart({ id, collectUntil }: OwnRequest): Html {
  return html`<h2 class="nhsuk-heading-m">Your copy is ready</h2>
<p>A part of the record may have been left out: the law lets us do so where something could do serious harm, is about other people, or is not covered by your right. ${complain}</p>
<p>Results that the patient cannot read yet are not in it.</p>
<p>A health professional has just read the records, for what could do serious harm. What comes to them later was not read, so there is not much time. Collect it by the end of ${collectUntil === null ? '' : lastDay(collectUntil)}. Use a computer or phone of your own: it is then up to you to keep it safe. The patient can see that it was collected.</p>
${form(`/records-request/${id}/collect`, [], 'Collect the copy')}`;
}

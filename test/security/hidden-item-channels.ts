import { randomUUID } from 'node:crypto';
import { pick } from '@cie/kit/testing/pick.ts';
import { request as send } from 'undici';
import { listOf } from '../setup/answers.ts';
import { downloadRecord, type DownloadFormat } from '../setup/download-record.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import type { Inside } from '../setup/inside.ts';
import { postboxOf } from '../setup/inbox-messages.ts';
import { pdfText } from '../setup/pdf-text.ts';

/** Somebody before one of two records that are alike but for one item that this person must not learn of (RES-5). */
export interface Asking {
  readonly exchange: ExchangeClient;
  readonly own: Inside;
  /** Headers of a script's session: any operation. */
  readonly asScript: Readonly<Record<string, string>>;
  /** Headers of a browser's session: pages, frames and registered operations. */
  readonly asBrowser: Readonly<Record<string, string>>;
  readonly patientId: string;
  /** Ids that somebody may have come by: those of the hidden item in the one record, ids of nothing in the other. */
  readonly hidden: HiddenIds;
  /** Addresses to which the exchange may have written. */
  readonly emails: readonly string[];
}

export interface HiddenIds {
  readonly report: string;
  readonly observation: string;
  readonly attachment: string;
  readonly document: string;
  readonly appointment: string;
  /** When the hidden item was issued: the key by which lists are sorted. */
  readonly issued: Date;
}

/** One way by which something of a record reaches people. It answers with everything that comes back. */
export interface Channel {
  readonly name: string;
  ask(asking: Asking): Promise<unknown>;
}

/** Ids of nothing. */
export function idsOfNothing(issued: Date): HiddenIds {
  return { report: randomUUID(), observation: randomUUID(), attachment: randomUUID(), document: randomUUID(), appointment: randomUUID(), issued };
}

/** An operation of any text, about the record; errors are part of the answer. */
export async function askGraph({ exchange, asScript, patientId }: Asking, selection: string, variables: Record<string, unknown> = {}, declared = ''): Promise<unknown> {
  return operate(exchange, asScript, `query ($patient: ID!${declared}) { patient(id: $patient) { ${selection} } }`, { patient: patientId, ...variables });
}

async function operate(exchange: ExchangeClient, headers: Readonly<Record<string, string>>, query: string, variables: Record<string, unknown>): Promise<unknown> {
  const { statusCode, body } = await send(exchange.addresses['graphql'] ?? '', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) });
  return { status: statusCode, answer: JSON.parse(await body.text()) as unknown };
}

/** A page or file as a browser gets it. */
export async function fetchPage({ exchange, asBrowser }: Asking, path: string): Promise<unknown> {
  const { statusCode, headers, body } = await send(new URL(path, exchange.addresses['portal']), { headers: asBrowser });
  return { status: statusCode, type: headers['content-type'], length: headers['content-length'], location: headers.location, text: await body.text() };
}

const report = `id kind code name status issuedAt issuedAtText collectedAt collectedAtText site author requester label corrected availableFrom text comments
  organisation { odsCode name } attachments { id title mediaType size content } release { availableFrom releasedEarly extended mayRelease mayExtend decisions { kind at who until } }
  cultures { organism sensitivities { antibiotic } } observations { id code name value unit referenceRange low high flag status comments corrected previousValue observedAt observedAtText }`;

const cursorOf = (...parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** Every page of a list, with its counts, cursors and what follows. */
async function allPages(asking: Asking, field: string, first: number, selection: string, more = ''): Promise<unknown[]> {
  const pages: unknown[] = [];
  for (let after: unknown = null; pages.length < 30;) {
    const page = await askGraph(asking, `${field}(first: $first, after: $after${more}) { edges { cursor node { ${selection} } } pageInfo { hasNextPage endCursor } }`, { first, after }, ', $first: Int, $after: String');
    pages.push(page);
    const info = pick(page, 'answer', 'data', 'patient', field, 'pageInfo');
    after = pick(info, 'endCursor') ?? null;
    if (pick(info, 'hasNextPage') !== true) break;
  }
  return pages;
}

/** Codes of tests whose course is asked for: those of both records, and those of the hidden items. */
export const trendCodes = ['NA', 'K', 'XCH', 'SILENT', 'SWAB', 'no such code'] as const;

const results: readonly Channel[] = [
  ...[1, 2, 3, 20].map((first): Channel => ({ name: `reports, pages of ${first}`, ask: (asking) => allPages(asking, 'reports', first, report) })),
  ...['LABORATORY', 'RADIOLOGY'].map((kind): Channel => ({ name: `reports of the kind ${kind}`, ask: (asking) => allPages(asking, 'reports', 2, 'id name', `, kind: ${kind}`) })),
  { name: 'the hidden report by its id', ask: (asking) => askGraph(asking, `report(id: $report) { ${report} }`, { report: asking.hidden.report }, ', $report: ID!') },
  {
    name: 'a page that begins where the hidden report stands',
    ask: (asking) => askGraph(asking, 'reports(first: 2, after: $after) { edges { cursor node { name } } pageInfo { hasNextPage endCursor } }', { after: cursorOf(asking.hidden.issued.toISOString(), asking.hidden.report) }, ', $after: String'),
  },
  { name: 'trends', ask: (asking) => Promise.all(trendCodes.map((code) => askGraph(asking, 'trend(code: $code) { code name unit low high points { at atText value text flag reportId } }', { code }, ', $code: String!'))) },
  {
    name: 'comparisons with the value before, and what corrections changed',
    ask: (asking) => askGraph(asking, 'reports(first: 100) { edges { node { plainName about observations { code plainName about correction earlier { value at direction } } } } }'),
  },
  {
    name: 'health details',
    ask: (asking) => askGraph(asking, 'medications { name } allergies { name } conditions { name } carePlans { name } measurements { edges { node { value } } pageInfo { hasNextPage } } measurementSeries(kind: GLUCOSE) { value }'),
  },
  { name: 'reports that wait', ask: (asking) => askGraph(asking, 'waitingReports { kind availableFrom organisation { odsCode } }') },
  {
    name: 'decisions about the hidden report',
    ask: (asking) =>
      Promise.all([
        operate(asking.exchange, asking.asScript, 'mutation ($patient: ID!, $report: ID!) { changeRecord(patientId: $patient, purpose: RELEASE_RESULT) { releaseReport(reportId: $report, reason: "x") { id } } }', { patient: asking.patientId, report: asking.hidden.report }),
        operate(asking.exchange, asking.asScript, 'mutation ($patient: ID!, $report: ID!) { changeRecord(patientId: $patient, purpose: EXTEND_DELAY) { extendDelay(reportId: $report, days: 1, reason: "x") { id } } }', { patient: asking.patientId, report: asking.hidden.report }),
      ]),
  },
];

const otherRooms: readonly Channel[] = [
  { name: 'documents', ask: (asking) => allPages(asking, 'documents', 2, 'id title status availableFrom text content') },
  { name: 'the hidden document by its id', ask: (asking) => askGraph(asking, 'document(id: $document) { id title status text content size }', { document: asking.hidden.document }, ', $document: ID!') },
  { name: 'appointments', ask: (asking) => allPages(asking, 'appointments', 2, 'id start clinic place status') },
];

/** An address for a file (gateway/files); what it leads to is asked as well, and its token, which is new each time, is not compared. */
async function askAddress(asking: Asking, document: string): Promise<unknown> {
  const headers = { ...asking.asBrowser, 'x-cie-client': 'widget', 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const { statusCode, body } = await send(new URL('/files/address', asking.exchange.addresses['portal']), { method: 'POST', headers, body: JSON.stringify({ patient: asking.patientId, document }) });
  const answer: unknown = await body.json();
  const address = pick(answer, 'address');
  return typeof address === 'string' ? [statusCode, pick(answer, 'name'), await fetchPage(asking, address)] : [statusCode, answer];
}

const files: readonly Channel[] = [
  {
    name: 'versions and replacements of documents',
    ask: (asking) => allPages(asking, 'documents', 3, 'title status version versions { number author at atText mediaType size } replaces { title } replacedBy { title } addedByYou file { name mediaType size }'),
  },
  { name: 'versions of the hidden document', ask: (asking) => askGraph(asking, 'document(id: $document) { version versions { number } text(version: 1) file(version: 1) { name } replacedBy { id } }', { document: asking.hidden.document }, ', $document: ID!') },
  { name: 'files in hand', ask: (asking) => askGraph(asking, 'uploads { title state reason }') },
  { name: 'maternity folders', ask: (asking) => askGraph(asking, 'pregnancies { from to expected born documents { part document { title } } }') },
  {
    name: 'what a maternity folder gathers from other rooms',
    ask: (asking) => askGraph(asking, 'appointments(first: 100, from: "2000-01-01", to: "2100-01-01", maternity: true) { edges { node { clinic } } } reports(first: 100, from: "2000-01-01", to: "2100-01-01") { edges { node { name } } pageInfo { hasNextPage } }'),
  },
  { name: 'a download address of the hidden document', ask: (asking) => askAddress(asking, asking.hidden.document) },
  {
    name: 'download addresses of all documents',
    ask: async (asking) => {
      const page = await askGraph(asking, 'documents(first: 100) { edges { node { id } } }');
      return Promise.all(listOf(pick(page, 'answer', 'data', 'patient', 'documents', 'edges')).map((edge) => askAddress(asking, String(pick(edge, 'node', 'id')))));
    },
  },
  {
    name: 'taking back the hidden document',
    ask: (asking) =>
      operate(asking.exchange, asking.asScript, 'mutation ($patient: ID!, $document: ID!) { changeRecord(patientId: $patient, purpose: UPLOAD_DOCUMENT) { withdrawDocument(id: $document) { id } } }', { patient: asking.patientId, document: asking.hidden.document }),
  },
];

/** A form of the exchange's own pages, posted as a browser does. */
async function postForm({ exchange, asBrowser }: Asking, path: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const address = new URL(path, exchange.addresses['portal']);
  const headers = { ...asBrowser, origin: address.origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
  const { body } = await send(address, { method: 'POST', headers, body: new URLSearchParams(fields).toString() });
  return body.text();
}

/** The feed that this reader can make for a calendar, as the calendar gets it; ended afterwards, since an account has few. */
async function askFeed(asking: Asking, fields: Readonly<Record<string, string>>): Promise<unknown> {
  const page = await postForm(asking, '/calendar/feeds', { name: 'suite', ...fields });
  const address = /value="([^"]+\/calendar\/feed\/[^"]+)"/.exec(page)?.[1];
  const answer = address === undefined ? 'no feed' : await fetchPage({ ...asking, asBrowser: {} }, new URL(address).pathname);
  for (const [, id] of page.matchAll(/name="id" value="([0-9a-f-]{36})"/g)) await postForm(asking, '/calendar/feeds/end', { id: id ?? '' });
  return answer;
}

/** When a shared appointment's own message was written differs by a second between the two records. */
const withoutStamps = (answer: unknown): unknown => JSON.stringify(answer).replaceAll(/(DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z/g, '$1');

const oneLabel = 'mutation ($patient: ID!, $id: ID!) { changeRecord(patientId: $patient, purpose: MOVE_REPORT) { moveReport(reportId: $id, label: GENERAL) { id label } } }';

const labels: readonly Channel[] = [
  { name: 'labels, and what they were', ask: (asking) => askGraph(asking, 'labels reports(first: 50) { edges { node { label labelHistory { label by } } } } documents(first: 50) { edges { node { label labelHistory { label by } } } }') },
  { name: 'the label of the hidden report as a care item', ask: (asking) => askGraph(asking, 'careItemLabel(id: $id) { id label }', { id: asking.hidden.report }, ', $id: ID!') },
  { name: 'moving the hidden report to another label', ask: (asking) => operate(asking.exchange, asking.asScript, oneLabel, { patient: asking.patientId, id: asking.hidden.report }) },
  { name: 'the page about the label of the hidden report', ask: (asking) => fetchPage(asking, `/label/report/${asking.hidden.report}`) },
  {
    name: 'who could and did see the hidden items',
    ask: ({ hidden, ...asking }) => Promise.all(Object.entries({ report: hidden.report, document: hidden.document, appointment: hidden.appointment }).map(([kind, id]) => fetchPage({ hidden, ...asking }, `/who-saw/${kind}/${id}`))),
  },
  {
    name: 'the record through the eyes of the hospital that supplied the hidden item',
    ask: async (asking) => {
      // That a hospital cares for somebody is no secret, and no item: it does for both.
      await asking.own.sql('cie_sharing', "insert into care (patient_id, organisation) values ($1, 'RYJ') on conflict do nothing", [asking.patientId]);
      const asHospital = { ...asking, asScript: { ...asking.asScript, 'x-cie-client': `${asking.exchange.addresses['portal'] ?? ''}/record?as=organisation-RYJ` } };
      return askGraph(asHospital, `doors labels reports(first: 20) { edges { cursor node { ${report} } } pageInfo { hasNextPage } } report(id: $report) { name } waitingReports { kind availableFrom }
        trend(code: "K") { points { text } } documents(first: 20) { edges { cursor node { title } } } appointments(first: 20) { edges { cursor node { clinic } } }`, { report: asking.hidden.report }, ', $report: ID!');
    },
  },
];

const calendars: readonly Channel[] = [
  { name: 'the calendar', ask: async (asking) => withoutStamps(await Promise.all(['GENERAL', 'CLINIC'].map((detail) => askGraph(asking, `appointmentCalendar(detail: ${detail})`)))) },
  { name: 'the hidden appointment by its id', ask: (asking) => askGraph(asking, 'appointment(id: $id) { id status clinic calendar request { state } noRequest }', { id: asking.hidden.appointment }, ', $id: ID!') },
  { name: 'the calendar file of the hidden appointment', ask: (asking) => fetchPage(asking, `/calendar/appointment/${asking.patientId}/${asking.hidden.appointment}.ics`) },
  { name: 'a calendar feed', ask: async (asking) => withoutStamps([await askFeed(asking, { detail: 'general' }), await askFeed(asking, { detail: 'clinic' })]) },
  {
    name: 'a request to change the hidden appointment',
    ask: (asking) =>
      operate(asking.exchange, asking.asScript, 'mutation ($patient: ID!, $input: AppointmentChangeInput!) { changeRecord(patientId: $patient, purpose: REQUEST_APPOINTMENT_CHANGE) { requestAppointmentChange(input: $input) { id } } }', {
        patient: asking.patientId, input: { appointmentId: asking.hidden.appointment, kind: 'CANCEL' },
      }),
  },
];

/** A file of the record, without what differs between any two files: ids, and when they were made. */
async function download({ exchange, asBrowser, patientId }: Asking, format: DownloadFormat): Promise<unknown> {
  const { status, content } = await downloadRecord(exchange.addresses['portal'] ?? '', asBrowser['cookie'] ?? '', format, patientId);
  const text = content.toString('utf8');
  if (status !== 200 || format === 'csv') return { status, text };
  return { status, text: format === 'pdf' ? await pdfText(content) : text.replace(/"timestamp":"[^"]+"/, '').replace(/("subject":\{[^}]+\},)"date":"[^"]+"/, '$1') };
}

const downloads: readonly Channel[] = [
  ...(['pdf', 'fhir', 'csv'] as const).map((format): Channel => ({ name: `a download as ${format}`, ask: (asking) => download(asking, format) })),
  // What is in the files is compared above; packed, two that say the same differ by the few bytes of their ids, which may round up, and by the minute in which they were asked for.
  { name: 'the page of downloads', ask: async (asking) => JSON.stringify(await fetchPage(asking, `/download?patient=${asking.patientId}`)).replaceAll(/\d+ kB|Asked for at [^.<]+/g, 'then') },
];

const aroundTheRecord: readonly Channel[] = [
  { name: 'the record itself', ask: (asking) => askGraph(asking, 'id doors labels until demographics { familyName updatedAt source { odsCode } }') },
  {
    name: 'the list of records shared with the viewer',
    ask: async ({ exchange, asScript, patientId }) => {
      const answer = await operate(exchange, asScript, '{ me { name patient { id } records { door until patient { id } } } }', {});
      return listOf(pick(answer, 'answer', 'data', 'me', 'records')).filter((each) => pick(each, 'patient', 'id') === patientId);
    },
  },
  {
    name: 'the access log',
    ask: async (asking) => {
      const answer = await askGraph(asking, 'accessLog(first: 100) { edges { node { action who role doors areas reason organisation { odsCode } } } pageInfo { hasNextPage } }');
      // A page opens its rooms at one moment, in whatever order.
      return { more: pick(answer, 'answer', 'data', 'patient', 'accessLog', 'pageInfo'), entries: listOf(pick(answer, 'answer', 'data', 'patient', 'accessLog', 'edges')).map((edge) => JSON.stringify(edge)).toSorted() };
    },
  },
  {
    name: 'messages',
    ask: async ({ exchange, emails }) => {
      const box = postboxOf(exchange);
      return Promise.all(emails.map((email) => box.all(email)));
    },
  },
];

const pages: readonly Channel[] = [
  ...['results', 'documents', 'appointments', 'record'].map((area): Channel => ({ name: `the frame ${area}`, ask: (asking) => fetchPage(asking, `/embed/${area}?patient=${asking.patientId}`) })),
  { name: 'the first page', ask: (asking) => fetchPage(asking, '/') },
  { name: "the record's page", ask: (asking) => fetchPage(asking, `/record?patient=${asking.patientId}`) },
  { name: 'the page of the hidden report', ask: (asking) => fetchPage(asking, `/record?patient=${asking.patientId}&view=results&report=${asking.hidden.report}`) },
  { name: 'tasks of professionals', ask: (asking) => fetchPage(asking, '/results-to-open') },
];

/**
 * Every way by which something of a record reaches people. Who builds another one (a download, a feed, a search) adds it here: the
 * suite then asks it about records with and without a hidden item, as every kind of reader.
 */
export const channels: readonly Channel[] = [...results, ...otherRooms, ...files, ...calendars, ...labels, ...downloads, ...pages, ...aroundTheRecord];

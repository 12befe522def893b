import { csvLine } from './csv.ts';
import { judgementOf } from './judgement.ts';
import type { Culture, Observation, RecordSource, Report } from './record.ts';
import type { Sink } from './sink.ts';
import { fhirDate } from './times.ts';
import { words } from './words.ts';

/**
 * Without the mark, spreadsheet programs on Windows read UTF-8 as their own alphabet and spoil names and units (µ). RFC 4180 does not
 * speak of it, and programs that read the file as UTF-8 drop it.
 */
const byteOrderMark = '\uFEFF';

/** Results as comma-separated values, one line a test; value, unit and range each in a column of their own, as they were sent. */
export async function writeCsv(record: RecordSource, sink: Sink): Promise<void> {
  await sink.write(byteOrderMark + csvLine(columnNames.map((name) => words.columns[name])));
  for (const kind of ['LABORATORY', 'RADIOLOGY'] as const) {
    for await (const report of record.reports(kind)) {
      const rows = [...report.observations.map((each) => row(report, each)), ...report.cultures.flatMap((each) => cultureRows(report, each))];
      // A report without a test that can be told apart still has a line.
      await sink.write(rows.length === 0 ? row(report, null) : rows.join(''));
    }
  }
}

const columnNames = [
  'taken', 'reported', 'kind', 'report', 'test', 'code', 'result', 'unit', 'range', 'flag', 'status', 'corrected', 'before', 'comments', 'text', 'site', 'organisation', 'author', 'id',
] as const satisfies readonly (keyof typeof words.columns)[];

/** A germ that grew, then what was found of each medicine that was tried on it. */
function cultureRows(report: Report, { id, name, organism, growth, comments, status, corrected, sensitivities }: Culture): readonly string[] {
  const none = { code: '', plainName: null, referenceRange: null, low: null, high: null, flag: null, susceptibility: null, previousValue: null, correction: null, observedAt: null, observedAtText: null };
  return [
    row(report, { ...none, id, name, value: [organism, growth].filter((each) => each !== null).join(', '), unit: null, status, comments, corrected }),
    ...sensitivities.map((each) => row(report, {
      ...none, id: each.id, name: words.germ(organism, each.antibiotic), value: each.value ?? words.susceptibility[each.interpretation], unit: each.unit,
      susceptibility: each.interpretation, status: each.status, comments: each.comments, corrected: each.corrected,
    })),
  ];
}

/** As far as the sender gave it (ING-5); a time has London's offset, so that no program reads it as another. */
const time = (text: string | null, instant: string | null): string | null => fhirDate(text, instant);

function row(report: Report, observation: Observation | null): string {
  const columns: Readonly<Record<keyof typeof words.columns, string | null>> = {
    taken: time(observation?.observedAtText ?? null, observation?.observedAt ?? null) ?? time(report.collectedAtText, report.collectedAt),
    reported: time(report.issuedAtText, report.issuedAt),
    kind: words.kinds[report.kind],
    report: report.name,
    test: observation?.name ?? null,
    code: observation?.code ?? report.code,
    result: observation?.value ?? null,
    unit: observation?.unit ?? null,
    range: observation?.referenceRange ?? null,
    flag: observation === null ? null : judgementOf(observation),
    status: words.statuses[observation?.status ?? report.status],
    corrected: (observation ?? report).corrected ? words.yes : words.no,
    before: observation?.previousValue ?? null,
    comments: [...(observation?.comments ?? []), ...report.comments].join('\n'),
    text: report.text,
    site: report.site,
    organisation: report.organisation.name,
    author: report.author,
    id: observation?.id ?? report.id,
  };
  return csvLine(columnNames.map((name) => columns[name]));
}

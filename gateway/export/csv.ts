/**
 * A line of comma-separated values (RFC 4180): fields with a comma, a quote or a line break stand in quotes, quotes are doubled, lines
 * end in CR LF.
 */
export function csvLine(fields: readonly (string | null)[]): string {
  return `${fields.map((field) => quoted(harmless(field ?? ''))).join(',')}\r\n`;
}

/**
 * What spreadsheets take for a formula gets an apostrophe in front, so that it is shown and not run: a hospital's free text may begin
 * with anything. A plain number keeps its sign.
 */
function harmless(text: string): string {
  return /^[\s]*[=+\-@]|^[\t\r\n]/.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Reads RFC 4180 by its grammar, character by character: another way than the writer's. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let inQuotes = false;
  for (let at = 0; at < text.length; at += 1) {
    const [here, next] = [text[at], text[at + 1]];
    if (inQuotes && here === '"' && next === '"') {
      field += '"';
      at += 1;
    } else if (here === '"') inQuotes = !inQuotes;
    else if (!inQuotes && here === ',') {
      row.push(field);
      field = '';
    } else if (!inQuotes && here === '\r' && next === '\n') {
      rows.push([...row, field]);
      [row, field] = [[], ''];
      at += 1;
    } else field += here ?? '';
  }
  return rows;
}

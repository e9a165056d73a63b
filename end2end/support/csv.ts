// Reading our own CSV files: UTF-8 with byte order mark, commas, quotes.

/** The lines of a CSV file as objects by column name; the byte order mark is required. */
export function parseCsv(text: string): Record<string, string>[] {
  if (!text.startsWith('\ufeff')) throw new Error('the CSV file has no byte order mark');
  const lines = splitCsv(text.slice(1));
  const header = lines.shift() ?? [];
  return lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
}

function splitCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted && c === '"' && text[i + 1] === '"') {
      cell += c;
      i += 1;
    } else if (c === '"') quoted = !quoted;
    else if (c === ',' && !quoted) {
      line.push(cell);
      cell = '';
    } else if (c === '\n' && !quoted) {
      line.push(cell.replace(/\r$/, ''));
      lines.push(line);
      line = [];
      cell = '';
    } else cell += c;
  }
  if (cell !== '' || line.length > 0) lines.push([...line, cell]);
  return lines;
}

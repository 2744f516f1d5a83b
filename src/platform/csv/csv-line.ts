/** A line of a spreadsheet (RFC 4180) that holds data only, whatever its texts look like. */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
  return `${cells.map(write).join(',')}\n`;
}

function write(cell: string | number | boolean | undefined): string {
  return typeof cell === 'string' ? quote(neutralise(cell)) : String(cell ?? '');
}

/** A spreadsheet takes such a cell for a formula (also full-width); an apostrophe makes it text. */
function neutralise(cell: string): string {
  return /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? `'${cell}` : cell;
}

/** RFC 4180 2.6 and 2.7; a first cell that begins with # would be taken for a header line. */
function quote(cell: string): string {
  return /[",\r\n#]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

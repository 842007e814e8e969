/** A QR code for a terminal: two rows a line, dark on light whatever the terminal's colours are. */
export function qrText(rows: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < rows.length; at += 2) {
    const [upper = '', lower = ''] = [rows[at], rows[at + 1]];
    const cells = [...upper].map((cell, column) => HALVES[`${cell}${lower[column] ?? '0'}`] ?? ' ');
    lines.push(`  \u001b[30;107m${cells.join('')}\u001b[0m`);
  }
  return `${lines.join('\n')}\n`;
}

/** Upper and lower module: dark is drawn in the foreground colour. */
const HALVES: { readonly [modules: string]: string } = { '00': ' ', '10': '▀', '01': '▄', '11': '█' };

export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'KB' | 'MB' | 'x' | 'n';
  /** What the issue of performance aims at, in the same unit; absent where there is no aim. */
  readonly aim?: number;
  /** The other side of a comparison, for reading. */
  readonly note?: string;
}

const DIGITS = { ms: 1, KB: 1, MB: 1, x: 2, n: 0 };
const format = (row: Row) => `${row.value.toFixed(DIGITS[row.unit])} ${row.unit}`;

export function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map((row) => row.name.length));
  for (const row of rows) {
    const aim = row.aim === undefined ? '' : `aim ≤ ${row.aim} ${row.unit} ${row.value <= row.aim ? 'met' : 'MISSED'}`;
    console.error(`${row.name.padEnd(width)}  ${format(row).padStart(11)}  ${aim.padEnd(22)}  ${row.note ?? ''}`.trimEnd());
  }
}

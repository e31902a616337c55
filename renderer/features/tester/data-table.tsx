import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './data-table.module.css';
import type { TableModel } from './table-model.ts';

const FIRST_ROWS = 100;
/** More rows than this are not put into one table; the tree has them all. */
const MOST_ROWS = 5_000;

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  return visibleText(String(value), 400);
}

/** A list of flat objects as a table. */
export function DataTable({ table }: { table: TableModel }): ReactNode {
  const t = useT();
  const [all, setAll] = useState<TableModel | null>(null);
  const rows = table.rows.slice(0, all === table ? MOST_ROWS : FIRST_ROWS);
  const more = Math.min(MOST_ROWS, table.rows.length);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroller} aria-label={t('result.tableLabel')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {visibleText(column, 80)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of one result never move
            <tr key={index}>
              {table.columns.map((column) => {
                const value = Object.hasOwn(row, column) ? row[column] : undefined;
                return (
                  <td key={column} data-type={value === null ? 'null' : typeof value}>
                    {cell(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < more && (
        <div className={styles.more}>
          <Button size="sm" onPress={() => setAll(table)}>
            {t('result.showRows', { count: more })}
          </Button>
        </div>
      )}
    </section>
  );
}

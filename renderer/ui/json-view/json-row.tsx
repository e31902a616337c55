import type { ReactNode } from 'react';
import { visibleJsonString, visibleText } from '../text/visible-text.ts';
import { useT } from '../use-t.ts';
import { type JsonNode, type JsonRow, LONG_STRING } from './json-rows.ts';
import styles from './json-view.module.css';

const MAX_INDENT = 40;
const INDENT_CH = 2;

/** Indentation in characters of the row's own font. */
export function indentOf(depth: number): string {
  return `${Math.min(depth, MAX_INDENT) * INDENT_CH}ch`;
}

function Key({ node }: { node: JsonNode }): ReactNode {
  if (typeof node.key !== 'string') return null;
  return (
    <>
      <span className={styles.key}>
        {visibleJsonString(node.key.length > LONG_STRING ? `${node.key.slice(0, LONG_STRING)}…` : node.key)}
      </span>
      <span className={styles.mark}>: </span>
    </>
  );
}

function Comma({ node }: { node: JsonNode }): ReactNode {
  return node.parent !== null && node.position < node.siblings ? <span className={styles.mark}>,</span> : null;
}

function Plain({ value }: { value: unknown }): ReactNode {
  if (typeof value === 'string') {
    const long = value.length > LONG_STRING;
    return <span className={styles.string}>{visibleJsonString(long ? `${value.slice(0, LONG_STRING)}…` : value)}</span>;
  }
  if (typeof value === 'number') return <span className={styles.number}>{String(value)}</span>;
  if (typeof value === 'boolean' || value === null) return <span className={styles.word}>{String(value)}</span>;
  if (value === undefined) return <span className={styles.dim}>–</span>;
  return <span className={styles.mark}>{Array.isArray(value) ? '[]' : '{}'}</span>;
}

function brackets(value: unknown): readonly [string, string] {
  return Array.isArray(value) ? ['[', ']'] : ['{', '}'];
}

/** What stands on one line of the tree, after its indentation. */
export function JsonRowContent({ row }: { row: JsonRow }): ReactNode {
  const t = useT();
  const { node } = row;
  const [left, right] = brackets(node.value);
  switch (row.kind) {
    case 'value': {
      const hidden = typeof node.value === 'string' ? node.value.length - LONG_STRING : 0;
      return (
        <>
          <Key node={node} />
          <Plain value={node.value} />
          <Comma node={node} />
          {hidden > 0 && <span className={styles.more}> {t('tester.json.moreCharacters', { count: hidden })}</span>}
        </>
      );
    }
    case 'text':
      return (
        <>
          {row.first && <Key node={node} />}
          <span className={styles.string}>
            {row.first && '"'}
            {visibleText(row.text, 1_000)}
            {row.last && '"'}
          </span>
          {row.last && <Comma node={node} />}
        </>
      );
    case 'open':
      return (
        <>
          <Key node={node} />
          <span className={styles.mark}>{left}</span>
        </>
      );
    case 'folded':
      return (
        <>
          <Key node={node} />
          <span className={styles.mark}>{left}</span>
          <span className={styles.more}> {t(left === '[' ? 'tester.json.items' : 'tester.json.keys', { count: row.size })} </span>
          <span className={styles.mark}>{right}</span>
          <Comma node={node} />
        </>
      );
    case 'more':
      return <span className={styles.more}>{t('tester.json.more', { count: row.hidden })}</span>;
    case 'close':
      return (
        <>
          <span className={styles.mark}>{right}</span>
          <Comma node={node} />
        </>
      );
  }
}

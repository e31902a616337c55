import { type ReactNode, useMemo, useState } from 'react';
import type { ToolRun } from '../../../shared/contract/model.ts';
import { Button } from '../../ui/button.tsx';
import { JsonView } from '../../ui/json-view/json-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useT } from '../../ui/use-t.ts';
import { ContentBlockView } from './content-block.tsx';
import { DataTable } from './data-table.tsx';
import { openTab } from './result-export.ts';
import { resultParts } from './result-model.ts';
import { CutNotice, MalformedNotice, OutputNotice } from './result-notices.tsx';
import styles from './result-pane.module.css';
import type { KnownResult } from './run-store.ts';
import { detectTable } from './table-model.ts';
import { type ResultTab, setTab, useTester } from './tester-store.ts';
import { TextBlock } from './text-block.tsx';
import { parseJsonText } from './text-kind.ts';

/** Blocks shown before “Show all”. */
const FIRST_BLOCKS = 50;
/** Characters of a text that leaves room for the structured data below it. */
const SHORT_TEXT = 400;

/** A result under its three tabs. */
export function ResultBody({ run, known }: { run: ToolRun; known: KnownResult }): ReactNode {
  const t = useT();
  const wanted = useTester((state) => state.tab);
  const parts = useMemo(() => resultParts(known.result), [known.result]);
  const tab = openTab(wanted, parts);
  const tabs: ResultTab[] = parts.hasStructured ? ['result', 'structured', 'raw'] : ['result', 'raw'];
  return (
    <Tabs
      label={t('result.tabs')}
      items={tabs.map((id) => ({ id, label: t(`result.tab.${id}`) }))}
      selected={tab}
      onSelect={setTab}
      className={styles.tabs}
    >
      <div className={styles.panel}>
        {run.outputProblem !== null && <OutputNotice problem={run.outputProblem} />}
        {parts.malformed && <MalformedNotice />}
        {!known.complete && <CutNotice run={run} />}
        {tab === 'result' && <Blocks parts={parts} name={run.tool} />}
        {tab === 'structured' && <Structured value={parts.structured} />}
        {tab === 'raw' && (
          <div className={styles.fill}>
            <JsonView value={known.result} label={t('result.rawLabel')} />
          </div>
        )}
      </div>
    </Tabs>
  );
}

function Blocks({ parts, name }: { parts: ReturnType<typeof resultParts>; name: string }): ReactNode {
  const t = useT();
  const [allOf, setAllOf] = useState<unknown>(null);
  const blocks = allOf === parts ? parts.blocks : parts.blocks.slice(0, FIRST_BLOCKS);
  if (parts.blocks.length === 0) {
    return parts.hasStructured ? <Structured value={parts.structured} /> : <p className={styles.quiet}>{t('result.empty')}</p>;
  }
  const only = parts.blocks[0];
  if (parts.malformed && only?.kind === 'unknown') {
    return (
      <div className={styles.fill}>
        <JsonView value={only.value} label={t('result.rawLabel')} />
      </div>
    );
  }
  if (parts.blocks.length === 1 && only?.kind === 'text') {
    if (parts.hasStructured && isWords(only.text)) {
      return (
        <>
          <div className={styles.words}>
            <TextBlock text={only.text} />
          </div>
          <Structured value={parts.structured} />
        </>
      );
    }
    return (
      <div className={styles.fill}>
        <TextBlock text={only.text} alone />
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.blocks} aria-label={t('result.content')} tabIndex={0}>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one result never move
        <div key={index} className={styles.block}>
          <ContentBlockView
            alone={parts.blocks.length === 1}
            block={block}
            name={parts.blocks.length === 1 ? name : `${name}-${index + 1}`}
          />
        </div>
      ))}
      {blocks.length < parts.blocks.length && (
        <div>
          <Button size="sm" onPress={() => setAllOf(parts)}>
            {t('result.showMoreBlocks', { count: parts.blocks.length - blocks.length })}
          </Button>
        </div>
      )}
    </section>
  );
}

/** A sentence or two about the structured data, rather than the data itself. */
function isWords(text: string): boolean {
  return text.length <= SHORT_TEXT && text.split('\n').length <= 6 && parseJsonText(text) === undefined;
}

function Structured({ value }: { value: unknown }): ReactNode {
  const t = useT();
  const table = useMemo(() => detectTable(value), [value]);
  const [face, setFace] = useState<'tree' | 'table'>('tree');
  return (
    <>
      {table !== null && (
        <div className={styles.faces}>
          <Segmented
            label={t('result.structuredAs')}
            options={[
              { id: 'tree', label: t('result.as.tree') },
              { id: 'table', label: t('result.as.table') },
            ]}
            value={face}
            onChange={setFace}
          />
        </div>
      )}
      {table !== null && face === 'table' ? (
        <div className={styles.tableFill}>
          <DataTable table={table} />
        </div>
      ) : (
        <div className={styles.fill}>
          <JsonView value={value} label={t('result.treeLabel')} />
        </div>
      )}
    </>
  );
}

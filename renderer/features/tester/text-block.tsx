import { type ReactNode, useMemo, useState } from 'react';
import { JsonView } from '../../ui/json-view/json-view.tsx';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useT } from '../../ui/use-t.ts';
import { BoundedText } from './bounded-text.tsx';
import { CopyButton } from './copy-button.tsx';
import { DataTable } from './data-table.tsx';
import { detectTable } from './table-model.ts';
import styles from './text-block.module.css';
import { markdownness, parseJsonText } from './text-kind.ts';

type Face = 'text' | 'tree' | 'table' | 'markdown';

export interface TextBlockProps {
  readonly text: string;
  readonly mimeType?: string;
  /** Offers to copy this text alone. */
  readonly copyable?: boolean;
  /** It has the whole pane, and scrolls in it. */
  readonly alone?: boolean;
}

/** A text from a tool: as it is, and as the JSON, table or markdown it turns out to be. */
export function TextBlock({ text, mimeType = '', copyable = false, alone = false }: TextBlockProps): ReactNode {
  const t = useT();
  const json = useMemo(() => parseJsonText(text), [text]);
  const table = useMemo(() => detectTable(json), [json]);
  const markdown = useMemo(
    () => (json !== undefined ? 'no' : mimeType === 'text/markdown' ? 'surely' : markdownness(text)),
    [json, text, mimeType],
  );
  const faces: Face[] = ['text'];
  if (json !== undefined) faces.push('tree');
  if (table !== null) faces.push('table');
  if (markdown !== 'no') faces.push('markdown');
  const [chosen, setChosen] = useState<Face | null>(null);
  const usual: Face = json !== undefined ? 'tree' : markdown === 'surely' ? 'markdown' : 'text';
  const face = chosen !== null && faces.includes(chosen) ? chosen : usual;
  const shown = (
    <>
      {face === 'text' && <BoundedText text={text} />}
      {face === 'table' && table !== null && <DataTable table={table} />}
      {face === 'markdown' && <Markdown text={text} />}
    </>
  );
  return (
    <div className={styles.block} data-alone={alone || undefined}>
      {faces.length > 1 && (
        <div className={styles.faces}>
          <Segmented
            label={t('result.textAs')}
            options={faces.map((id) => ({ id, label: t(`result.as.${id}`) }))}
            value={face}
            onChange={setChosen}
          />
          {copyable && <CopyButton size="sm" label={t('result.copyText')} text={() => text} />}
        </div>
      )}
      {face === 'tree' && json !== undefined ? (
        <div className={styles.tree}>
          <JsonView value={json} label={t('result.textTree')} height={alone ? 'fill' : 'content'} />
        </div>
      ) : alone ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className={styles.scroll} aria-label={t('result.content')} tabIndex={0}>
          {shown}
        </section>
      ) : (
        shown
      )}
    </div>
  );
}

import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { visibleLines } from '../text/visible-text.ts';
import { useT } from '../use-t.ts';
import styles from './markdown.module.css';
import { markdownPieces } from './markdown-pieces.ts';

/** Characters shown before “Show all”. */
const CUT = 100_000;

export interface MarkdownProps {
  /** From anyone: raw HTML in it is shown as text, images are not loaded, links open outside. */
  readonly text: string;
  readonly size?: 'normal' | 'small';
}

const MarkdownBody = lazy(() => import('./markdown-body.tsx').then((module) => ({ default: module.MarkdownBody })));

/** Starts loading the renderer. */
export function preloadMarkdown(): void {
  void import('./markdown-body.tsx').catch(() => undefined);
}

/** Markdown of a stranger, made safe. The plain text stands in its place until the renderer is loaded. */
export function Markdown({ text, size = 'normal' }: MarkdownProps): ReactNode {
  const t = useT();
  const [wholeOf, setWholeOf] = useState<string | null>(null);
  const cut = text.length > CUT && wholeOf !== text;
  const pieces = useMemo(() => markdownPieces(cut ? text.slice(0, CUT) : text), [cut, text]);
  const count = useGrowing(pieces.length, text);
  return (
    <div className={styles.markdown} data-size={size}>
      <Suspense fallback={<p className={styles.plain}>{visibleLines(pieces[0] ?? '')}</p>}>
        {pieces.slice(0, count).map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
          <MarkdownBody key={index} text={piece} />
        ))}
      </Suspense>
      {cut && count >= pieces.length && (
        <button type="button" className={styles.all} onClick={() => setWholeOf(text)}>
          {t('tester.markdown.showAll', { count: text.length })}
        </button>
      )}
    </div>
  );
}

/** Counts up to `all`, one step after each paint, so that a long text never holds up the window; from one again for another `subject`. */
function useGrowing(all: number, subject: string): number {
  const [grown, setGrown] = useState({ subject, count: 1 });
  const count = grown.subject === subject ? Math.min(grown.count, all) : 1;
  useEffect(() => {
    if (count >= all) return;
    const timer = setTimeout(() => setGrown({ subject, count: count + 1 }), 16);
    return () => clearTimeout(timer);
  }, [count, all, subject]);
  return count;
}

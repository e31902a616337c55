import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useT } from '../use-t.ts';
import styles from './markdown.module.css';

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
  const shown = cut ? text.slice(0, CUT) : text;
  return (
    <div className={styles.markdown} data-size={size}>
      <Suspense fallback={<p className={styles.plain}>{shown}</p>}>
        <MarkdownBody text={shown} />
      </Suspense>
      {cut && (
        <button type="button" className={styles.all} onClick={() => setWholeOf(text)}>
          {t('tester.markdown.showAll', { count: text.length })}
        </button>
      )}
    </div>
  );
}

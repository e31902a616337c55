import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './tool-pane.module.css';

/** A tool's description. A long one is folded, so that the form stays in sight. */
export function ToolDescription({ text }: { text: string }): ReactNode {
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  const [long, setLong] = useState(false);
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = (): void => setLong(element.scrollHeight > element.clientHeight + 4);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    measure();
    return () => observer.disconnect();
  }, []);
  if (text.trim() === '') return null;
  return (
    <div className={styles.description}>
      <div ref={frame} className={styles.folded} data-open={open || undefined} data-long={(long && !open) || undefined}>
        <Markdown text={text} size="small" />
      </div>
      {(long || open) && (
        <Button variant="quiet" size="sm" className={styles.unfold} aria-expanded={open} onPress={() => setOpen(!open)}>
          {t(open ? 'tester.less' : 'tester.more')}
        </Button>
      )}
    </div>
  );
}

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import styles from './fold.module.css';

interface FoldProps {
  readonly title: string;
  /** What is in it, in short, while it is folded. */
  readonly summary: ReactNode;
  /** Something in it is marked: it opens, so that the mark is seen and can have the focus. */
  readonly hasError: boolean;
  readonly children: ReactNode;
}

/** A part of a form that is folded away until it is wanted. */
export function Fold({ title, summary, hasError, children }: FoldProps): ReactNode {
  const id = useId();
  const [isOpen, setOpen] = useState(hasError);
  const [hadError, setHadError] = useState(hasError);
  if (hasError !== hadError) {
    setHadError(hasError);
    if (hasError) setOpen(true);
  }
  return (
    <section className={styles.fold}>
      <Button className={styles.head} aria-expanded={isOpen} aria-controls={id} onPress={() => setOpen(!isOpen)}>
        <ChevronRight className={styles.twist} data-open={isOpen || undefined} aria-hidden="true" />
        <span className={styles.title}>{title}</span>
        <span className={styles.summary}>{summary}</span>
      </Button>
      <div id={id} className={styles.content} hidden={!isOpen}>
        {children}
      </div>
    </section>
  );
}

import { type ReactNode, useMemo, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { visibleLines } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './text-block.module.css';
import { beginningOf, countLines, piecesOf } from './text-cut.ts';

/** Text of any length: its beginning, and the rest when asked for; hidden and direction characters are written out. */
export function BoundedText({ text }: { text: string }): ReactNode {
  const t = useT();
  const [wholeOf, setWholeOf] = useState<string | null>(null);
  const whole = wholeOf === text;
  const beginning = useMemo(() => beginningOf(text), [text]);
  const pieces = useMemo(() => (whole ? piecesOf(text) : [beginning]).map(visibleLines), [whole, text, beginning]);
  return (
    <>
      <pre className={styles.text}>
        {pieces.length === 1
          ? pieces[0]
          : pieces.map((piece, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
              <span key={index} className={styles.piece}>
                {piece}
              </span>
            ))}
      </pre>
      {!whole && beginning.length < text.length && (
        <div className={styles.all}>
          <Button size="sm" onPress={() => setWholeOf(text)}>
            {t('result.showAll', { lines: countLines(text) })}
          </Button>
        </div>
      )}
    </>
  );
}

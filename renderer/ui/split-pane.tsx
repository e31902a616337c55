import { type ReactNode, useRef } from 'react';
import styles from './split-pane.module.css';
import { SplitSeparator } from './split-separator.tsx';
import { useWidth } from './use-width.ts';

export interface SidePane {
  /** The name of the divider beside it. */
  readonly label: string;
  readonly content: ReactNode;
  /** px, as remembered; what is shown also fits the window. */
  readonly width: number;
  readonly minWidth: number;
  readonly maxWidth: number;
  /** Called while dragging and for every key. */
  readonly onChange: (width: number) => void;
}

export interface SplitPaneProps {
  readonly start?: SidePane;
  readonly end?: SidePane;
  /** The pane that takes what is left. */
  readonly children: ReactNode;
  /** px that the middle keeps, however wide the others would be. */
  readonly minMiddle?: number;
}

/** A middle pane with panes beside it, whose dividers follow pointer and arrow keys. */
export function SplitPane({ start, end, children, minMiddle = 280 }: SplitPaneProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const total = useWidth(frame);
  const startWidth = start ? fitWidth(start.width, start, total - minMiddle - (end?.minWidth ?? 0)) : 0;
  const endWidth = end ? fitWidth(end.width, end, total - minMiddle - startWidth) : 0;
  return (
    <div className={styles.split} ref={frame}>
      {start && (
        <>
          <div className={styles.side} style={{ width: startWidth }}>
            {start.content}
          </div>
          <SplitSeparator
            pane={start}
            width={startWidth}
            max={fitWidth(start.maxWidth, start, total - minMiddle - endWidth)}
            side="start"
          />
        </>
      )}
      <div className={styles.middle}>{children}</div>
      {end && (
        <>
          <SplitSeparator pane={end} width={endWidth} max={fitWidth(end.maxWidth, end, total - minMiddle - startWidth)} side="end" />
          <div className={styles.side} style={{ width: endWidth }}>
            {end.content}
          </div>
        </>
      )}
    </div>
  );
}

function fitWidth(width: number, pane: SidePane, available: number): number {
  return Math.round(Math.max(pane.minWidth, Math.min(width, pane.maxWidth, available)));
}

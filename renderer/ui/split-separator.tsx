import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import styles from './split-pane.module.css';
import type { SidePane } from './split-pane.tsx';

const STEP = 16;
const LONG_STEP = 64;

interface SplitSeparatorProps {
  readonly pane: SidePane;
  readonly width: number;
  readonly max: number;
  readonly side: 'start' | 'end';
}

/** The divider beside a pane: the window-splitter pattern of ARIA. */
export function SplitSeparator({ pane, width, max, side }: SplitSeparatorProps): ReactNode {
  const drag = useRef<{ x: number; width: number } | null>(null);
  const sign = side === 'start' ? 1 : -1;
  const change = (wanted: number) => {
    const next = Math.round(Math.max(pane.minWidth, Math.min(max, wanted)));
    if (next !== width) pane.onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? LONG_STEP : STEP;
    const wanted = { ArrowLeft: width - sign * step, ArrowRight: width + sign * step, Home: pane.minWidth, End: max }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    change(wanted);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (drag.current) change(drag.current.width + sign * (event.clientX - drag.current.x));
  };
  const onPointerEnd = () => {
    drag.current = null;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator is a widget; hr is not
    <div
      role="separator"
      tabIndex={0}
      className={styles.separator}
      aria-label={pane.label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={pane.minWidth}
      aria-valuemax={max}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
    />
  );
}

import { useEffect, useRef, useState } from 'react';
import type { Settings } from '../../../shared/contract/model.ts';
import { act } from '../../api/act.ts';
import { useCore } from '../../stores/core-store.ts';

type Dividers = Settings['dividers'];
const SAVE_AFTER_MS = 400;

/** The widths of the tester's outer panes: changed at once, remembered a moment after the last change. */
export function useDividers(): Dividers & { readonly change: (part: Partial<Dividers>) => void } {
  const saved = useCore((state) => state.settings.dividers);
  const [moved, setMoved] = useState<Dividers | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef<Dividers | null>(null);
  const save = useRef(() => {
    clearTimeout(timer.current);
    const dividers = latest.current;
    latest.current = null;
    if (dividers !== null) void act('settings.update', { dividers });
  });
  useEffect(() => {
    const flush = save.current;
    return () => flush();
  }, []);
  const current = moved ?? saved;
  const change = (part: Partial<Dividers>): void => {
    const next = { ...(latest.current ?? current), ...part };
    latest.current = next;
    setMoved(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(save.current, SAVE_AFTER_MS);
  };
  return { ...current, change };
}

/** Least widths in px at which each pane can still be used. */
export const LEAST = { tools: 200, form: 290, result: 290 } as const;
/** Below this the result goes under the form. */
export const STACK_BELOW = LEAST.tools + LEAST.form + LEAST.result;

export interface PaneWidths {
  readonly tools: number;
  readonly result: number;
}

export interface FittedPanes extends PaneWidths {
  /** The result lies under the form. */
  readonly stacked: boolean;
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.max(low, Math.min(high, value)));
}

/** The widths that were asked for, as far as the window has room: the form keeps its least, then the result, then the tools. */
export function fitPanes(width: number, wanted: PaneWidths): FittedPanes {
  if (width < STACK_BELOW) {
    return { stacked: true, tools: clamp(wanted.tools, 160, Math.max(160, width - LEAST.form)), result: wanted.result };
  }
  const tools = clamp(wanted.tools, LEAST.tools, width - LEAST.form - LEAST.result);
  return { stacked: false, tools, result: clamp(wanted.result, LEAST.result, width - LEAST.form - tools) };
}

import { setTimeout as pause } from 'node:timers/promises';
import { numberOr, READ_ONLY, type SampleTool, textResult } from './sample-tool.ts';

const TICK_MS = 250;

const countdown: SampleTool = {
  definition: {
    name: 'countdown',
    title: 'Count down',
    description: 'Counts down to zero and reports its progress four times a second. Watch the bar, or cancel it on the way.',
    annotations: READ_ONLY,
    inputSchema: {
      type: 'object',
      properties: {
        seconds: { type: 'integer', description: 'How long to count', minimum: 1, maximum: 120, default: 5 },
      },
    },
  },
  run: async (args, { signal, progress }) => {
    const seconds = numberOr(args, 'seconds', 5);
    const steps = (seconds * 1_000) / TICK_MS;
    for (let step = 0; step < steps; step += 1) {
      await progress(step / 4, seconds, `${Math.ceil(seconds - step / 4)} s to go`);
      await pause(TICK_MS, undefined, { signal });
    }
    await progress(seconds, seconds, 'Lift-off');
    return textResult(`Counted down from ${seconds}. Lift-off! 🚀`);
  },
};

const slow: SampleTool = {
  definition: {
    name: 'slow',
    title: 'Take a long time',
    description: 'Does nothing for a while, without any sign of life, and then answers. Made to be **cancelled** or to run into a timeout.',
    annotations: READ_ONLY,
    inputSchema: {
      type: 'object',
      properties: {
        seconds: { type: 'number', description: 'How long to do nothing', minimum: 0, maximum: 600, default: 30 },
      },
    },
  },
  run: async (args, { signal }) => {
    const seconds = numberOr(args, 'seconds', 30);
    await pause(seconds * 1_000, undefined, { signal });
    return textResult(`That took ${seconds} s. Thank you for your patience.`);
  },
};

export const LONG_TOOLS: readonly SampleTool[] = [countdown, slow];

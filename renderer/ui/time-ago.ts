import type { Translate } from './use-t.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago `at` was, in words. Both in ms since the epoch; the future counts as now. */
export function timeAgo(at: number, now: number, t: Translate): string {
  const ms = Math.max(0, now - at);
  if (ms < 10_000) return t('time.now');
  if (ms < MINUTE) return t('time.secondsAgo', { n: Math.floor(ms / 10_000) * 10 });
  if (ms < HOUR) return t('time.minutesAgo', { n: Math.floor(ms / MINUTE) });
  if (ms < DAY) return t('time.hoursAgo', { n: Math.floor(ms / HOUR) });
  const days = Math.floor(ms / DAY);
  return days === 1 ? t('time.yesterday') : t('time.daysAgo', { n: days });
}

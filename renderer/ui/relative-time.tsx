import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { MessageId } from '../messages/en.ts';
import { timeAgo } from './time-ago.ts';
import { useNow } from './use-now.ts';
import { useT } from './use-t.ts';

interface RelativeTimeProps {
  /** ms since the epoch. */
  readonly at: number;
  /** A sentence with a place for it, {ago}. */
  readonly within?: MessageId;
}

/** How long ago something was; the exact time on hover. */
export function RelativeTime({ at, within }: RelativeTimeProps): ReactNode {
  const t = useT();
  const intl = useIntl();
  const now = useNow();
  const ago = timeAgo(at, now, t);
  const exact = intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <time dateTime={new Date(at).toISOString()} title={exact}>
      {within === undefined ? ago : t(within, { ago })}
    </time>
  );
}

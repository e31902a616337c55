import { type ReactNode, useState } from 'react';
import { useRefused } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { Banner } from '../../ui/banner.tsx';
import { useT } from '../../ui/use-t.ts';

/** What concerns the whole window: a lost wire, a locked data folder, files that were set aside. */
export function Banners(): ReactNode {
  const t = useT();
  const refused = useRefused();
  const phase = useCore((state) => state.phase);
  const { readOnlyBecausePid, notices } = useCore((state) => state.info);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  return (
    <>
      {phase === 'lost' && <Banner tone="warn">{t(refused ? 'banner.refused' : 'banner.lost')}</Banner>}
      {readOnlyBecausePid !== null && <Banner tone="warn">{t('banner.readOnly', { pid: String(readOnlyBecausePid) })}</Banner>}
      {notices
        .filter((notice) => !dismissed.has(notice))
        .map((notice) => (
          <Banner key={notice} tone="info" onDismiss={() => setDismissed((before) => new Set(before).add(notice))}>
            {notice}
          </Banner>
        ))}
    </>
  );
}

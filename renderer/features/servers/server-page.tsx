import { lazy, type ReactNode, Suspense } from 'react';
import type { TransportConfig } from '../../../shared/contract/model.ts';
import { useServer, useServerTools } from '../../stores/core-store.ts';
import { navigate, type ServerTab } from '../../stores/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { ServerHeader } from './server-header.tsx';
import styles from './server-page.module.css';

const Tester = lazy(async () => ({ default: (await import('../tester/tester.tsx')).Tester }));
const ServerLog = lazy(async () => ({ default: (await import('./server-log.tsx')).ServerLog }));
const ServerProcess = lazy(async () => ({ default: (await import('./server-process.tsx')).ServerProcess }));
const ServerNetwork = lazy(async () => ({ default: (await import('./server-network.tsx')).ServerNetwork }));
const ServerDetails = lazy(async () => ({ default: (await import('./server-details.tsx')).ServerDetails }));
const ServerSettings = lazy(async () => ({ default: (await import('./server-settings.tsx')).ServerSettings }));

const TABS: Readonly<Record<TransportConfig['kind'], readonly ServerTab[]>> = {
  stdio: ['tools', 'log', 'process', 'details', 'settings'],
  remote: ['tools', 'log', 'network', 'details', 'settings'],
  sample: ['tools', 'log', 'details', 'settings'],
};

interface ServerPageProps {
  readonly id: string;
  readonly tab: ServerTab;
}

/** One server: its tools, its log, its process or network, what it says about itself, and its definition. */
export function ServerPage({ id, tab }: ServerPageProps): ReactNode {
  const t = useT();
  const server = useServer(id);
  const toolCount = useServerTools(id).length;
  if (!server) {
    return (
      <EmptyState
        title={t('server.gone')}
        actions={<Button onPress={() => navigate({ page: 'servers' }, { replace: true })}>{t('server.back')}</Button>}
      >
        {t('server.goneText')}
      </EmptyState>
    );
  }
  const tabs = TABS[server.transport.kind];
  const shown = tabs.includes(tab) ? tab : 'tools';
  return (
    <div className={styles.page}>
      <ServerHeader server={server} />
      <Tabs<ServerTab>
        label={t('server.tabs', { name: visibleText(server.name) })}
        items={tabs.map((each) => ({
          id: each,
          label: t(`server.tab.${each}`),
          ...(each === 'tools' && toolCount > 0 ? { aside: toolCount } : {}),
        }))}
        selected={shown}
        onSelect={(next) => navigate({ page: 'server', id, tab: next }, { replace: true })}
        className={styles.tabs}
        listClassName={styles.tabList}
      >
        {/* In the panel: while a tab's code is on its way, the tabs stay, and with them the focus. */}
        <Suspense fallback={null}>
          {shown === 'tools' && <Tester serverId={id} />}
          {shown === 'log' && <ServerLog server={server} />}
          {shown === 'process' && <ServerProcess server={server} />}
          {shown === 'network' && <ServerNetwork server={server} />}
          {shown === 'details' && <ServerDetails server={server} />}
          {shown === 'settings' && <ServerSettings server={server} />}
        </Suspense>
      </Tabs>
    </div>
  );
}

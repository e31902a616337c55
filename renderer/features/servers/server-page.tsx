import { lazy, type ReactNode, Suspense } from 'react';
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
const ServerDetails = lazy(async () => ({ default: (await import('./server-details.tsx')).ServerDetails }));
const ServerSettings = lazy(async () => ({ default: (await import('./server-settings.tsx')).ServerSettings }));

interface ServerPageProps {
  readonly id: string;
  readonly tab: ServerTab;
}

/** One server: its tools, its log, what it says about itself, and its definition. */
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
  return (
    <div className={styles.page}>
      <ServerHeader server={server} />
      <Tabs<ServerTab>
        label={t('server.tabs', { name: visibleText(server.name) })}
        items={[
          { id: 'tools', label: t('server.tab.tools'), ...(toolCount > 0 ? { aside: toolCount } : {}) },
          { id: 'log', label: t('server.tab.log') },
          { id: 'details', label: t('server.tab.details') },
          { id: 'settings', label: t('server.tab.settings') },
        ]}
        selected={tab}
        onSelect={(next) => navigate({ page: 'server', id, tab: next }, { replace: true })}
        className={styles.tabs}
        listClassName={styles.tabList}
      >
        {/* In the panel: while a tab's code is on its way, the tabs stay, and with them the focus. */}
        <Suspense fallback={null}>
          {tab === 'tools' && <Tester serverId={id} />}
          {tab === 'log' && <ServerLog server={server} />}
          {tab === 'details' && <ServerDetails server={server} />}
          {tab === 'settings' && <ServerSettings server={server} />}
        </Suspense>
      </Tabs>
    </div>
  );
}

import { Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCore } from '../../stores/core-store.ts';
import { navigate, useRoute } from '../../stores/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useT } from '../../ui/use-t.ts';
import { Tester } from '../tester/tester.tsx';
import { hasLiveTools } from '../tester/tool-rows.ts';
import styles from './tools-page.module.css';

/** The tools of all connected servers in one tester. */
export function ToolsPage(): ReactNode {
  const t = useT();
  const route = useRoute();
  const connected = useCore((state) => state.servers.some((server) => hasLiveTools(state.states[server.id])));
  const named = route.page === 'tools' && route.tool !== undefined;
  if (connected || named) {
    return (
      <div className={styles.page}>
        <h1 className="visually-hidden">{t('tools.title')}</h1>
        <Tester serverId={null} />
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <EmptyState
        icon={<Wrench />}
        title={t('tools.emptyTitle')}
        actions={
          <Button variant="primary" onPress={() => navigate({ page: 'servers' })}>
            {t('tools.goToServers')}
          </Button>
        }
      >
        {t('tools.emptyHint')}
      </EmptyState>
    </div>
  );
}

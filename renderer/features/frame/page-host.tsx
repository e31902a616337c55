import { lazy, type ReactNode, Suspense } from 'react';
import type { Route } from '../../stores/route.ts';
import { useRoute } from '../../stores/route-store.ts';
import { Boundary } from '../../ui/boundary.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useT } from '../../ui/use-t.ts';
import { ServersPage } from '../servers/servers-page.tsx';

const ServerPage = lazy(async () => ({ default: (await import('../servers/server-page.tsx')).ServerPage }));
const ToolsPage = lazy(async () => ({ default: (await import('../tools/tools-page.tsx')).ToolsPage }));
const ActivityPage = lazy(async () => ({ default: (await import('../activity/activity-page.tsx')).ActivityPage }));
const SettingsPage = lazy(async () => ({ default: (await import('../settings/settings-page.tsx')).SettingsPage }));

function pageOf(route: Route): ReactNode {
  switch (route.page) {
    case 'servers':
      return <ServersPage />;
    case 'server':
      return <ServerPage key={route.id} id={route.id} tab={route.tab} />;
    case 'tools':
      return <ToolsPage />;
    case 'activity':
      return <ActivityPage />;
    case 'settings':
      return <SettingsPage />;
    default:
      return route satisfies never;
  }
}

/** The route's page. One that throws leaves the frame usable. */
export function PageHost(): ReactNode {
  const route = useRoute();
  return (
    <Boundary of={route} fallback={<FailedPage />}>
      <Suspense fallback={null}>{pageOf(route)}</Suspense>
    </Boundary>
  );
}

function FailedPage(): ReactNode {
  const t = useT();
  return (
    <EmptyState title={t('page.failed')} actions={<Button onPress={() => window.location.reload()}>{t('page.reload')}</Button>}>
      {t('page.failedHint')}
    </EmptyState>
  );
}

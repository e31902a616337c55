import { Activity, PanelLeftClose, PanelLeftOpen, Server, Settings, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { act } from '../../api/act.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { useRoute } from '../../stores/route-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { useT } from '../../ui/use-t.ts';
import { AppMark } from './app-mark.tsx';
import { NavLink } from './nav-link.tsx';
import styles from './sidebar.module.css';
import { SidebarFoot } from './sidebar-foot.tsx';

/** Below this the sidebar shows icons only, unless the user has fixed it. */
const NARROW = '(max-width: 959px)';

/** The way to every page, and at its foot how the servers are. */
export function Sidebar(): ReactNode {
  const t = useT();
  const route = useRoute();
  const barred = useWriteBar() !== null;
  const fixed = useCore((state) => state.settings.sidebar);
  const small = useMedia(NARROW);
  const narrow = fixed === null ? small : fixed === 'narrow';
  const servers = useCore((state) => state.servers.length);
  const tools = useCore((state) => Object.values(state.tools).reduce((sum, list) => sum + list.length, 0));
  const running = useCore((state) => Object.values(state.runs).filter((run) => run.status === 'running').length);
  return (
    <nav className={styles.sidebar} aria-label={t('nav.label')} data-narrow={narrow || undefined}>
      <div className={styles.head}>
        <span className={styles.brand}>
          <AppMark />
          {!narrow && <span className={styles.name}>Patchbay</span>}
        </span>
        <IconButton
          size="sm"
          className={styles.toggle}
          label={narrow ? t('nav.widen') : t('nav.narrow')}
          icon={narrow ? <PanelLeftOpen /> : <PanelLeftClose />}
          placement="right"
          isDisabled={barred}
          onPress={() => void act('settings.update', { sidebar: narrow ? 'wide' : 'narrow' })}
        />
      </div>
      <NavLink
        to={{ page: 'servers' }}
        label={t('nav.servers')}
        icon={<Server />}
        count={servers}
        isCurrent={route.page === 'servers' || route.page === 'server'}
        narrow={narrow}
      />
      <NavLink
        to={{ page: 'tools' }}
        label={t('nav.tools')}
        icon={<Wrench />}
        count={tools}
        isCurrent={route.page === 'tools'}
        narrow={narrow}
      />
      <NavLink
        to={{ page: 'activity' }}
        label={t('nav.activity')}
        icon={<Activity />}
        count={running}
        isCurrent={route.page === 'activity'}
        narrow={narrow}
      />
      <NavLink
        to={{ page: 'settings' }}
        label={t('nav.settings')}
        icon={<Settings />}
        count={0}
        isCurrent={route.page === 'settings'}
        narrow={narrow}
      />
      <SidebarFoot narrow={narrow} />
    </nav>
  );
}

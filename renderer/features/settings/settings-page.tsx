import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { act } from '../../api/act.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useCopy } from '../../ui/use-copy.ts';
import { useT } from '../../ui/use-t.ts';
import { WriteBar } from '../../ui/write-bar.tsx';
import { SecuritySection } from './security-section.tsx';
import styles from './settings-page.module.css';
import { Group, Row } from './settings-rows.tsx';

const PLATFORMS: Readonly<Record<string, string>> = { darwin: 'macOS', linux: 'Linux', win32: 'Windows' };

/** How Patchbay looks, where it keeps things, and what it is. */
export function SettingsPage(): ReactNode {
  const t = useT();
  const copy = useCopy();
  const barred = useWriteBar() !== null;
  const settings = useCore((state) => state.settings);
  const info = useCore((state) => state.info);
  const platform = PLATFORMS[info.platform] ?? info.platform;
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <h1 className={styles.title}>{t('settings.title')}</h1>
        <div className={styles.barred}>
          <WriteBar />
        </div>
        <Group title={t('settings.appearance')}>
          <Row name={t('settings.theme')} hint={t('settings.themeHint')}>
            <Segmented
              label={t('settings.theme')}
              options={[
                { id: 'system', label: t('settings.themeSystem') },
                { id: 'light', label: t('settings.themeLight') },
                { id: 'dark', label: t('settings.themeDark') },
              ]}
              isDisabled={barred}
              value={settings.theme}
              onChange={(theme) => void act('settings.update', { theme })}
            />
          </Row>
          <Row name={t('settings.sidebar')} hint={t('settings.sidebarHint')}>
            <Segmented
              label={t('settings.sidebar')}
              options={[
                { id: 'auto', label: t('settings.sidebarAuto') },
                { id: 'wide', label: t('settings.sidebarWide') },
                { id: 'narrow', label: t('settings.sidebarNarrow') },
              ]}
              isDisabled={barred}
              value={settings.sidebar ?? 'auto'}
              onChange={(choice) => void act('settings.update', { sidebar: choice === 'auto' ? null : choice })}
            />
          </Row>
        </Group>
        <SecuritySection />
        <Group title={t('settings.data')}>
          <Row
            name={t('settings.dataFolder')}
            hint={t('settings.dataFolderHint')}
            below={<code className={styles.path}>{info.dataFolder}</code>}
          >
            <IconButton bordered label={t('settings.copyPath')} icon={<Copy />} onPress={() => copy(info.dataFolder)} />
          </Row>
          <Row name={t('settings.import')} hint={t('settings.importHint')}>
            <Button onPress={() => openDialog({ kind: 'import' })}>{t('settings.importButton')}</Button>
          </Row>
        </Group>
        <Group title={t('settings.about')}>
          <Row name={t('settings.version')}>
            <span className={styles.value}>{info.version}</span>
          </Row>
          <Row name={t('settings.shell')}>
            <span className={styles.value}>
              {t(info.shell === 'desktop' ? 'settings.shellDesktop' : 'settings.shellBrowser', { platform })}
            </span>
          </Row>
          <Row name={t('settings.keys')}>
            <Button onPress={() => openDialog({ kind: 'keys' })}>{t('settings.showKeys')}</Button>
          </Row>
        </Group>
      </div>
    </div>
  );
}

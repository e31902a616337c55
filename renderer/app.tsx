import { type ReactNode, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { IntlProvider } from 'react-intl';
import styles from './app.module.css';
import { DialogHost } from './features/frame/dialog-host.tsx';
import { Frame } from './features/frame/frame.tsx';
import { PageHost } from './features/frame/page-host.tsx';
import { useGlobalKeys } from './features/frame/use-global-keys.ts';
import { en } from './messages/en.ts';
import { useRefused } from './stores/away.ts';
import { useCore } from './stores/core-store.ts';
import { Boundary } from './ui/boundary.tsx';
import { Button } from './ui/button.tsx';
import { EmptyState } from './ui/empty-state.tsx';
import { Spinner } from './ui/spinner.tsx';
import { showTheme } from './ui/theme.ts';
import { useT } from './ui/use-t.ts';

/** The whole page: words, frame, and the route's page in it. */
export function App(): ReactNode {
  return (
    <IntlProvider locale="en" messages={en}>
      <I18nProvider locale="en">
        <Boundary fallback={<FailedWindow />}>
          <Window />
        </Boundary>
      </I18nProvider>
    </IntlProvider>
  );
}

function Window(): ReactNode {
  const phase = useCore((state) => state.phase);
  useTheme();
  useGlobalKeys();
  if (phase === 'loading') return <Opening />;
  return (
    <>
      <Frame>
        <PageHost />
      </Frame>
      <DialogHost />
    </>
  );
}

function FailedWindow(): ReactNode {
  const t = useT();
  return (
    <main className={styles.opening}>
      <EmptyState title={t('window.failed')} actions={<Button onPress={() => window.location.reload()}>{t('page.reload')}</Button>}>
        {t('window.failedHint')}
      </EmptyState>
    </main>
  );
}

function useTheme(): void {
  const theme = useCore((state) => (state.phase === 'loading' ? null : state.settings.theme));
  useEffect(() => {
    if (theme !== null) showTheme(theme);
  }, [theme]);
}

/** An answer usually comes within a frame or two: words before that would only flicker. */
const SAY_AFTER_MS = 300;
const SLOW_AFTER_MS = 6_000;

function Opening(): ReactNode {
  const t = useT();
  const refused = useRefused();
  const [waited, setWaited] = useState<'short' | 'long' | 'slow'>('short');
  useEffect(() => {
    const timers = [setTimeout(() => setWaited('long'), SAY_AFTER_MS), setTimeout(() => setWaited('slow'), SLOW_AFTER_MS)];
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
  if (refused) {
    return (
      <main className={styles.opening} role="status">
        <p className={styles.words}>{t('banner.refused')}</p>
      </main>
    );
  }
  if (waited === 'short') return null;
  return (
    <main className={styles.opening} role="status">
      <Spinner size={20} />
      <p className={styles.words}>{t(waited === 'long' ? 'start.loading' : 'start.slow')}</p>
    </main>
  );
}

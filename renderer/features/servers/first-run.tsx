import { ChevronRight, Download, FlaskConical, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { act } from '../../api/act.ts';
import { useWriteBar } from '../../stores/away.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { navigate } from '../../stores/route-store.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './first-run.module.css';

/** Adds the built-in server, connects it and opens its tools. */
async function trySample(): Promise<void> {
  const server = await act('servers.addSample', {});
  if (!server) return;
  await act('servers.connect', { id: server.id });
  navigate({ page: 'server', id: server.id, tab: 'tools' });
}

/** What the servers page is before there is one. */
export function FirstRun(): ReactNode {
  const t = useT();
  const barred = useWriteBar() !== null;
  const [busy, setBusy] = useState(false);
  return (
    <div className={styles.place}>
      <div className={styles.panel}>
        <h2 className={styles.title}>{t('servers.empty.title')}</h2>
        <p className={styles.text}>{t('servers.empty.text')}</p>
        <Way
          icon={<FlaskConical />}
          title={t('servers.empty.sample')}
          text={t('servers.empty.sampleText')}
          isPrimary
          isPending={busy}
          isDisabled={barred}
          onPress={() => {
            setBusy(true);
            void trySample().finally(() => setBusy(false));
          }}
        />
        <Way
          icon={<Download />}
          title={t('servers.empty.import')}
          text={t('servers.empty.importText')}
          onPress={() => openDialog({ kind: 'import' })}
        />
        <Way
          icon={<Plus />}
          title={t('servers.empty.add')}
          text={t('servers.empty.addText')}
          onPress={() => openDialog({ kind: 'addServer' })}
        />
      </div>
    </div>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly isPrimary?: boolean;
  readonly isPending?: boolean;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

function Way({ icon, title, text, isPrimary, isPending, isDisabled, onPress }: WayProps): ReactNode {
  return (
    <Button className={styles.way} data-primary={isPrimary || undefined} isDisabled={isDisabled} onPress={isPending ? undefined : onPress}>
      <span className={styles.icon}>{isPending ? <Spinner size={16} /> : icon}</span>
      <span className={styles.words}>
        <span className={styles.name}>{title}</span>
        <span className={styles.about}>{text}</span>
      </span>
      <ChevronRight className={styles.arrow} aria-hidden="true" />
    </Button>
  );
}

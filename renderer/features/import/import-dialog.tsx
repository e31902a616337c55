import { type ReactNode, useEffect, useState } from 'react';
import type { ImportSource } from '../../../shared/contract/methods.ts';
import type { ServerInput } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { closeDialog, closerOfThisDialog } from '../../stores/dialog-store.ts';
import { showFailure, showToast } from '../../stores/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useT } from '../../ui/use-t.ts';
import { WriteBar } from '../../ui/write-bar.tsx';
import { addServers } from '../servers/add-servers.ts';
import styles from './import-dialog.module.css';
import { ImportSourceChoices } from './import-source.tsx';
import { isHere } from './is-here.ts';

type Chosen = Readonly<Record<string, ReadonlySet<number>>>;

/** Everything that is not here yet. */
function firstChoice(sources: readonly ImportSource[]): Chosen {
  const { servers } = useCore.getState();
  const seen: ServerInput[] = [...servers];
  return Object.fromEntries(
    sources.map((source) => {
      const fresh = source.servers.flatMap((server, index) => (isHere(server, seen) ? [] : [index]));
      seen.push(...source.servers);
      return [source.path, new Set(fresh)];
    }),
  );
}

/** Takes servers over from other apps' configuration; what each would run or send is in sight first. */
export function ImportDialog(): ReactNode {
  const t = useT();
  const [sources, setSources] = useState<readonly ImportSource[] | null>(null);
  const [chosen, setChosen] = useState<Chosen>({});
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const barred = useWriteBar() !== null;
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let isOpen = true;
    client.invoke('import.scan', {}).then(
      (found) => {
        if (!isOpen) return;
        setSources(found);
        setChosen(firstChoice(found));
      },
      (error: unknown) => {
        showFailure(error);
        if (isOpen) closeDialog();
      },
    );
    return () => {
      isOpen = false;
    };
  }, []);
  const picked = (sources ?? []).flatMap(({ path, servers }) =>
    [...servers.entries()].filter(([index]) => chosen[path]?.has(index)).map(([index, server]) => ({ path, index, server })),
  );
  const untick = (path: string, gone: number) =>
    setChosen((before) => ({ ...before, [path]: new Set([...(before[path] ?? [])].filter((index) => index !== gone)) }));
  const add = async () => {
    const close = closerOfThisDialog();
    setBusy(true);
    setFailure(null);
    const { added, failure } = await addServers(
      picked.map(({ server }) => ({ ...server, categoryId: null })),
      (at) => picked[at] && untick(picked[at].path, picked[at].index),
    );
    setBusy(false);
    setFailure(failure);
    if (added > 0) showToast({ message: t('import.done', { n: added }) });
    if (failure === null) close();
  };
  return (
    <Dialog
      title={t('import.title')}
      subtitle={t('import.subtitle')}
      onClose={closeDialog}
      notice={
        <>
          <WriteBar />
          <FailureNote failure={failure} />
        </>
      }
      footer={
        <>
          <Button onPress={closeDialog}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={(picked.length === 0 && !busy) || barred} isPending={busy} onPress={() => void add()}>
            {t('import.add', { n: picked.length })}
          </Button>
        </>
      }
    >
      {sources === null && (
        <p className={styles.scanning} role="status">
          <Spinner /> {t('import.scanning')}
        </p>
      )}
      {sources?.length === 0 && <EmptyState title={t('import.none')}>{t('import.noneText')}</EmptyState>}
      {sources?.map((source) => (
        <ImportSourceChoices
          key={source.path}
          source={source}
          chosen={chosen[source.path] ?? new Set()}
          onChange={(indexes) => setChosen((before) => ({ ...before, [source.path]: indexes }))}
        />
      ))}
    </Dialog>
  );
}

import { Copy } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import type { ProcessInfo, RuntimeInfo, ServerDefinition } from '../../../shared/contract/model.ts';
import { client } from '../../api/client.ts';
import { useServerState } from '../../stores/core-store.ts';
import { Fact, FactGroup, FactNote, FactPage } from '../../ui/fact-list.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { durationWords } from '../../ui/text/size-words.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useCopy } from '../../ui/use-copy.ts';
import { usePolled } from '../../ui/use-polled.ts';
import { useSay } from '../../ui/use-say.ts';
import { useT } from '../../ui/use-t.ts';
import { exitSentence } from './exit-sentence.ts';
import { ProcessTable } from './process-table.tsx';
import { ServerBar } from './server-bar.tsx';
import styles from './server-process.module.css';

const EVERY_MS = 2_000;
const PATH_LENGTH = 4_096;

/** What runs for a local server, how it ended before, and what its command turned out to be. */
export function ServerProcess({ server }: { readonly server: ServerDefinition }): ReactNode {
  const t = useT();
  const { id } = server;
  const ask = useCallback(() => client.invoke('servers.process', { id }), [id]);
  const { value: info, failure } = usePolled(ask, EVERY_MS, { about: useServerState(id).kind });
  return (
    <FactPage label={t('server.tab.process')} bar={<ServerBar server={server} />} failure={failure} isWide>
      {info && (
        <>
          <FactGroup title={t('process.running')}>
            {info.tree.length === 0 ? <FactNote>{t('process.none')}</FactNote> : <ProcessTable tree={info.tree} />}
            <Fact name={t('process.restarts')}>{String(info.restarts)}</Fact>
          </FactGroup>
          <FactGroup title={t('process.command')}>
            {info.runtime ? <Runtime runtime={info.runtime} /> : <FactNote>{t('process.runtimeUnknown')}</FactNote>}
          </FactGroup>
          <FactGroup title={t('process.exits')}>
            {info.exits.length === 0 ? <FactNote>{t('process.noExits')}</FactNote> : <Exits exits={info.exits} />}
          </FactGroup>
          {info.logFile !== null && <LogFile path={info.logFile} />}
        </>
      )}
    </FactPage>
  );
}

function Runtime({ runtime: { command, path, version, foundBy, searched, advice } }: { readonly runtime: RuntimeInfo }): ReactNode {
  const t = useT();
  return (
    <>
      <Fact name={t('process.runtime')}>
        <code>{visibleText(command, PATH_LENGTH)}</code>
        {version !== null && ` · ${visibleText(version)}`}
      </Fact>
      <Fact name={t('process.foundAt')}>
        {path === null ? <span className={styles.missing}>{t('process.notFound')}</span> : <code>{visibleText(path, PATH_LENGTH)}</code>}
        {foundBy !== null && <div className={styles.quiet}>{t(`process.foundBy.${foundBy}`)}</div>}
      </Fact>
      {advice !== null && <Fact name={t('process.advice')}>{visibleText(advice, 1_000)}</Fact>}
      {path === null && searched.length > 0 && (
        <Fact name={t('process.searched')}>
          <ul className={styles.folders}>
            {searched.map((folder) => (
              <li key={folder}>
                <code>{visibleText(folder, PATH_LENGTH)}</code>
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </>
  );
}

function Exits({ exits }: { readonly exits: ProcessInfo['exits'] }): ReactNode {
  const t = useT();
  const say = useSay();
  return (
    <table className={styles.table} aria-label={t('process.exits')}>
      <thead>
        <tr>
          <th scope="col">{t('process.column.when')}</th>
          <th scope="col">{t('process.column.how')}</th>
          <th scope="col" className={styles.number}>
            {t('process.column.ran')}
          </th>
        </tr>
      </thead>
      <tbody>
        {exits.map((exit) => (
          <tr key={`${exit.at} ${exit.pid}`}>
            <td>
              <RelativeTime at={exit.at} />
            </td>
            <td>
              {say(exitSentence(exit, exit.asked))}
              {exit.asked && <span className={styles.quiet}> · {t('process.asked')}</span>}
            </td>
            <td className={styles.number}>{durationWords(exit.ranMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LogFile({ path }: { readonly path: string }): ReactNode {
  const t = useT();
  const copy = useCopy();
  return (
    <FactGroup title={t('process.logFile')}>
      <div className={styles.file}>
        <code className={styles.path}>{visibleText(path, PATH_LENGTH)}</code>
        <IconButton bordered label={t('settings.copyPath')} icon={<Copy />} onPress={() => copy(path)} />
      </div>
      <FactNote>{t('process.logFileHint')}</FactNote>
    </FactGroup>
  );
}

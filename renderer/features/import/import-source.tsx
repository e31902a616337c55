import type { ReactNode } from 'react';
import type { ImportSource } from '../../../shared/contract/methods.ts';
import { useCore } from '../../stores/core-store.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { ServerChoices } from '../servers/server-choices.tsx';
import styles from './import-source.module.css';
import { isHere } from './is-here.ts';

interface ImportSourceChoicesProps {
  readonly source: ImportSource;
  readonly chosen: ReadonlySet<number>;
  readonly onChange: (chosen: ReadonlySet<number>) => void;
}

/** One app's configuration file: its servers to tick, and what could not be read. */
export function ImportSourceChoices({ source, chosen, onChange }: ImportSourceChoicesProps): ReactNode {
  const t = useT();
  const saved = useCore((state) => state.servers);
  const { app, path, servers, problem, warnings } = source;
  return (
    <section className={styles.source} aria-label={app}>
      <header className={styles.header}>
        {servers.length > 0 ? (
          <Checkbox
            aria-label={t('import.allOf', { app })}
            isSelected={chosen.size === servers.length}
            isIndeterminate={chosen.size > 0 && chosen.size < servers.length}
            onChange={(on) => onChange(on ? new Set(servers.keys()) : new Set())}
          />
        ) : null}
        <div className={styles.titles}>
          <h3 className={styles.app}>{visibleText(app)}</h3>
          <code className={styles.path}>{visibleText(path, 4_096)}</code>
        </div>
      </header>
      {problem !== null && <p className={styles.problem}>{t('import.problem', { problem: visibleText(problem, 1_000) })}</p>}
      {problem === null && servers.length === 0 && <p className={styles.none}>{t('import.noServers')}</p>}
      {servers.length > 0 && (
        <ServerChoices
          label={app}
          servers={servers}
          chosen={chosen}
          onChange={onChange}
          noteOf={(server) => (isHere(server, saved) ? t('import.exists') : null)}
        />
      )}
      {warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          {visibleText(warning, 1_000)}
        </p>
      ))}
    </section>
  );
}

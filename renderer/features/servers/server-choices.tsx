import type { ReactNode } from 'react';
import type { ServerInput } from '../../../shared/contract/model.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { sentNames } from './sent-names.ts';
import styles from './server-choices.module.css';

/** What a definition would start or reach, in one line. */
export function targetText({ transport }: ServerInput): string {
  if (transport.kind === 'stdio') return [transport.command, ...(transport.args ?? [])].join(' ');
  return transport.kind === 'remote' ? transport.url : '';
}

/** Characters of what would run: all of it is to be seen, short of what would fill the window many times over. */
const TARGET = 20_000;

interface ServerChoicesProps {
  readonly label: string;
  readonly servers: readonly ServerInput[];
  /** Indexes into `servers`. */
  readonly chosen: ReadonlySet<number>;
  readonly onChange: (chosen: ReadonlySet<number>) => void;
  /** Said beside a server, e.g. that it is already here. */
  readonly noteOf?: (server: ServerInput) => string | null;
}

/** Definitions to tick, each with everything that would run or be sent; values of secrets stay hidden. */
export function ServerChoices({ label, servers, chosen, onChange, noteOf }: ServerChoicesProps): ReactNode {
  const t = useT();
  const toggle = (index: number, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(index);
    else next.delete(index);
    onChange(next);
  };
  return (
    <ul className={styles.list} aria-label={label}>
      {servers.map((server, index) => {
        const { env, headers, query } = sentNames(server.transport);
        const note = noteOf?.(server) ?? null;
        return (
          // Recognised servers have no id yet, and the list does not change while it is shown.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index} className={styles.item}>
            <Checkbox isSelected={chosen.has(index)} onChange={(on) => toggle(index, on)}>
              <span className={styles.name}>
                <bdi>{visibleText(server.name)}</bdi>
                {note !== null && <span className={styles.note}>{note}</span>}
              </span>
              <code className={styles.target}>{visibleText(targetText(server), TARGET)}</code>
              {env.length > 0 && <span className={styles.names}>{t('import.env', { names: visibleText(env.join(', '), TARGET) })}</span>}
              {headers.length > 0 && (
                <span className={styles.names}>{t('import.headers', { names: visibleText(headers.join(', '), TARGET) })}</span>
              )}
              {query.length > 0 && (
                <span className={styles.names}>{t('import.query', { names: visibleText(query.join(', '), TARGET) })}</span>
              )}
            </Checkbox>
          </li>
        );
      })}
    </ul>
  );
}

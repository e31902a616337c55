import { FileInput } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { Output } from '../../../shared/contract/methods.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './env-import.module.css';
import { type DraftRow, mergedRows } from './server-draft.ts';

/** Characters, as the core limits them. */
const MOST = 2_000_000;
/** Pause in typing after which the text is read. */
const PAUSE_MS = 250;

interface EnvImportProps {
  readonly rows: readonly DraftRow[];
  readonly onRows: (change: (rows: readonly DraftRow[]) => readonly DraftRow[]) => void;
}

/** Fills variables from a .env file or its lines; the form is filled, nothing is saved. */
export function EnvImport(props: EnvImportProps): ReactNode {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon={<FileInput />} onPress={() => setOpen(true)}>
        {t('envImport.open')}
      </Button>
      {isOpen && <EnvImportDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function EnvImportDialog({ rows, onRows, onClose }: EnvImportProps & { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [text, setText] = useState('');
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { found, failure } = useParsedEnv(text);
  const read = async (files: FileList | null) => {
    const file = files?.[0];
    if (!file) return;
    setFileProblem(null);
    try {
      if (file.size > MOST) setFileProblem(t('envImport.tooLarge', { name: visibleText(file.name) }));
      else setText(await file.text());
    } catch {
      setFileProblem(t('envImport.unreadable', { name: visibleText(file.name) }));
    }
  };
  const variables = Object.entries(found?.variables ?? {});
  const chosen = variables.filter(([name]) => !left.has(name));
  const here = new Map(rows.map((row) => [row.name.trim(), row.value]));
  const toggle = (name: string, on: boolean) => {
    const next = new Set(left);
    if (on) next.delete(name);
    else next.add(name);
    setLeft(next);
  };
  const take = () => {
    onRows((now) => mergedRows(now, Object.fromEntries(chosen)));
    onClose();
  };
  return (
    <Dialog
      title={t('envImport.title')}
      subtitle={t('envImport.subtitle')}
      isDismissable={text === ''}
      onClose={onClose}
      notice={<FailureNote failure={failure} />}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={chosen.length === 0} onPress={take}>
            {t('envImport.take', { n: chosen.length })}
          </Button>
        </>
      }
    >
      <div className={styles.import}>
        <div>
          <FileTrigger onSelect={(files) => void read(files)}>
            <Button>{t('envImport.choose')}</Button>
          </FileTrigger>
        </div>
        {fileProblem !== null && (
          <p className={styles.problem} role="alert">
            {fileProblem}
          </p>
        )}
        <TextArea label={t('envImport.paste')} mono rows={6} value={text} onChange={setText} autoFocus />
        <div role="status">{found && <p className={styles.count}>{t('envImport.found', { n: variables.length })}</p>}</div>
        {variables.length > 0 && (
          <ul className={styles.list}>
            {variables.map(([name, value]) => (
              <li key={name} className={styles.item}>
                <Checkbox isSelected={!left.has(name)} onChange={(on) => toggle(name, on)}>
                  <code>{visibleText(name)}</code>
                  {here.has(name) && (
                    <span className={styles.note}>{t(here.get(name) === value ? 'envImport.same' : 'envImport.replaces')}</span>
                  )}
                </Checkbox>
              </li>
            ))}
          </ul>
        )}
        {found && found.warnings.length > 0 && (
          <ul className={styles.warnings}>
            {found.warnings.slice(0, 20).map((warning) => (
              <li key={warning}>{visibleText(warning)}</li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

/** What a .env text holds, read a moment after the last change. */
function useParsedEnv(text: string): { found: Output<'servers.parseEnv'> | null; failure: AppErrorData | null } {
  const [found, setFound] = useState<Output<'servers.parseEnv'> | null>(null);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const turn = useRef(0);
  useEffect(() => {
    turn.current += 1;
    const mine = turn.current;
    if (text.trim() === '') {
      setFound(null);
      setFailure(null);
      return;
    }
    const timer = setTimeout(() => {
      client.invoke('servers.parseEnv', { text }).then(
        (parsed) => {
          if (mine !== turn.current) return;
          setFound(parsed);
          setFailure(null);
        },
        (error: unknown) => mine === turn.current && setFailure(toErrorData(error)),
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return { found, failure };
}

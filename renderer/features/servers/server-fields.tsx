import type { ClipboardEvent, ReactNode } from 'react';
import { MAX_NAME } from '../../../shared/contract/constants.ts';
import { client } from '../../api/client.ts';
import type { FieldErrors } from '../../ui/field-issues.ts';
import { IconField } from '../../ui/icon-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { CategoryField } from './category-field.tsx';
import { RowsField } from './rows-field.tsx';
import { argumentsText, newRow, type ServerDraft } from './server-draft.ts';
import styles from './server-fields.module.css';
import type { ChangeDraft } from './use-server-form.ts';

export interface ServerFieldsProps {
  readonly draft: ServerDraft;
  readonly onChange: ChangeDraft;
  readonly errors: FieldErrors;
}

/** Everything a person can say about a server. */
export function ServerFields(props: ServerFieldsProps): ReactNode {
  const { draft, onChange, errors } = props;
  const t = useT();
  return (
    <div className={styles.fields}>
      {draft.kind === 'sample' ? (
        <p className={styles.note}>{t('serverForm.kind.sample')}</p>
      ) : (
        <>
          <div className={styles.kind}>
            <Segmented
              label={t('serverForm.kind')}
              options={[
                { id: 'stdio', label: t('serverForm.kind.stdio') },
                { id: 'remote', label: t('serverForm.kind.remote') },
              ]}
              value={draft.kind}
              onChange={(kind) => onChange({ kind })}
            />
          </div>
          {draft.kind === 'stdio' ? <LocalFields {...props} /> : <RemoteFields {...props} />}
        </>
      )}
      <div className={styles.pair}>
        <TextField
          label={t('serverForm.name')}
          value={draft.name}
          onChange={(name) => onChange({ name })}
          error={draft.name.trim().length > MAX_NAME ? t('serverForm.nameTooLong', { n: MAX_NAME }) : errors.name}
        />
        <CategoryField draft={draft} onChange={onChange} errors={errors} />
      </div>
      <IconField
        label={t('serverForm.icon')}
        description={t('serverForm.iconHint')}
        name={draft.name}
        value={draft.icon}
        onChange={(icon) => onChange({ icon })}
        error={errors.icon}
      />
      <TextArea
        label={t('serverForm.notes')}
        aside={t('common.optional')}
        rows={2}
        value={draft.notes}
        onChange={(notes) => onChange({ notes })}
        error={errors.notes}
      />
      <TextField
        className={styles.short}
        label={t('serverForm.timeout')}
        description={t('serverForm.timeoutHint')}
        inputMode="decimal"
        value={draft.timeout}
        onChange={(timeout) => onChange({ timeout })}
        error={errors.callTimeoutMs}
      />
    </div>
  );
}

function LocalFields({ draft, onChange, errors }: ServerFieldsProps): ReactNode {
  const t = useT();
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain').trim();
    // A path may have spaces in it; a line with more after its first word, pasted into an empty field, is a command line.
    if (draft.command !== '' || draft.args !== '' || !/^\S+\s+\S/.test(text)) return;
    event.preventDefault();
    onChange({ command: text });
    client.invoke('servers.parse', { text }).then(
      ({ servers: [server] }) => {
        if (server?.transport.kind !== 'stdio') return;
        const { command, args = [], env = {} } = server.transport;
        const rows = Object.entries(env).map(([name, value]) => newRow(name, value));
        // Whoever has typed on meanwhile keeps what is there.
        onChange((now) => (now.command === text ? { command, args: argumentsText(args), env: [...now.env, ...rows] } : {}));
      },
      // What was pasted stays in the field as it is.
      () => {},
    );
  };
  const argumentError = Object.entries(errors).find(([path]) => path.startsWith('transport.args'))?.[1];
  return (
    <>
      <div onPaste={onPaste}>
        <TextField
          label={t('serverForm.command')}
          description={t('serverForm.commandHint')}
          mono
          value={draft.command}
          onChange={(command) => onChange({ command })}
          error={errors['transport.command']}
        />
      </div>
      <TextArea
        label={t('serverForm.args')}
        description={t('serverForm.argsHint')}
        mono
        rows={Math.min(8, Math.max(3, draft.args.split('\n').length + 1))}
        value={draft.args}
        onChange={(args) => onChange({ args })}
        error={argumentError}
      />
      <RowsField
        label={t('serverForm.env')}
        addLabel={t('serverForm.addEnv')}
        nameLabel="serverForm.envRowName"
        valueLabel="serverForm.envRowValue"
        rows={draft.env}
        onChange={(env) => onChange({ env })}
        path="transport.env"
        errors={errors}
      />
      <TextField
        label={t('serverForm.cwd')}
        aside={t('common.optional')}
        description={t('serverForm.cwdHint')}
        mono
        value={draft.cwd}
        onChange={(cwd) => onChange({ cwd })}
        error={errors['transport.cwd']}
      />
    </>
  );
}

function RemoteFields({ draft, onChange, errors }: ServerFieldsProps): ReactNode {
  const t = useT();
  return (
    <>
      <TextField
        label={t('serverForm.url')}
        placeholder="https://example.com/mcp"
        mono
        inputMode="url"
        value={draft.url}
        onChange={(url) => onChange({ url })}
        error={errors['transport.url']}
      />
      <div className={styles.field}>
        <span className={styles.label}>{t('serverForm.mode')}</span>
        <div>
          <Segmented
            label={t('serverForm.mode')}
            options={(['auto', 'http', 'sse'] as const).map((id) => ({ id, label: t(`serverForm.mode.${id}`) }))}
            value={draft.mode}
            onChange={(mode) => onChange({ mode })}
          />
        </div>
        <span className={styles.note}>{t('serverForm.modeHint')}</span>
      </div>
      <RowsField
        label={t('serverForm.headers')}
        addLabel={t('serverForm.addHeader')}
        nameLabel="serverForm.headerRowName"
        valueLabel="serverForm.headerRowValue"
        rows={draft.headers}
        onChange={(headers) => onChange({ headers })}
        path="transport.headers"
        errors={errors}
      />
    </>
  );
}

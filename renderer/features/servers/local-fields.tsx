import type { ClipboardEvent, ReactNode } from 'react';
import { client } from '../../api/client.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { ConnectorNote } from './connector-note.tsx';
import { connectorOf } from './connector-suggestion.ts';
import { EnvImport } from './env-import.tsx';
import { RowsField } from './rows-field.tsx';
import { argumentsText, rowsOf } from './server-draft.ts';
import type { ServerFieldsProps } from './server-fields.tsx';

/** The command that starts a local server, and what it is given. */
export function LocalFields({ draft, onChange, errors }: ServerFieldsProps): ReactNode {
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
        const { command, args = [], env } = server.transport;
        const rows = rowsOf(env, null);
        // Whoever has typed on meanwhile keeps what is there.
        onChange((now) => (now.command === text ? { command, args: argumentsText(args), env: [...now.env, ...rows] } : {}));
      },
      // What was pasted stays in the field as it is.
      () => {},
    );
  };
  const connector = connectorOf(draft);
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
      {connector && <ConnectorNote connector={connector} choice={null} />}
      <RowsField
        label={t('serverForm.env')}
        addLabel={t('serverForm.addEnv')}
        nameLabel="serverForm.envRowName"
        valueLabel="serverForm.envRowValue"
        rows={draft.env}
        onChange={(env) => onChange({ env })}
        path="transport.env"
        errors={errors}
        hasLines
        extra={<EnvImport rows={draft.env} onRows={(change) => onChange((now) => ({ env: change(now.env) }))} />}
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

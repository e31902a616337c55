import type { ReactNode } from 'react';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { AssertionFields } from './assertion-fields.tsx';
import type { AuthChoice, AuthDraft } from './auth-draft.ts';
import styles from './auth-fields.module.css';
import { AuthSecret } from './auth-secret.tsx';
import { ClientFields } from './client-fields.tsx';
import { ConnectorNote } from './connector-note.tsx';
import { connectorOf } from './connector-suggestion.ts';
import { OAuthFields } from './oauth-fields.tsx';
import { hasValue } from './secret-draft.ts';
import { type DraftRow, newRow } from './server-draft.ts';
import type { ServerFieldsProps } from './server-fields.tsx';
import { FIELD } from './use-focus-on.ts';

const CHOICES = [
  'oauth',
  'bearer',
  'header',
  'query',
  'headers',
  'clientCredentials',
  'assertion',
  'none',
] as const satisfies readonly AuthChoice[];

export interface AuthPartProps extends Pick<ServerFieldsProps, 'errors'> {
  readonly auth: AuthDraft;
  readonly onAuth: (patch: Partial<AuthDraft>) => void;
}

/** How a remote server is told who asks. */
export function AuthFields({ draft, onChange, errors, field }: ServerFieldsProps): ReactNode {
  const t = useT();
  const { auth } = draft;
  const connector = connectorOf(draft);
  const onAuth = (patch: Partial<AuthDraft>) => onChange((now) => ({ auth: { ...now.auth, ...patch } }));
  const choose = (choice: AuthChoice) =>
    onChange((now) => ({
      auth: { ...now.auth, choice, isDecided: true },
      headers: choice === 'headers' ? withKeyRow(now.headers) : now.headers.filter((row) => !isEmptyKeyRow(row)),
    }));
  const part: AuthPartProps = { auth, onAuth, errors };
  return (
    <fieldset className={styles.auth}>
      <legend className="visually-hidden">{t('auth.title')}</legend>
      <div {...{ [FIELD]: 'auth' }}>
        <Select<AuthChoice>
          label={t('auth.title')}
          options={CHOICES.map((id) => ({ id, label: t(`auth.kind.${id}`) }))}
          value={auth.choice}
          onChange={choose}
          description={t(`auth.hint.${auth.choice}`)}
          error={errors['transport.auth']}
        />
      </div>
      {connector && <ConnectorNote connector={connector} choice={auth.choice} />}
      <KeyFields {...part} />
      {auth.choice === 'oauth' && <OAuthFields {...part} field={field} needsClient={connector?.oauth.needsClient === true} />}
      {auth.choice === 'clientCredentials' && <ClientFields {...part} />}
      {auth.choice === 'assertion' && <AssertionFields {...part} />}
    </fieldset>
  );
}

const KEY_HEADER = 'Authorization';

/** Headers with a place for a key where there is none yet. */
function withKeyRow(headers: readonly DraftRow[]): readonly DraftRow[] {
  return headers.length === 0 ? [newRow(KEY_HEADER)] : headers;
}

/** A place for a key that stayed empty; sent like that, it would say that nobody asks. */
function isEmptyKeyRow(row: DraftRow): boolean {
  return row.name === KEY_HEADER && !hasValue(row);
}

/** The key, and where it goes. */
function KeyFields({ auth, onAuth, errors }: AuthPartProps): ReactNode {
  const t = useT();
  const { choice, secret, header, query } = auth;
  if (choice !== 'bearer' && choice !== 'header' && choice !== 'query') return null;
  return (
    <>
      {choice === 'header' && (
        <div className={styles.pair}>
          <TextField
            label={t('auth.headerName')}
            mono
            value={header.name}
            onChange={(name) => onAuth({ header: { ...header, name } })}
            error={errors['transport.auth.name']}
          />
          <TextField
            label={t('auth.prefix')}
            aside={t('common.optional')}
            mono
            value={header.prefix}
            onChange={(prefix) => onAuth({ header: { ...header, prefix } })}
            error={errors['transport.auth.prefix']}
          />
        </div>
      )}
      {choice === 'query' && (
        <TextField
          label={t('auth.parameter')}
          mono
          value={query.name}
          onChange={(name) => onAuth({ query: { name } })}
          error={errors['transport.auth.name']}
        />
      )}
      <div {...{ [FIELD]: 'key' }}>
        <AuthSecret
          label={t(choice === 'bearer' ? 'auth.token' : 'auth.key')}
          description={t(choice === 'query' ? 'auth.queryWarning' : 'auth.keptInVault')}
          secret={secret}
          onChange={(next) => onAuth({ secret: next })}
          error={errors[choice === 'bearer' ? 'transport.auth.token' : 'transport.auth.value']}
        />
      </div>
    </>
  );
}

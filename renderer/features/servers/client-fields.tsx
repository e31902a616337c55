import type { ReactNode } from 'react';
import { Fold } from '../../ui/fold.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import type { AuthPartProps } from './auth-fields.tsx';
import { AuthSecret } from './auth-secret.tsx';
import server from './server-fields.module.css';

/** A program's own access: who it is, and how it proves that. */
export function ClientFields({ auth: { client }, onAuth, errors }: AuthPartProps): ReactNode {
  const t = useT();
  const change = (patch: Partial<typeof client>) => onAuth({ client: { ...client, ...patch } });
  const error = errors['transport.auth.credential'];
  return (
    <>
      <TextField
        label={t('auth.clientId')}
        mono
        value={client.clientId}
        onChange={(clientId) => change({ clientId })}
        error={errors['transport.auth.clientId']}
      />
      <div className={server.field}>
        <span className={server.label}>{t('auth.method')}</span>
        <div>
          <Segmented
            label={t('auth.method')}
            options={[
              { id: 'secret', label: t('auth.method.secret') },
              { id: 'privateKey', label: t('auth.method.privateKey') },
            ]}
            value={client.method}
            onChange={(method) => change({ method })}
          />
        </div>
      </div>
      <div data-auth-field="key">
        {client.method === 'secret' ? (
          <AuthSecret
            key="secret"
            label={t('auth.clientSecret')}
            description={t('auth.keptInVault')}
            secret={client.secret}
            onChange={(secret) => change({ secret })}
            error={error}
          />
        ) : (
          <AuthSecret
            key="privateKey"
            label={t('auth.privateKey')}
            description={t('auth.privateKeyHint')}
            placeholder="-----BEGIN PRIVATE KEY-----"
            secret={client.privateKey}
            onChange={(privateKey) => change({ privateKey })}
            error={error}
            isLong
          />
        )}
      </div>
      <Fold
        title={t('auth.advanced')}
        summary={t(client.scopes === '' && client.algorithm === '' ? 'auth.advanced.usual' : 'auth.advanced.own')}
        hasError={errors['transport.auth.scopes'] !== undefined || errors['transport.auth.algorithm'] !== undefined}
      >
        <TextField
          label={t('auth.scopes')}
          aside={t('common.optional')}
          description={t('auth.scopesHint')}
          mono
          value={client.scopes}
          onChange={(scopes) => change({ scopes })}
          error={errors['transport.auth.scopes']}
        />
        {client.method === 'privateKey' && (
          <TextField
            label={t('auth.algorithm')}
            aside={t('common.optional')}
            description={t('auth.algorithmHint')}
            placeholder="ES256"
            mono
            value={client.algorithm}
            onChange={(algorithm) => change({ algorithm })}
            error={errors['transport.auth.algorithm']}
          />
        )}
      </Fold>
    </>
  );
}

import type { ReactNode } from 'react';
import { Fold } from '../../ui/fold.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './auth-fields.module.css';
import type { AuthPartProps } from './auth-fields.tsx';
import { AuthSecret } from './auth-secret.tsx';
import { EMPTY_SECRET } from './secret-draft.ts';

/** A token that somebody else gave, and who exchanges it. */
export function AssertionFields({ auth: { assertion }, onAuth, errors }: AuthPartProps): ReactNode {
  const t = useT();
  const { provider } = assertion;
  const change = (patch: Partial<typeof assertion>) => onAuth({ assertion: { ...assertion, ...patch } });
  return (
    <>
      <TextField
        label={t('auth.clientId')}
        mono
        value={assertion.clientId}
        onChange={(clientId) => change({ clientId })}
        error={errors['transport.auth.clientId']}
      />
      <div data-auth-field="key">
        <AuthSecret
          label={t('auth.token')}
          description={t('auth.keptInVault')}
          secret={assertion.token}
          onChange={(token) => change({ token })}
          error={errors['transport.auth.assertion']}
        />
      </div>
      <Fold
        title={t('auth.advanced')}
        summary={t(provider.tokenEndpoint === '' && assertion.scopes === '' ? 'auth.advanced.usual' : 'auth.advanced.own')}
        hasError={Object.keys(errors).some((path) => path.startsWith('transport.auth.'))}
      >
        <div className={styles.pair}>
          <TextField
            label={t('auth.provider')}
            aside={t('common.optional')}
            description={t('auth.providerHint')}
            placeholder="https://login.example.com/token"
            mono
            value={provider.tokenEndpoint}
            onChange={(tokenEndpoint) => change({ provider: { ...provider, tokenEndpoint } })}
            error={errors['transport.auth.provider.tokenEndpoint']}
          />
          <TextField
            label={t('auth.providerClientId')}
            aside={t('common.optional')}
            mono
            value={provider.clientId}
            onChange={(clientId) => change({ provider: { ...provider, clientId } })}
            error={errors['transport.auth.provider.clientId']}
          />
        </div>
        <AuthSecret
          label={t('auth.clientSecret')}
          aside={t('common.optional')}
          description={t('auth.clientSecretHint')}
          secret={assertion.clientSecret}
          onChange={(clientSecret) => change({ clientSecret })}
          onRemove={() => change({ clientSecret: EMPTY_SECRET })}
          error={errors['transport.auth.clientSecret']}
        />
        <TextField
          label={t('auth.scopes')}
          aside={t('common.optional')}
          description={t('auth.scopesHint')}
          mono
          value={assertion.scopes}
          onChange={(scopes) => change({ scopes })}
          error={errors['transport.auth.scopes']}
        />
      </Fold>
    </>
  );
}

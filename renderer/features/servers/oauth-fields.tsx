import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RemoteConfig } from '../../../shared/contract/model.ts';
import type { AuthField } from '../../stores/dialog-store.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { EMPTY_AUTH } from './auth-draft.ts';
import styles from './auth-fields.module.css';
import type { AuthPartProps } from './auth-fields.tsx';
import { AuthSecret } from './auth-secret.tsx';
import { EMPTY_SECRET } from './secret-draft.ts';
import server from './server-fields.module.css';

type Redirect = Extract<RemoteConfig['auth'], { kind: 'oauth' }>['redirect'];
const REDIRECTS = ['auto', 'loopback', 'localhost', 'app'] as const satisfies readonly Redirect[];

interface OAuthFieldsProps extends AuthPartProps {
  readonly field: AuthField | undefined;
  /** The service lets no app register itself. */
  readonly needsClient: boolean;
}

/** What a sign-in needs where the server does not say it all by itself. */
export function OAuthFields({ auth, onAuth, errors, field, needsClient }: OAuthFieldsProps): ReactNode {
  const t = useT();
  const { oauth } = auth;
  const change = (patch: Partial<typeof oauth>) => onAuth({ oauth: { ...oauth, ...patch } });
  const isUsual = JSON.stringify(oauth) === JSON.stringify(EMPTY_AUTH.oauth);
  const summary = oauth.lenientIssuer ? 'auth.advanced.lenient' : isUsual ? 'auth.advanced.usual' : 'auth.advanced.own';
  const isWanted = field !== undefined && field !== 'auth' && field !== 'key';
  return (
    <Fold
      title={t('auth.advanced')}
      summary={<span className={oauth.lenientIssuer ? server.warning : undefined}>{t(summary)}</span>}
      hasError={isWanted || needsClient || Object.keys(errors).some((path) => path.startsWith('transport.auth.'))}
    >
      <div className={styles.pair}>
        <div data-auth-field="clientId">
          <TextField
            label={t('auth.clientId')}
            aside={t('common.optional')}
            description={t('auth.clientIdHint')}
            mono
            value={oauth.clientId}
            onChange={(clientId) => change({ clientId })}
            error={errors['transport.auth.clientId']}
          />
        </div>
        <AuthSecret
          label={t('auth.clientSecret')}
          aside={t('common.optional')}
          description={t('auth.clientSecretHint')}
          secret={oauth.clientSecret}
          onChange={(clientSecret) => change({ clientSecret })}
          onRemove={() => change({ clientSecret: EMPTY_SECRET })}
          error={errors['transport.auth.clientSecret']}
        />
      </div>
      <div data-auth-field="scopes">
        <TextField
          label={t('auth.scopes')}
          aside={t('common.optional')}
          description={t('auth.scopesHint')}
          mono
          value={oauth.scopes}
          onChange={(scopes) => change({ scopes })}
          error={errors['transport.auth.scopes']}
        />
      </div>
      <div data-auth-field="redirect">
        <Select<Redirect>
          label={t('auth.redirect')}
          options={REDIRECTS.map((id) => ({ id, label: t(`auth.redirect.${id}`) }))}
          value={oauth.redirect}
          onChange={(redirect) => change({ redirect })}
          description={t(`auth.redirectHint.${oauth.redirect}`)}
        />
      </div>
      <div data-auth-field="lenientIssuer">
        <Checkbox isSelected={oauth.lenientIssuer} onChange={(lenientIssuer) => change({ lenientIssuer })}>
          {t('auth.lenientIssuer')}
        </Checkbox>
      </div>
      {oauth.lenientIssuer && (
        <p className={server.warn} role="note">
          <TriangleAlert aria-hidden="true" />
          {t('auth.lenientIssuerWarning')}
        </p>
      )}
    </Fold>
  );
}

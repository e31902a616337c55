import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Connector } from '../../../shared/connectors/connector.ts';
import { act } from '../../api/act.ts';
import type { MessageId } from '../../messages/en.ts';
import { Button } from '../../ui/button.tsx';
import { useT } from '../../ui/use-t.ts';
import type { AuthChoice } from './auth-draft.ts';
import styles from './auth-fields.module.css';

/** What is worth saying about a known service, for what was chosen. */
function hintOf({ key, oauth }: Connector, choice: AuthChoice | null): MessageId | null {
  if (choice === 'oauth') {
    if (oauth.approvedOnly) return key === null ? 'connector.approvedOnly' : 'connector.approvedOrKey';
    if (oauth.needsClient) return 'connector.needsClient';
    if (oauth.lenientIssuer) return 'connector.lenientIssuer';
  }
  return choice === 'header' && key !== null ? 'connector.header' : null;
}

interface ConnectorNoteProps {
  readonly connector: Connector;
  /** null: of a local server, which takes its key from its environment */
  readonly choice: AuthChoice | null;
}

/** Names a service that was recognised, with the ways to a key or a client of one's own. */
export function ConnectorNote({ connector, choice }: ConnectorNoteProps): ReactNode {
  const t = useT();
  const { name, icon, key, keyPage, env } = connector;
  const hint = choice === null ? (env.length > 0 ? 'connector.environment' : null) : hintOf(connector, choice);
  const { clientPage } = connector.oauth;
  return (
    <div className={styles.note} role="note">
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.words}>
        {t('connector.recognised', { name })}{' '}
        {hint !== null && <span className={styles.hint}>{t(hint, { name, header: key?.header ?? '', names: env.join(', ') })}</span>}
      </span>
      <span className={styles.links}>
        {choice === 'oauth' && clientPage !== null && <PageLink url={clientPage}>{t('connector.getClient')}</PageLink>}
        {keyPage !== null && choice !== 'none' && (choice !== 'oauth' || clientPage === null) && (
          <PageLink url={keyPage}>{t('connector.getKey')}</PageLink>
        )}
      </span>
    </div>
  );
}

function PageLink({ url, children }: { readonly url: string; readonly children: ReactNode }): ReactNode {
  return (
    <Button size="sm" icon={<ExternalLink />} onPress={() => void act('app.openExternal', { url })}>
      {children}
    </Button>
  );
}

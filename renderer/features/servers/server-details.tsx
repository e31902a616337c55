import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Account } from '../../../shared/contract/auth.ts';
import type { ExitInfo, ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import type { MessageId } from '../../messages/en.ts';
import { useSelectedAccount, useServerState } from '../../stores/core-store.ts';
import { Fact, FactGroup, FactNote, FactPage } from '../../ui/fact-list.tsx';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { visibleLines, visibleText } from '../../ui/text/visible-text.ts';
import { useSay } from '../../ui/use-say.ts';
import { useT } from '../../ui/use-t.ts';
import { ScopeList } from '../sign-in/scope-list.tsx';
import { StatusLine } from './card-status.tsx';
import { exitSentence } from './exit-sentence.ts';
import { targetText } from './server-choices.tsx';
import styles from './server-details.module.css';
import { useServerFacts } from './use-server-facts.ts';

/** What is known about the connection, what the server says about itself, and the definition in short. */
export function ServerDetails({ server }: { readonly server: ServerDefinition }): ReactNode {
  const t = useT();
  const state = useServerState(server.id);
  const facts = useServerFacts(server);
  return (
    <FactPage label={t('server.tab.details')}>
      <FactGroup title={t('details.connection')}>
        <Fact name={t('details.status')}>
          <StatusLine facts={facts} />
        </Fact>
        <ConnectionFacts state={state} />
        {state.kind !== 'connected' && <FactNote>{t('details.notConnected')}</FactNote>}
      </FactGroup>
      {state.kind === 'connected' && state.instructions !== '' && (
        <FactGroup title={t('details.instructions')}>
          <div className={styles.instructions}>
            <Markdown text={state.instructions} />
          </div>
        </FactGroup>
      )}
      {state.kind === 'connected' && state.rejectedTools.length > 0 && (
        <FactGroup title={t('details.rejected')}>
          <ul className={styles.list}>
            {state.rejectedTools.map((sentence) => (
              <li key={sentence}>{visibleText(sentence, 1_000)}</li>
            ))}
          </ul>
        </FactGroup>
      )}
      <AccountFacts serverId={server.id} />
      <FactGroup title={t('details.definition')}>
        <DefinitionFacts server={server} />
      </FactGroup>
    </FactPage>
  );
}

function ConnectionFacts({ state }: { readonly state: ServerState }): ReactNode {
  const t = useT();
  const intl = useIntl();
  if (state.kind === 'failed' && state.exit) return <Fact name={t('details.exit')}>{<Exit exit={state.exit} />}</Fact>;
  if (state.kind !== 'connected') return null;
  return (
    <>
      <Fact name={t('details.server')}>{visibleText([state.serverName, state.serverVersion].filter((part) => part !== '').join(' '))}</Fact>
      <Fact name={t('details.version')}>{state.protocolVersion}</Fact>
      <Fact name={t('details.era')}>{t(`details.era.${state.era}`)}</Fact>
      <Fact name={t('details.transport')}>{t(`details.transport.${state.transport}`)}</Fact>
      {state.pid !== null && <Fact name={t('details.pid')}>{String(state.pid)}</Fact>}
      <Fact name={t('details.latency')}>{t('card.fact.latency', { ms: intl.formatNumber(Math.max(1, Math.round(state.latencyMs))) })}</Fact>
      <Fact name={t('details.since')}>
        <RelativeTime at={state.since} />
      </Fact>
      <Fact name={t('details.lastSuccess')}>
        <RelativeTime at={state.lastSuccessAt} />
      </Fact>
    </>
  );
}

function AccountFacts({ serverId }: { readonly serverId: string }): ReactNode {
  const t = useT();
  const account = useSelectedAccount(serverId);
  if (account === null) return null;
  return (
    <FactGroup title={t('account.menu')}>
      <Fact name={t('account.name')}>{visibleText(account.name)}</Fact>
      <Fact name={t('account.issuer')}>
        <code>{visibleText(account.issuer, 2_000)}</code>
      </Fact>
      <Fact name={t('signIn.permissions')}>
        <ScopeList scopes={account.scopes} />
      </Fact>
      <Fact name={t('account.expires')}>{t(accessId(account))}</Fact>
      <Fact name={t('details.added')}>
        <RelativeTime at={account.createdAt} />
      </Fact>
    </FactGroup>
  );
}

function accessId({ ended, renewable }: Account): MessageId {
  if (ended) return 'account.access.ended';
  return renewable ? 'account.access.renewed' : 'account.access.once';
}

function Exit({ exit }: { readonly exit: ExitInfo }): ReactNode {
  const say = useSay();
  return (
    <>
      {say(exitSentence(exit))}
      {' · '}
      <RelativeTime at={exit.at} />
    </>
  );
}

function DefinitionFacts({ server }: { readonly server: ServerDefinition }): ReactNode {
  const t = useT();
  const { transport } = server;
  const names = (record: Readonly<Record<string, unknown>>) => visibleText(Object.keys(record).join(', '), 20_000) || t('details.none');
  return (
    <>
      {transport.kind === 'stdio' && (
        <>
          <Fact name={t('details.command')}>
            <code>{visibleText(targetText(server), 20_000)}</code>
          </Fact>
          <Fact name={t('details.cwd')}>
            {transport.cwd === null ? t('details.home') : <code>{visibleText(transport.cwd, 4_096)}</code>}
          </Fact>
          <Fact name={t('details.env')}>{names(transport.env)}</Fact>
        </>
      )}
      {transport.kind === 'remote' && (
        <>
          <Fact name={t('details.address')}>
            <code>{visibleText(transport.url, 20_000)}</code>
          </Fact>
          <Fact name={t('auth.title')}>{t(`auth.kind.${transport.auth.kind}`)}</Fact>
          <Fact name={t('details.headers')}>{names(transport.headers)}</Fact>
          {Object.keys(transport.query).length > 0 && <Fact name={t('serverForm.query')}>{names(transport.query)}</Fact>}
          {transport.tls.caFile !== null && (
            <Fact name={t('serverForm.caFile')}>
              <code>{visibleText(transport.tls.caFile, 4_096)}</code>
            </Fact>
          )}
          {transport.tls.acceptInvalid && <Fact name={t('serverForm.tls')}>{t('network.insecure')}</Fact>}
        </>
      )}
      {transport.kind === 'sample' && <Fact name={t('details.transport')}>{t('details.transport.sample')}</Fact>}
      {server.notes !== '' && <Fact name={t('details.notes')}>{visibleLines(server.notes)}</Fact>}
      <Fact name={t('details.added')}>
        <RelativeTime at={server.createdAt} />
      </Fact>
      <Fact name={t('details.id')}>
        <code>{server.id}</code>
      </Fact>
    </>
  );
}

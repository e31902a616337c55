import { type ReactNode, useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { NetworkInfo, ServerDefinition } from '../../../shared/contract/model.ts';
import { client } from '../../api/client.ts';
import { useServerState } from '../../stores/core-store.ts';
import { Fact, FactGroup, FactNote, FactPage } from '../../ui/fact-list.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { usePolled } from '../../ui/use-polled.ts';
import { useT } from '../../ui/use-t.ts';
import { ServerBar } from './server-bar.tsx';
import styles from './server-network.module.css';

const EVERY_MS = 2_000;

/** How a remote server is reached, and what went wrong on the way. */
export function ServerNetwork({ server }: { readonly server: ServerDefinition }): ReactNode {
  const t = useT();
  const { id } = server;
  const ask = useCallback(() => client.invoke('servers.network', { id }), [id]);
  const state = useServerState(id);
  const { value: info, failure } = usePolled(ask, EVERY_MS, { about: state.kind === 'reconnecting' ? state.retryAt : state.kind });
  return (
    <FactPage label={t('server.tab.network')} bar={<ServerBar server={server} />} failure={failure}>
      {info && (
        <>
          <FactGroup title={t('network.way')}>
            <Way info={info} />
          </FactGroup>
          <FactGroup title={t('network.protocol')}>
            <Protocol info={info} serverId={id} />
          </FactGroup>
          <FactGroup title={t('network.errors')}>
            {info.errors.length === 0 ? <FactNote>{t('network.noErrors')}</FactNote> : <Errors errors={info.errors} />}
          </FactGroup>
        </>
      )}
    </FactPage>
  );
}

function Way({ info }: { readonly info: NetworkInfo }): ReactNode {
  const t = useT();
  return (
    <>
      <Fact name={t('details.address')}>
        <code>{visibleText(info.address, 8_000)}</code>
      </Fact>
      <Fact name={t('details.transport')}>{info.transport === null ? t('network.notYet') : t(`details.transport.${info.transport}`)}</Fact>
      <Fact name={t('network.proxy')}>{info.proxy === null ? t('network.noProxy') : <code>{visibleText(info.proxy)}</code>}</Fact>
      <Fact name={t('network.certificate')}>
        {info.insecure ? (
          <span className={styles.warning}>{t('network.insecure')}</span>
        ) : (
          t(/^(https|wss):/i.test(info.address) ? 'network.checked' : 'network.plain')
        )}
      </Fact>
    </>
  );
}

function remembered(info: NetworkInfo, isConnected: boolean) {
  if (info.remembered) return 'network.rememberedYes';
  return isConnected ? 'network.rememberedAsked' : 'network.rememberedNo';
}

function Protocol({ info, serverId }: { readonly info: NetworkInfo; readonly serverId: string }): ReactNode {
  const t = useT();
  const intl = useIntl();
  const state = useServerState(serverId);
  return (
    <>
      <Fact name={t('details.era')}>{info.era === null ? t('network.notYet') : t(`details.era.${info.era}`)}</Fact>
      <Fact name={t('details.version')}>{info.protocolVersion ?? t('network.notYet')}</Fact>
      <Fact name={t('network.session')}>
        {info.sessionId === null ? t('network.noSession') : <code>{visibleText(info.sessionId, 100)}…</code>}
      </Fact>
      <Fact name={t('network.remembered')}>{t(remembered(info, state.kind === 'connected'))}</Fact>
      {state.kind === 'connected' && (
        <>
          <Fact name={t('details.latency')}>
            {t('card.fact.latency', { ms: intl.formatNumber(Math.max(1, Math.round(state.latencyMs))) })}
          </Fact>
          <Fact name={t('details.lastSuccess')}>
            <RelativeTime at={state.lastSuccessAt} />
          </Fact>
        </>
      )}
    </>
  );
}

function Errors({ errors }: Pick<NetworkInfo, 'errors'>): ReactNode {
  return (
    <ul className={styles.errors}>
      {errors.map(({ at, error }, index) => (
        // Two may have come at the same moment; the list is replaced whole.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index} className={styles.error}>
          <span className={styles.when}>
            <RelativeTime at={at} />
          </span>
          <span className={styles.words}>
            {visibleText(error.message, 1_000)}
            {error.technical !== undefined && error.technical !== '' && (
              <span className={styles.technical}>{visibleText(error.technical.split('\n')[0] ?? '', 500)}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

import { Plug } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import { act } from '../../api/act.ts';
import { useCore, useServer, useServerState } from '../../stores/core-store.ts';
import { Button, type ButtonProps } from '../../ui/button.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { type Translate, useT } from '../../ui/use-t.ts';
import { connectServer, runPrimary } from '../servers/card-actions.ts';
import { cardFacts, type PrimaryAction } from '../servers/card-facts.ts';
import styles from './server-access.module.css';

/** The button that brings a server to where its tools can be run. */
export function ConnectButton({ serverId, variant = 'primary' }: { serverId: string; variant?: ButtonProps['variant'] }): ReactNode {
  const t = useT();
  const state = useServerState(serverId);
  const server = useServer(serverId);
  const mends = server === undefined ? null : mendingOf(server, state);
  if (state.kind === 'disabled') {
    return (
      <Button variant={variant} onPress={() => void act('servers.setEnabled', { id: serverId, enabled: true })}>
        {t('tester.enable')}
      </Button>
    );
  }
  if (mends !== null) {
    return (
      <Button variant={variant} onPress={() => runPrimary(mends, { id: serverId })}>
        {t(`card.action.${mends}`)}
      </Button>
    );
  }
  const busy = state.kind === 'connecting' || state.kind === 'authorizing';
  return (
    <Button variant={variant} icon={<Plug />} isDisabled={busy} onPress={() => connect(serverId)}>
      {t(busy ? 'tester.connecting' : state.kind === 'failed' ? 'tester.tryAgain' : 'tester.connect')}
    </Button>
  );
}

/** What the server needs instead of another try, such as a sign-in. */
function mendingOf(server: Pick<ServerDefinition, 'transport'>, state: ServerState): PrimaryAction | null {
  if (state.kind !== 'needsAuth' && state.kind !== 'failed') return null;
  const { action } = cardFacts(server, state, { tools: 0, account: null, now: 0 });
  return action === 'tryAgain' ? null : action;
}

export function connect(serverId: string): void {
  void connectServer(serverId);
}

function words(state: ServerState, server: string, isHeaded: boolean, t: Translate): { title: string; hint: string } {
  switch (state.kind) {
    case 'disabled':
      return { title: t('tester.disabled'), hint: t('tester.disabledHint', { server }) };
    case 'failed':
    case 'needsAuth':
      // Its hint is about a request that was under way.
      if (state.error.code === 'connection_lost')
        return { title: t('tester.notConnected'), hint: t('tester.notConnectedHint', { server }) };
      return { title: isHeaded ? t('tester.notConnected') : state.error.message, hint: state.error.hint };
    case 'reconnecting':
      return { title: t('tester.reconnecting'), hint: isHeaded ? state.error.hint : state.error.message };
    default:
      return { title: t('tester.notConnected'), hint: t('tester.notConnectedHint', { server }) };
  }
}

/** Why a server's tools are not there, and the way to them. `isHeaded`: the page's header says already what failed. */
export function ServerAccess({ serverId, isHeaded = false }: { serverId: string; isHeaded?: boolean }): ReactNode {
  const t = useT();
  const state = useServerState(serverId);
  const name = useCore((core) => core.servers.find((server) => server.id === serverId)?.name);
  if (name === undefined) return <p className={styles.access}>{t('tester.serverGone')}</p>;
  if (state.kind === 'connecting' || state.kind === 'authorizing') return <ListSkeleton />;
  const { title, hint } = words(state, visibleText(name, 80), isHeaded, t);
  return (
    <div className={styles.access}>
      <p className={styles.title}>{visibleText(title, 1_000)}</p>
      <p className={styles.hint}>{visibleText(hint, 1_000)}</p>
      <ConnectButton serverId={serverId} />
    </div>
  );
}

/** The shape of the list that is about to come. */
function ListSkeleton(): ReactNode {
  const t = useT();
  return (
    <div className={styles.skeleton}>
      <p className="visually-hidden" role="status">
        {t('tester.connecting')}
      </p>
      {[62, 78, 54, 70, 60, 82].map((width) => (
        <div key={width} className={styles.ghost} aria-hidden="true">
          <span style={{ width: `${width - 14}%` }} />
          <span style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}

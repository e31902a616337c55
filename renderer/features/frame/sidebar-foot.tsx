import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useShallow } from 'zustand/react/shallow';
import { useAway } from '../../stores/away.ts';
import { type CoreState, stateOf, useCore } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { navigate } from '../../stores/route-store.ts';
import { askForVault } from '../../stores/vault-gate-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { StatusDot } from '../../ui/status.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useT } from '../../ui/use-t.ts';
import { cardFacts } from '../servers/card-facts.ts';
import { attentionOf } from './attention.ts';
import { PALETTE_KEYS } from './key-names.ts';
import styles from './sidebar-foot.module.css';

/** Characters of a server's name in a notice. */
const NAME = 24;

/** How the servers are, what needs the user, and the way to the palette. */
export function SidebarFoot({ narrow }: { readonly narrow: boolean }): ReactNode {
  const t = useT();
  const connected = useCore((state) => attentionOf(state).connected);
  const total = useCore((state) => state.servers.length);
  const signIn = useCore(useShallow((state) => attentionOf(state).signIn));
  const failed = useCore(useShallow((state) => attentionOf(state).failed));
  const away = useAway();
  const openPalette = () => openDialog({ kind: 'palette' });
  const summary = away ? t('away.summary') : total === 0 ? t('nav.noServers') : t('nav.connectedOf', { connected, total });
  return (
    <div className={styles.foot} data-narrow={narrow || undefined}>
      {!away && <VaultNotice narrow={narrow} />}
      {!away && <Notice tone="warn" ids={signIn} narrow={narrow} />}
      {!away && <Notice tone="bad" ids={failed} narrow={narrow} />}
      {narrow ? (
        <>
          <IconButton label={t('nav.palette')} keys={PALETTE_KEYS} icon={<Search />} placement="right" onPress={openPalette} />
          <span className={styles.short} title={summary}>
            <span aria-hidden="true">
              {away ? '–' : connected}/{total}
            </span>
            <span className="visually-hidden">{summary}</span>
          </span>
        </>
      ) : (
        <div className={styles.row}>
          <span className={styles.summary} title={summary}>
            {summary}
          </span>
          <Tooltip text={t('nav.palette')} placement="top">
            <Button className={styles.palette} onPress={openPalette}>
              <span className="visually-hidden">{t('nav.palette')}</span>
              <Kbd>{PALETTE_KEYS}</Kbd>
            </Button>
          </Tooltip>
        </div>
      )}
    </div>
  );
}

interface NoticeProps {
  readonly tone: 'warn' | 'bad';
  readonly ids: readonly string[];
  readonly narrow: boolean;
}

/** What a server waits for, as its card's button says it. */
function needOf(core: CoreState, id: string | undefined) {
  const server = core.servers.find((each) => each.id === id);
  const action = server && cardFacts(server, stateOf(core, server.id), { tools: 0, account: null, now: 0 }).action;
  if (action === 'editKey') return 'nav.needsKey';
  return action === 'review' ? 'nav.needsPermissions' : 'nav.needsSignIn';
}

/** Servers that need the user; one opens what explains it, several open the page. */
function Notice({ tone, ids, narrow }: NoticeProps): ReactNode {
  const t = useT();
  const [first] = ids;
  // So that what it needs is not cut off behind it.
  const name = useCore((state) => visibleText(state.servers.find((server) => server.id === first)?.name ?? '', NAME));
  const need = useCore((state) => needOf(state, first));
  if (first === undefined) return null;
  const words =
    tone === 'warn'
      ? ids.length === 1
        ? t(need, { name })
        : t('nav.needYou', { n: ids.length })
      : ids.length === 1
        ? t('nav.failed', { name })
        : t('nav.failedMany', { n: ids.length });
  const open = () => (ids.length === 1 ? openDialog({ kind: 'failure', id: first }) : navigate({ page: 'servers' }));
  return <NoticeButton tone={tone} words={words} narrow={narrow} onPress={open} />;
}

/** Says that secrets are locked or cannot be read, and leads to what can be done. */
function VaultNotice({ narrow }: Pick<NoticeProps, 'narrow'>): ReactNode {
  const t = useT();
  const status = useCore((state) => state.vault.status);
  if (status === 'locked') {
    return <NoticeButton tone="warn" words={t('vault.lockedNotice')} narrow={narrow} onPress={() => void askForVault('unlock')} />;
  }
  if (status !== 'damaged') return null;
  return <NoticeButton tone="bad" words={t('vault.damagedNotice')} narrow={narrow} onPress={() => navigate({ page: 'settings' })} />;
}

interface NoticeButtonProps extends Pick<NoticeProps, 'tone' | 'narrow'> {
  readonly words: string;
  readonly onPress: () => void;
}

function NoticeButton({ tone, words, narrow, onPress }: NoticeButtonProps): ReactNode {
  return (
    <Tooltip text={words} placement="right" isDisabled={!narrow}>
      <Button className={styles.notice} aria-label={narrow ? words : undefined} onPress={onPress}>
        <StatusDot tone={tone} />
        {!narrow && <span className={styles.words}>{words}</span>}
      </Button>
    </Tooltip>
  );
}

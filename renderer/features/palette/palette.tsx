import { CornerDownLeft, Search, Server, Wrench, Zap } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { act } from '../../api/act.ts';
import { useAway, useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { closeDialog, openDialog } from '../../stores/dialog-store.ts';
import { navigate } from '../../stores/route-store.ts';
import { askForVault } from '../../stores/vault-gate-store.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useSay } from '../../ui/use-say.ts';
import { useT } from '../../ui/use-t.ts';
import { useConnectAll } from '../servers/use-connect-all.ts';
import { startSignIn } from '../sign-in/sign-in-store.ts';
import styles from './palette.module.css';
import { type PaletteDeed, type PaletteEntry, paletteEntries } from './palette-entries.ts';
import { SHOWN, searchTexts } from './palette-search.ts';

const ICONS = { servers: <Server />, tools: <Wrench />, actions: <Zap /> } as const;

/** Finds servers, tools and actions by a few letters, and goes there. */
export function Palette(): ReactNode {
  const t = useT();
  return (
    <ModalOverlay className={styles.overlay} isOpen isDismissable onOpenChange={(open) => !open && closeDialog()}>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} aria-label={t('palette.label')}>
          <Finder />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Finder(): ReactNode {
  const t = useT();
  const say = useSay();
  const connectAll = useConnectAll();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const servers = useCore((state) => state.servers);
  const tools = useCore((state) => state.tools);
  const states = useCore((state) => state.states);
  const vault = useCore((state) => state.vault);
  const away = useAway();
  const barred = useWriteBar() !== null;
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const entries = useMemo(() => paletteEntries({ servers, tools, states, vault }), [servers, tools, states, vault]);
  const texts = useMemo(() => entries.map((entry) => [say(entry.label), entry.detail].join(' ')), [entries, say]);
  const found = useMemo(() => {
    const list = query.trim() === '' ? entries.filter((entry) => entry.group !== 'tools').slice(0, SHOWN) : byText(entries, texts, query);
    // Entries of a group stay together, the group of the best first.
    const groups = [...new Set(list.map((entry) => entry.group))];
    return groups.flatMap((group) => list.filter((entry) => entry.group === group));
  }, [entries, texts, query]);
  const current = Math.min(active, found.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  /** Why a deed could only fail just now, in short; the window's banner says it in full. */
  const barOf = ({ kind }: PaletteDeed): string | null => {
    if (away) return kind === 'go' || kind === 'dialog' ? null : t('away.summary');
    return barred && kind === 'theme' ? t('palette.readOnly') : null;
  };
  const run = (deed: PaletteDeed) => {
    if (barOf(deed) !== null) return;
    closeDialog();
    if (deed.kind === 'go') navigate(deed.route);
    else if (deed.kind === 'dialog') openDialog(deed.dialog);
    else if (deed.kind === 'signIn') startSignIn({ serverId: deed.serverId });
    else if (deed.kind === 'lock') void act('vault.lock', {});
    else if (deed.kind === 'unlock') void askForVault('unlock');
    else if (deed.kind === 'theme') void act('settings.update', { theme: deed.theme });
    else connectAll();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: Math.min(current + 8, found.length - 1),
      PageUp: Math.max(current - 8, 0),
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setActive((next + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const entry = found[current];
      if (entry) run(entry.deed);
    }
  };

  return (
    <>
      <div className={styles.search}>
        <Search aria-hidden="true" />
        <input
          className={styles.input}
          // The palette is opened to type in it.
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus
          role="combobox"
          aria-label={t('palette.placeholder')}
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={found.length > 0 ? `${listId}-${current}` : undefined}
          placeholder={t('palette.placeholder')}
          spellCheck="false"
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={styles.list} id={listId} role="listbox" aria-label={t('palette.label')} ref={list}>
        {found.map((entry, index) => (
          <Option
            key={entry.id}
            id={`${listId}-${index}`}
            entry={entry}
            heading={entry.group !== found[index - 1]?.group ? t(`palette.${entry.group}`) : null}
            bar={barOf(entry.deed)}
            isActive={index === current}
            onPoint={() => setActive(index)}
            onChoose={() => run(entry.deed)}
          />
        ))}
      </div>
      {found.length === 0 && (
        <p className={styles.none} role="status">
          {t('palette.none', { query })}
        </p>
      )}
    </>
  );
}

function byText(entries: readonly PaletteEntry[], texts: readonly string[], query: string): PaletteEntry[] {
  return searchTexts(texts, query).flatMap((index) => entries[index] ?? []);
}

interface OptionProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  /** Shown above the first of a group. */
  readonly heading: string | null;
  /** Why it cannot be chosen just now. */
  readonly bar: string | null;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Option({ id, entry, heading, bar, isActive, onPoint, onChoose }: OptionProps): ReactNode {
  const say = useSay();
  return (
    <>
      {heading !== null && (
        <div className={styles.heading} role="presentation">
          {heading}
        </div>
      )}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys */}
      <div
        id={id}
        role="option"
        className={styles.option}
        aria-selected={isActive}
        aria-disabled={bar !== null || undefined}
        onPointerMove={onPoint}
        onClick={onChoose}
      >
        {ICONS[entry.group]}
        <span className={styles.label} data-mono={entry.group === 'tools' || undefined}>
          {visibleText(say(entry.label))}
        </span>
        <span className={styles.detail}>{bar ?? visibleText(entry.detail)}</span>
        {isActive && bar === null && <CornerDownLeft aria-hidden="true" />}
      </div>
    </>
  );
}

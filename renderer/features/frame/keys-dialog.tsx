import type { ReactNode } from 'react';
import type { MessageId } from '../../messages/en.ts';
import { closeDialog } from '../../stores/dialog-store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useT } from '../../ui/use-t.ts';
import { PALETTE_KEYS, RUN_KEYS } from './key-names.ts';
import styles from './keys-dialog.module.css';

const GROUPS: readonly { title: MessageId; keys: readonly (readonly [MessageId, ...string[]])[] }[] = [
  {
    title: 'keys.everywhere',
    keys: [
      ['keys.palette', PALETTE_KEYS],
      ['keys.search', '/'],
      ['keys.help', '?'],
      ['keys.escape', 'Esc'],
    ],
  },
  {
    title: 'keys.onServers',
    keys: [
      ['keys.walk', '←', '↑', '↓', '→'],
      ['keys.open', 'Enter'],
      ['keys.primary', 'Space'],
      ['keys.menu', 'Shift F10'],
      ['keys.move', 'Alt ←', 'Alt →'],
    ],
  },
  { title: 'keys.onTester', keys: [['keys.run', RUN_KEYS]] },
];

/** Every key there is. */
export function KeysDialog(): ReactNode {
  const t = useT();
  return (
    <Dialog title={t('keys.title')} size="sm" onClose={closeDialog}>
      {GROUPS.map(({ title, keys }) => (
        <section key={title} className={styles.group}>
          <h3 className={styles.title}>{t(title)}</h3>
          <dl>
            {keys.map(([id, ...names]) => (
              <div key={id} className={styles.row}>
                <dt>{t(id)}</dt>
                <dd className={styles.names}>
                  {names.map((name) => (
                    <Kbd key={name}>{name}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

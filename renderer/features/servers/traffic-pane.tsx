import { type ReactNode, useState } from 'react';
import type { TrafficEntry } from '../../../shared/contract/model.ts';
import { SplitPane } from '../../ui/split-pane.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './server-log.module.css';
import { TrafficBody } from './traffic-body.tsx';
import { TrafficList } from './traffic-list.tsx';
import type { Follow } from './use-follow.ts';

const BODY = { first: 460, least: 280, most: 1_200 };
const LEAST_LIST = 360;

interface TrafficPaneProps {
  readonly entries: readonly TrafficEntry[];
  readonly follow: Follow;
  /** of the server */
  readonly name: string;
}

/** Messages on the wire, and beside them the one that was chosen. */
export function TrafficPane({ entries, follow, name }: TrafficPaneProps): ReactNode {
  const t = useT();
  // The entry itself: it stays to be read when the list has let go of it.
  const [chosen, setChosen] = useState<TrafficEntry | null>(null);
  const [width, setWidth] = useState(BODY.first);
  const choose = (entry: TrafficEntry) => {
    setChosen(entry);
    // Who reads one does not want it to run away.
    follow.onFollows(entry === entries.at(-1));
  };
  return (
    <div className={styles.frame}>
      <SplitPane
        minMiddle={LEAST_LIST}
        {...(chosen === null
          ? {}
          : {
              end: {
                label: t('traffic.width'),
                content: <TrafficBody key={chosen.n} entry={chosen} onClose={() => setChosen(null)} />,
                width,
                minWidth: BODY.least,
                maxWidth: BODY.most,
                onChange: setWidth,
              },
            })}
      >
        <TrafficList
          entries={entries}
          follow={follow}
          chosen={chosen?.n ?? null}
          onChoose={choose}
          onClose={() => setChosen(null)}
          label={t('traffic.label', { name: visibleText(name) })}
        />
      </SplitPane>
    </div>
  );
}

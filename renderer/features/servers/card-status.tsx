import type { ReactNode } from 'react';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Status } from '../../ui/status.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { TextButton } from '../../ui/text-button.tsx';
import { useSay } from '../../ui/use-say.ts';
import { useT } from '../../ui/use-t.ts';
import type { CardFacts } from './card-facts.ts';
import styles from './card-status.module.css';

/** The words that say how a server is; a card has room for a failure of two lines. */
export function StatusLine({ facts, lines = 1 }: { readonly facts: CardFacts; readonly lines?: 1 | 2 }): ReactNode {
  const say = useSay();
  return <Status tone={facts.tone} text={say(facts.status)} detail={facts.detail === null ? undefined : say(facts.detail)} lines={lines} />;
}

interface FactLineProps {
  readonly server: ServerDefinition;
  readonly facts: CardFacts;
  readonly excludeFromTabOrder?: boolean;
  /** Facts there is no room for are left out whole, so that the status beside them keeps its words; otherwise the line is cut. */
  readonly yields?: boolean;
}

/** Small facts in a row, and the way to the explanation of a failure. */
export function FactLine({ server, facts, excludeFromTabOrder, yields }: FactLineProps): ReactNode {
  const t = useT();
  const say = useSay();
  const parts: { key: string; part: ReactNode }[] = [
    ...(facts.at === null ? [] : [{ key: 'at', part: <RelativeTime at={facts.at} within={facts.atWithin} /> }]),
    ...facts.facts.map((fact) => ({ key: typeof fact === 'string' ? fact : fact.id, part: visibleText(say(fact)) })),
  ];
  const whole = facts.facts.map((fact) => visibleText(say(fact))).join(' · ');
  const openMore = (kind: CardFacts['more']) => kind !== null && openDialog({ kind, id: server.id });
  return (
    <span className={styles.line} data-yields={yields}>
      <span className={styles.facts} title={whole}>
        {parts.map(({ key, part }, index) => (
          <span key={key} className={styles.fact} data-fact={key}>
            {index > 0 && <span className={styles.dot}>·</span>}
            {part}
          </span>
        ))}
      </span>
      {facts.more !== null && (
        <TextButton excludeFromTabOrder={excludeFromTabOrder} onPress={() => openMore(facts.more)}>
          {t(facts.more === 'signIn' ? 'card.showSignIn' : 'card.seeWhatToDo')}
        </TextButton>
      )}
    </span>
  );
}

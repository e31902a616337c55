import type { ReactNode } from 'react';
import type { Tool } from '../../../shared/contract/model.ts';
import { Badge } from '../../ui/badge.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './tool-pane.module.css';

type Hint = 'readOnly' | 'destructive' | 'idempotent' | 'openWorld';

/** What the server claims of a tool. Only what was declared: the protocol's defaults say too little to show. */
export function declaredHints(tool: Tool): Hint[] {
  const { annotations } = tool;
  if (annotations === undefined) return [];
  const hints: Hint[] = [];
  if (annotations.readOnlyHint === true) hints.push('readOnly');
  else if (annotations.destructiveHint === true) hints.push('destructive');
  if (annotations.idempotentHint === true && annotations.readOnlyHint !== true) hints.push('idempotent');
  if (annotations.openWorldHint === true) hints.push('openWorld');
  return hints;
}

export function AnnotationBadges({ tool }: { tool: Tool }): ReactNode {
  const t = useT();
  const hints = declaredHints(tool);
  if (hints.length === 0) return null;
  return (
    <ul className={styles.badges}>
      {hints.map((hint) => (
        <li key={hint} title={`${t(`tester.annotation.${hint}Hint`)} ${t('tester.annotation.unverified')}`}>
          <Badge tone={hint === 'destructive' ? 'bad' : 'neutral'}>{t(`tester.annotation.${hint}`)}</Badge>
        </li>
      ))}
    </ul>
  );
}

import { CircleAlert, CircleCheck, Copy, Info, TriangleAlert } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { DoctorFinding, DoctorReport } from '../../../shared/contract/model.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { useAway } from '../../stores/away.ts';
import { useServer } from '../../stores/core-store.ts';
import { closeDialog, openDialog } from '../../stores/dialog-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { ServerIcon } from '../../ui/server-icon.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { visibleLines, visibleText } from '../../ui/text/visible-text.ts';
import { useCopy } from '../../ui/use-copy.ts';
import { useNow } from '../../ui/use-now.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './doctor-dialog.module.css';
import { doctorText } from './doctor-text.ts';

const ICONS = { ok: CircleCheck, info: Info, warning: TriangleAlert, problem: CircleAlert } as const;
const TEXT = 4_000;

type Diagnosis =
  | { readonly kind: 'asking' }
  | { readonly kind: 'done'; readonly report: DoctorReport }
  | { readonly kind: 'failed'; readonly failure: AppErrorData };

/** What the core finds out about a server, or about this computer (`id` null). */
export function DoctorDialog({ id }: { readonly id: string | null }): ReactNode {
  const t = useT();
  const copy = useCopy();
  const away = useAway();
  const server = useServer(id ?? '');
  const [diagnosis, setDiagnosis] = useState<Diagnosis>({ kind: 'asking' });
  const turn = useRef(0);
  const ask = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    setDiagnosis({ kind: 'asking' });
    try {
      const report = await client.invoke('servers.doctor', { id });
      if (mine === turn.current) setDiagnosis({ kind: 'done', report });
    } catch (error) {
      if (mine === turn.current) setDiagnosis({ kind: 'failed', failure: toErrorData(error) });
    }
  }, [id]);
  useEffect(() => {
    void ask();
    return () => {
      turn.current = -1;
    };
  }, [ask]);
  const isAsking = diagnosis.kind === 'asking';
  return (
    <Dialog
      title={server ? t('doctor.title', { name: server.name }) : t('doctor.titleComputer')}
      subtitle={t('doctor.subtitle')}
      icon={server && <ServerIcon name={server.name} icon={server.icon} />}
      onClose={closeDialog}
      notice={<FailureNote failure={diagnosis.kind === 'failed' ? diagnosis.failure : null} />}
      footer={
        <>
          <Button
            className={styles.copy}
            variant="quiet"
            icon={<Copy />}
            isDisabled={diagnosis.kind !== 'done'}
            onPress={() => diagnosis.kind === 'done' && copy(doctorText(diagnosis.report))}
          >
            {t('doctor.copy')}
          </Button>
          {server && <Button onPress={() => openDialog({ kind: 'editServer', id: server.id })}>{t('failure.editServer')}</Button>}
          <Button isPending={isAsking} isDisabled={away} onPress={() => void ask()}>
            {t('doctor.again')}
          </Button>
          <Button variant="primary" onPress={closeDialog}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      <div className={styles.findings} role="status" aria-busy={isAsking}>
        {isAsking && <Asking key={turn.current} />}
        {diagnosis.kind === 'done' &&
          (diagnosis.report.findings.length === 0 ? (
            <p className={styles.asking}>{t('doctor.nothing')}</p>
          ) : (
            <ul className={styles.list}>
              {diagnosis.report.findings.map((finding, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a report does not change
                <Finding key={index} finding={finding} />
              ))}
            </ul>
          ))}
      </div>
    </Dialog>
  );
}

/** From here on it is worth saying how long it takes: most of it is a try to connect. */
const SLOW_MS = 3_000;

function Asking(): ReactNode {
  const t = useT();
  const [began] = useState(Date.now);
  const ms = useNow('second') - began;
  return (
    <p className={styles.asking}>
      <Spinner />
      {t('doctor.asking')}
      {ms >= SLOW_MS && <span aria-hidden="true">{t('card.fact.elapsed', { seconds: Math.floor(ms / 1_000) })}</span>}
    </p>
  );
}

function Finding({ finding: { level, title, text, advice } }: { readonly finding: DoctorFinding }): ReactNode {
  const t = useT();
  const Icon = ICONS[level];
  return (
    <li className={styles.finding} data-level={level}>
      <Icon aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.title}>
          {visibleText(title)}
          <span className={styles.level}>{t(`doctor.level.${level}`)}</span>
        </p>
        <p className={styles.text}>{visibleLines(text.slice(0, TEXT))}</p>
        {advice !== null && <p className={styles.advice}>{visibleLines(advice.slice(0, TEXT))}</p>}
      </div>
    </li>
  );
}

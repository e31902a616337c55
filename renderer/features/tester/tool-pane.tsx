import { type KeyboardEvent, type ReactNode, type Ref, useCallback, useId, useImperativeHandle, useRef, useState } from 'react';
import type { Tool } from '../../../shared/contract/model.ts';
import { useCore, useServerState } from '../../stores/core-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { focusFirstIssue } from '../../ui/schema-form/field-id.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { AnnotationBadges } from './annotation-badges.tsx';
import { ArgumentsForm } from './arguments-form.tsx';
import { type Draft, newDraft, toFormMode, toJsonMode } from './draft.ts';
import { type RunAccess, runAccess } from './run-access.ts';
import { RunBar } from './run-bar.tsx';
import { connect, ServerAccess } from './server-access.tsx';
import { setDraft, type ToolPlace, toolKey, useTester } from './tester-store.ts';
import { ToolDescription } from './tool-description.tsx';
import styles from './tool-pane.module.css';
import { useTool } from './tool-store.ts';
import { useRunner } from './use-runner.ts';

export interface ToolPaneHandle {
  /** Puts the focus where the arguments are entered. */
  focusForm(): void;
}

interface ToolPaneProps {
  readonly place: ToolPlace;
  /** Whether it says why the server is not connected, and connects it: on a server's own page the list beside it does. */
  readonly offersAccess: boolean;
  readonly handle: Ref<ToolPaneHandle>;
}

/** The middle pane: what a tool is, its arguments, and the button that runs it. */
export function ToolPane({ place, offersAccess, handle }: ToolPaneProps): ReactNode {
  const known = useTool(place);
  const draft = useTester((state) => state.drafts[toolKey(place.serverId, place.tool)]);
  if (known?.tool && draft)
    return (
      <LoadedPane
        key={toolKey(place.serverId, place.tool)}
        place={place}
        tool={known.tool}
        missing={known.error?.code === 'tool_not_found'}
        draft={draft}
        handle={handle}
      />
    );
  return (
    <WaitingPane
      place={place}
      offersAccess={offersAccess}
      problem={known?.error?.code === 'not_connected' || known === undefined ? null : (known.error?.message ?? null)}
    />
  );
}

function WaitingPane({ place, offersAccess, problem }: Omit<ToolPaneProps, 'handle'> & { readonly problem: string | null }): ReactNode {
  const live = useServerState(place.serverId).kind === 'connected';
  return (
    <section className={styles.pane} aria-label={visibleText(place.tool, 80)}>
      <header className={styles.head}>
        <h2 className={styles.name}>{visibleText(place.tool, 200)}</h2>
      </header>
      {problem !== null && <p className={styles.gone}>{visibleText(problem, 1_000)}</p>}
      {offersAccess && !live && <ServerAccess serverId={place.serverId} />}
    </section>
  );
}

interface LoadedPaneProps {
  readonly place: ToolPlace;
  readonly tool: Tool;
  /** The server no longer lists it. */
  readonly missing: boolean;
  readonly draft: Draft;
  readonly handle: Ref<ToolPaneHandle>;
}

function LoadedPane({ place, tool, missing, draft, handle }: LoadedPaneProps): ReactNode {
  const t = useT();
  const key = toolKey(place.serverId, place.tool);
  const formId = useId();
  const form = useRef<HTMLDivElement>(null);
  const serverName = useCore((state) => state.servers.find((server) => server.id === place.serverId)?.name ?? '');
  const access = useAccess(place.serverId, missing);
  const [announced, setAnnounced] = useState(0);

  const onInvalid = useCallback(() => {
    setAnnounced((count) => count + 1);
    // The marks are painted first: an issue may unfold a part of the form.
    requestAnimationFrame(() => {
      const now = useTester.getState().drafts[key];
      if (now === undefined) return;
      if (now.mode === 'json') form.current?.querySelector<HTMLElement>('.cm-content, textarea')?.focus();
      else focusFirstIssue(formId, now.issues);
    });
  }, [key, formId]);
  const destructive = tool.annotations?.destructiveHint === true && tool.annotations.readOnlyHint !== true;
  const runner = useRunner(place, destructive, onInvalid);

  useImperativeHandle(handle, () => ({
    focusForm: () => {
      const first = form.current?.querySelector<HTMLElement>('input, textarea, select, button, .cm-content, [tabindex="0"]');
      (first ?? form.current)?.focus();
    },
  }));

  const submit = (): void => {
    if (runner.running !== undefined || runner.asking !== null) return;
    if (access.isReady) runner.run();
    else if (access.offers !== null) connect(place.serverId);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    submit();
  };
  /** A held key runs once; it must not reach the JSON editor's own shortcut either. */
  const ignoreRepeat = (event: KeyboardEvent): void => {
    if (!event.repeat || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const switchTo = (mode: Draft['mode']): void => {
    setDraft(key, mode === 'json' ? toJsonMode(draft) : toFormMode(draft));
  };
  const reset = (): void => {
    setDraft(key, { ...newDraft(draft.plan), mode: draft.mode, text: draft.mode === 'json' ? '{}' : '' });
    showToast({ message: t('tester.resetDone'), action: { label: t('common.undo'), run: () => setDraft(key, draft) } });
  };

  return (
    <section className={styles.pane} aria-label={visibleText(tool.name, 80)} onKeyDownCapture={ignoreRepeat} onKeyDown={onKeyDown}>
      <header className={styles.head}>
        <h2 className={styles.name}>{visibleText(tool.name, 200)}</h2>
        <Segmented
          label={t('tester.face')}
          options={[
            { id: 'form', label: t('tester.form') },
            { id: 'json', label: t('tester.jsonFace') },
          ]}
          value={draft.mode}
          onChange={switchTo}
        />
      </header>
      <div className={styles.scroll} data-mode={draft.mode}>
        {missing && <p className={styles.gone}>{t('tester.gone')}</p>}
        <div className={styles.about}>
          <Title tool={tool} />
          <AnnotationBadges tool={tool} />
        </div>
        <ToolDescription text={tool.description ?? ''} />
        <ArgumentsForm ref={form} toolKey={key} formId={formId} tool={tool.name} draft={draft} onSubmit={submit} />
      </div>
      <p className="visually-hidden" role="status">
        {announced > 0 && draft.issues.length > 0 ? t('tester.issues', { count: draft.issues.length }) : ''}
      </p>
      <RunBar
        running={runner.running}
        access={access}
        onRun={runner.run}
        onConnect={() => connect(place.serverId)}
        onCancel={runner.cancel}
        onReset={reset}
      />
      {runner.asking !== null && (
        <ConfirmDialog
          title={t('tester.confirmTitle', { tool: visibleText(tool.name, 80) })}
          confirmLabel={t('tester.confirmRun')}
          onConfirm={runner.confirm}
          onCancel={runner.refuse}
        >
          {t('tester.confirmText', { server: visibleText(serverName, 80) })}
        </ConfirmDialog>
      )}
    </section>
  );
}

function Title({ tool }: { tool: Tool }): ReactNode {
  const title = tool.title ?? tool.annotations?.title ?? '';
  return title === '' || title === tool.name ? null : <p className={styles.title}>{visibleText(title, 200)}</p>;
}

function useAccess(serverId: string, missing: boolean): RunAccess {
  const state = useServerState(serverId);
  const exists = useCore((core) => core.servers.some((server) => server.id === serverId));
  const stale = useCore((core) => core.staleTools[serverId] === true);
  return runAccess(state, { exists, missing, stale });
}

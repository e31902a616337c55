import { lazy, type ReactNode, type Ref, Suspense } from 'react';
import { Button } from '../../ui/button.tsx';
import { JsonEditor } from '../../ui/json-editor/json-editor.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { changeDraft, type Draft } from './draft.ts';
import { editDraft } from './tester-store.ts';
import styles from './tool-pane.module.css';

const SchemaForm = lazy(() => import('../../ui/schema-form/schema-form.tsx').then((module) => ({ default: module.SchemaForm })));

export interface ArgumentsFormProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly toolKey: string;
  readonly formId: string;
  readonly tool: string;
  readonly draft: Draft;
  readonly onSubmit: () => void;
}

/** A tool's arguments in the face that is open: fields or JSON. */
export function ArgumentsForm({ ref, toolKey, formId, tool, draft, onSubmit }: ArgumentsFormProps): ReactNode {
  const t = useT();
  if (draft.mode === 'form') {
    return (
      <div ref={ref} className={styles.form}>
        <Suspense fallback={null}>
          <SchemaForm
            plan={draft.plan}
            value={draft.value}
            onChange={(value) => editDraft(toolKey, (now) => changeDraft(now, { value }))}
            issues={draft.issues}
            formId={formId}
          />
        </Suspense>
      </div>
    );
  }
  return (
    <div ref={ref} className={styles.json}>
      <div className={styles.editor}>
        <JsonEditor
          value={draft.text}
          onChange={(text) => editDraft(toolKey, (now) => changeDraft(now, { text }))}
          label={t('tester.argumentsJson', { tool: visibleText(tool, 80) })}
          onSubmit={onSubmit}
        />
      </div>
      <LeftOut draft={draft} />
      <JsonProblems
        draft={draft}
        onDiscard={() => editDraft(toolKey, (now) => ({ ...now, mode: 'form', madeText: null, issues: [], textProblem: null }))}
      />
    </div>
  );
}

/** What the form holds and this JSON does not: otherwise it would go unnoticed when the JSON is run. */
function LeftOut({ draft }: { draft: Draft }): ReactNode {
  const t = useT();
  if (draft.leftOut.length === 0) return null;
  return (
    <ul className={styles.leftOut} role="status">
      {draft.leftOut.slice(0, 20).map((issue) => (
        <li key={issue.path}>
          {t('tester.leftOut', { path: visibleText(issue.path.replace(/^\//, ''), 120), message: visibleText(issue.message, 500) })}
        </li>
      ))}
    </ul>
  );
}

function JsonProblems({ draft, onDiscard }: { draft: Draft; onDiscard: () => void }): ReactNode {
  const t = useT();
  if (draft.textProblem !== null) {
    return (
      <div className={styles.problem} role="alert">
        <p>{t('tester.stays', { problem: draft.textProblem })}</p>
        <Button size="sm" onPress={onDiscard}>
          {t('tester.discard')}
        </Button>
      </div>
    );
  }
  if (draft.issues.length === 0) return null;
  return (
    <ul className={styles.issues} role="alert">
      {draft.issues.slice(0, 20).map((issue) => (
        <li key={`${issue.path} ${issue.code} ${issue.message}`}>
          {issue.path === ''
            ? visibleText(issue.message, 500)
            : t('tester.issueAt', { path: visibleText(issue.path, 120), message: visibleText(issue.message, 500) })}
        </li>
      ))}
    </ul>
  );
}

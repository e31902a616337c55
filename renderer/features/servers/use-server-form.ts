import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { withVault } from '../../stores/vault-gate-store.ts';
import { type FieldErrors, fieldErrors } from '../../ui/field-issues.ts';
import { useFocusInvalid } from '../../ui/use-focus-invalid.ts';
import { useT } from '../../ui/use-t.ts';
import { draftErrors, inputFrom, type ServerDraft, sameDraft } from './server-draft.ts';

/** Changes parts of a draft; what comes later than a key or a click says them by what is there then. */
export type ChangeDraft = (patch: Partial<ServerDraft> | ((before: ServerDraft) => Partial<ServerDraft>)) => void;

export interface ServerForm {
  readonly draft: ServerDraft;
  readonly errors: FieldErrors;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  /** Why the last save failed, where it concerns no field. */
  readonly failure: AppErrorData | null;
  readonly element: RefObject<HTMLFormElement | null>;
  readonly change: ChangeDraft;
  /** Fills the draft from what is in it when this is done, and forgets what was wrong. */
  fill(from: (before: ServerDraft) => ServerDraft): void;
  /** Takes a draft over as the saved one. */
  reset(draft: ServerDraft): void;
  /** False, with the fields marked, when the draft cannot be sent. */
  check(): boolean;
  /** Marks what an error complains about; false when it names no field. */
  mark(error: unknown): boolean;
  /** The saved definition, or null with the fields marked. */
  save(id: string | null): Promise<ServerDefinition | null>;
}

/** What is entered about a server, and what is wrong with it. `entered` differs from what is saved where typing goes on. */
export function useServerForm(initial: ServerDraft, entered: ServerDraft = initial): ServerForm {
  const t = useT();
  const element = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(entered);
  const [saved, setSaved] = useState(initial);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [isSaving, setSaving] = useState(false);

  useFocusInvalid(element, errors);

  const change = useCallback<ChangeDraft>((patch) => {
    setDraft((before) => ({ ...before, ...(typeof patch === 'function' ? patch(before) : patch) }));
  }, []);
  const fill = useCallback((from: (before: ServerDraft) => ServerDraft) => {
    setDraft(from);
    setErrors({});
    setFailure(null);
  }, []);
  const reset = useCallback(
    (next: ServerDraft) => {
      fill(() => next);
      setSaved(next);
    },
    [fill],
  );
  const check = () => {
    const found = Object.entries(draftErrors(draft)).map(([path, id]) => [path, t(id)]);
    setErrors(Object.fromEntries(found));
    return found.length === 0;
  };
  const mark = (error: unknown) => {
    const found = fieldErrors(error, { prefix: 'server.', suffix: '.$new' });
    setErrors(found);
    return Object.keys(found).length > 0;
  };
  /** The draft in a category that is there: a new one is made first, so that a failure after it does not make it twice. */
  const inItsCategory = async (): Promise<ServerDraft | null> => {
    if (draft.newCategory === null) return draft;
    try {
      const { id: categoryId } = await client.invoke('categories.create', { name: draft.newCategory });
      const made = { newCategory: null, categoryId };
      change(made);
      return { ...draft, ...made };
    } catch (error) {
      const { name } = fieldErrors(error);
      if (name === undefined) throw error;
      setErrors({ newCategory: name });
      return null;
    }
  };
  const save = async (id: string | null) => {
    if (!check()) return null;
    setSaving(true);
    setFailure(null);
    try {
      const placed = await inItsCategory();
      if (!placed) return null;
      const server = inputFrom(placed);
      const definition = await withVault(() =>
        id === null ? client.invoke('servers.create', server) : client.invoke('servers.update', { id, server }),
      );
      setSaved(placed);
      return definition;
    } catch (error) {
      if (!mark(error)) setFailure(toErrorData(error));
      return null;
    } finally {
      setSaving(false);
    }
  };
  const isDirty = useMemo(() => !sameDraft(draft, saved), [draft, saved]);
  return { draft, errors, isDirty, isSaving, failure, element, change, fill, reset, check, mark, save };
}

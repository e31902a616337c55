import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { MAX_NAME } from '../../../shared/contract/constants.ts';
import type { CategoryInput } from '../../../shared/contract/model.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { closeDialog, closerOfThisDialog } from '../../stores/dialog-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { type FieldErrors, fieldErrors } from '../../ui/field-issues.ts';
import { IconField } from '../../ui/icon-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFocusInvalid } from '../../ui/use-focus-invalid.ts';
import { useLeaveGuard } from '../../ui/use-leave-guard.tsx';
import { useT } from '../../ui/use-t.ts';
import { WriteBar } from '../../ui/write-bar.tsx';
import styles from './category-dialog.module.css';
import { ColorField } from './color-field.tsx';

const ICONS = ['🛠️', '🚀', '📊', '🗄️', '💬', '🔬', '🏠', '💼', '🎨', '☁️', '🔐', '🧪'];
const EMPTY: CategoryInput = { name: '', icon: '', color: 'gray', description: '' };

/** Makes a category (`id` null), or changes one. */
export function CategoryDialog({ id }: { readonly id: string | null }): ReactNode {
  const t = useT();
  const formId = useId();
  const [initial] = useState<CategoryInput>(() => {
    const category = useCore.getState().categories.find((each) => each.id === id);
    if (!category) return EMPTY;
    const { name, icon, color, description } = category;
    return { name, icon, color, description };
  });
  const [draft, setDraft] = useState(initial);
  const [errors, setErrors] = useState<FieldErrors>({});
  const form = useRef<HTMLFormElement>(null);
  useFocusInvalid(form, errors);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const barred = useWriteBar() !== null;
  const [saving, setSaving] = useState(false);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(initial);
  const { tryLeave, question } = useLeaveGuard(isDirty, closeDialog);
  const change = (patch: Partial<CategoryInput>) => setDraft((before) => ({ ...before, ...patch }));

  const save = async () => {
    const close = closerOfThisDialog();
    setSaving(true);
    setFailure(null);
    try {
      await (id === null ? client.invoke('categories.create', draft) : client.invoke('categories.update', { id, category: draft }));
      close();
    } catch (error) {
      const found = fieldErrors(error, { prefix: 'category.' });
      setErrors(found);
      if (Object.keys(found).length === 0) setFailure(toErrorData(error));
    } finally {
      setSaving(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };

  return (
    <Dialog
      title={t(id === null ? 'category.newTitle' : 'category.editTitle')}
      size="sm"
      isDismissable={!isDirty}
      onClose={tryLeave}
      notice={
        <>
          <WriteBar />
          <FailureNote failure={failure} />
        </>
      }
      footer={
        <>
          <Button onPress={tryLeave}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={saving} isDisabled={barred}>
            {t(id === null ? 'category.create' : 'common.save')}
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        <TextField
          label={t('category.name')}
          value={draft.name}
          onChange={(name) => change({ name })}
          error={draft.name.trim().length > MAX_NAME ? t('serverForm.nameTooLong', { n: MAX_NAME }) : errors.name}
          autoFocus
        />
        <IconField
          label={t('category.icon')}
          description={t('category.iconHint')}
          name={draft.name}
          value={draft.icon ?? ''}
          onChange={(icon) => change({ icon })}
          error={errors.icon}
          choices={ICONS}
        />
        <ColorField value={draft.color} onChange={(color) => change({ color })} />
        <TextArea
          label={t('category.description')}
          aside={t('common.optional')}
          rows={2}
          value={draft.description}
          onChange={(description) => change({ description })}
          error={errors.description}
        />
      </form>
      {question}
    </Dialog>
  );
}

import { type ReactNode, useRef } from 'react';
import { MAX_NAME } from '../../../shared/contract/constants.ts';
import type { AuthField } from '../../stores/dialog-store.ts';
import type { FieldErrors } from '../../ui/field-issues.ts';
import { IconField } from '../../ui/icon-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { CategoryField } from './category-field.tsx';
import { LimitsFields } from './limits-fields.tsx';
import { LocalFields } from './local-fields.tsx';
import { RemoteFields } from './remote-fields.tsx';
import type { ServerDraft } from './server-draft.ts';
import styles from './server-fields.module.css';
import { useFocusOn } from './use-focus-on.ts';
import type { ChangeDraft } from './use-server-form.ts';

export interface ServerFieldsProps {
  readonly draft: ServerDraft;
  readonly onChange: ChangeDraft;
  readonly errors: FieldErrors;
  /** What is to be entered or mended first. */
  readonly field?: AuthField;
}

/** Everything a person can say about a server. */
export function ServerFields(props: ServerFieldsProps): ReactNode {
  const { draft, onChange, errors, field } = props;
  const t = useT();
  const element = useRef<HTMLDivElement>(null);
  useFocusOn(element, field);
  return (
    <div className={styles.fields} ref={element}>
      {draft.kind === 'sample' ? (
        <p className={styles.note}>{t('serverForm.kind.sample')}</p>
      ) : (
        <>
          <div className={styles.kind}>
            <Segmented
              label={t('serverForm.kind')}
              options={[
                { id: 'stdio', label: t('serverForm.kind.stdio') },
                { id: 'remote', label: t('serverForm.kind.remote') },
              ]}
              value={draft.kind}
              onChange={(kind) => onChange({ kind })}
            />
          </div>
          {draft.kind === 'stdio' ? <LocalFields {...props} /> : <RemoteFields {...props} />}
        </>
      )}
      <div className={styles.pair}>
        <TextField
          label={t('serverForm.name')}
          value={draft.name}
          onChange={(name) => onChange({ name })}
          error={draft.name.trim().length > MAX_NAME ? t('serverForm.nameTooLong', { n: MAX_NAME }) : errors.name}
        />
        <CategoryField draft={draft} onChange={onChange} errors={errors} />
      </div>
      <IconField
        label={t('serverForm.icon')}
        description={t('serverForm.iconHint')}
        name={draft.name}
        value={draft.icon}
        onChange={(icon) => onChange({ icon })}
        error={errors.icon}
      />
      <TextArea
        label={t('serverForm.notes')}
        aside={t('common.optional')}
        rows={2}
        value={draft.notes}
        onChange={(notes) => onChange({ notes })}
        error={errors.notes}
      />
      <LimitsFields {...props} />
    </div>
  );
}

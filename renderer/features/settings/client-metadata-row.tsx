import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { client } from '../../api/client.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { showFailure, showToast } from '../../stores/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { fieldErrors } from '../../ui/field-issues.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './settings-page.module.css';

/** Whether a text can be the address of a client metadata document: https, with a path (draft-ietf-oauth-client-id-metadata-document, 3). */
function isMetadataUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, hash, username, password } = new URL(text);
  return protocol === 'https:' && pathname !== '/' && hash === '' && username === '' && password === '';
}

/** The address of the document that tells sign-in servers who Patchbay is. */
export function ClientMetadataRow(): ReactNode {
  const t = useT();
  const barred = useWriteBar() !== null;
  const saved = useCore((state) => state.settings.clientMetadataUrl) ?? '';
  const [text, setText] = useState(saved);
  const [error, setError] = useState<string | undefined>();
  useEffect(() => setText(saved), [saved]);
  const isDirty = text.trim() !== saved;
  const save = async () => {
    const wanted = text.trim();
    if (wanted !== '' && !isMetadataUrl(wanted)) {
      setError(t('security.metadataInvalid'));
      return;
    }
    try {
      await client.invoke('settings.update', { clientMetadataUrl: wanted === '' ? null : wanted });
      showToast({ message: t('serverForm.saved') });
    } catch (failure) {
      const { clientMetadataUrl } = fieldErrors(failure);
      if (clientMetadataUrl === undefined) showFailure(failure);
      else setError(clientMetadataUrl);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isDirty && !barred) void save();
  };
  return (
    <form className={classNames(styles.row, styles.fieldRow)} onSubmit={onSubmit} noValidate>
      <TextField
        className={styles.words}
        label={t('security.metadata')}
        aside={t('common.optional')}
        description={t('security.metadataHint')}
        placeholder="https://example.com/patchbay.json"
        mono
        inputMode="url"
        value={text}
        onChange={(value) => {
          setText(value);
          setError(undefined);
        }}
        error={error}
      />
      <Button type="submit" isDisabled={!isDirty || barred}>
        {t('serverForm.save')}
      </Button>
    </form>
  );
}

import { type ReactNode, useState } from 'react';
import { Checkbox } from '../../ui/checkbox.tsx';
import fields from '../../ui/field.module.css';
import { SecretField } from '../../ui/secret-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useT } from '../../ui/use-t.ts';
import { type SecretDraft, usesStored } from './secret-draft.ts';
import { KeepStored, StoredSecret } from './stored-secret.tsx';
import { useMissing } from './use-missing.ts';

interface AuthSecretProps {
  readonly label: string;
  readonly aside?: string;
  readonly description?: ReactNode;
  readonly placeholder?: string;
  readonly secret: SecretDraft;
  readonly onChange: (secret: SecretDraft) => void;
  /** Where it can also be none. */
  readonly onRemove?: () => void;
  readonly error?: string;
  /** For text of several lines, such as a private key. */
  readonly isLong?: boolean;
}

/** A key, a token or a secret under its label: as dots while it is typed, in the vault after that. */
export function AuthSecret({
  label,
  aside,
  description,
  placeholder,
  secret,
  onChange,
  onRemove,
  error,
  isLong,
}: AuthSecretProps): ReactNode {
  const t = useT();
  // Only what the person asked to replace takes the focus.
  const [takesFocus, setTakesFocus] = useState(false);
  const [isShown, setShown] = useState(false);
  const isMissing = useMissing(secret);
  if (usesStored(secret) && !isMissing) {
    return (
      <div className={fields.field}>
        <span className={fields.label}>{label}</span>
        <StoredSecret
          label={label}
          onRemove={onRemove}
          onReplace={() => {
            setTakesFocus(true);
            onChange({ ...secret, isReplaced: true, value: '' });
          }}
        />
        {error !== undefined && <span className={fields.error}>{error}</span>}
      </div>
    );
  }
  const isReplacing = secret.stored !== null && !isMissing;
  const field = {
    label,
    aside,
    placeholder,
    value: secret.value,
    onChange: (value: string) => onChange({ ...secret, value, isReplaced: secret.stored !== null }),
    error,
    autoFocus: takesFocus,
    description: isReplacing ? (
      <KeepStored onKeep={() => onChange({ ...secret, isReplaced: false, value: '' })} />
    ) : isMissing ? (
      t('secret.missing')
    ) : (
      description
    ),
  };
  if (!isLong) return <SecretField {...field} />;
  return (
    <div className={fields.field}>
      <TextArea {...field} mono masked={!isShown} rows={6} />
      {secret.value !== '' && (
        <Checkbox isSelected={isShown} onChange={setShown}>
          {t('secret.show')}
        </Checkbox>
      )}
    </div>
  );
}

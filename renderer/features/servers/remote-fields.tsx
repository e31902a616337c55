import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RemoteConfig } from '../../../shared/contract/model.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { AuthFields } from './auth-fields.tsx';
import { suggestedAuth } from './connector-suggestion.ts';
import { RowsField } from './rows-field.tsx';
import styles from './server-fields.module.css';
import type { ServerFieldsProps } from './server-fields.tsx';

const MODES = ['auto', 'http', 'sse', 'websocket'] as const satisfies readonly RemoteConfig['mode'][];

/** Where a remote server is, how it is spoken to, and what is sent along. */
export function RemoteFields(props: ServerFieldsProps): ReactNode {
  const { draft, onChange, errors } = props;
  const t = useT();
  const isWebSocket = draft.mode === 'websocket' || /^\s*wss?:/i.test(draft.url);
  return (
    <>
      <TextField
        label={t('serverForm.url')}
        placeholder="https://example.com/mcp"
        mono
        inputMode="url"
        value={draft.url}
        onChange={(url) => onChange((now) => ({ url, auth: suggestedAuth({ ...now, url }) }))}
        error={errors['transport.url']}
      />
      <div className={styles.field}>
        <span className={styles.label}>{t('serverForm.mode')}</span>
        <div>
          <Segmented
            label={t('serverForm.mode')}
            options={MODES.map((id) => ({ id, label: t(`serverForm.mode.${id}`) }))}
            value={draft.mode}
            onChange={(mode) => onChange({ mode })}
          />
        </div>
        <span className={styles.note}>{t(isWebSocket ? 'serverForm.webSocketHint' : 'serverForm.modeHint')}</span>
        {errors['transport.mode'] !== undefined && <span className={styles.error}>{errors['transport.mode']}</span>}
      </div>
      <AuthFields {...props} />
      <RowsField
        label={t('serverForm.headers')}
        addLabel={t('serverForm.addHeader')}
        nameLabel="serverForm.headerRowName"
        valueLabel="serverForm.headerRowValue"
        rows={draft.headers}
        onChange={(headers) => onChange({ headers })}
        path="transport.headers"
        errors={errors}
      />
      <RowsField
        label={t('serverForm.query')}
        addLabel={t('serverForm.addQuery')}
        nameLabel="serverForm.queryRowName"
        valueLabel="serverForm.queryRowValue"
        rows={draft.query}
        onChange={(query) => onChange({ query })}
        path="transport.query"
        errors={errors}
      />
      <CertificateFields {...props} />
    </>
  );
}

function CertificateFields({ draft, onChange, errors }: ServerFieldsProps): ReactNode {
  const t = useT();
  const { caFile, acceptInvalid } = draft;
  const summary = acceptInvalid ? 'serverForm.tls.any' : caFile.trim() === '' ? 'serverForm.tls.system' : 'serverForm.tls.own';
  return (
    <Fold
      title={t('serverForm.tls')}
      summary={<span className={acceptInvalid ? styles.warning : undefined}>{t(summary)}</span>}
      hasError={Object.keys(errors).some((path) => path.startsWith('transport.tls'))}
    >
      <TextField
        label={t('serverForm.caFile')}
        aside={t('common.optional')}
        description={t('serverForm.caFileHint')}
        placeholder="~/certificates/company-ca.pem"
        mono
        value={caFile}
        onChange={(value) => onChange({ caFile: value })}
        error={errors['transport.tls.caFile']}
      />
      <Checkbox isSelected={acceptInvalid} onChange={(value) => onChange({ acceptInvalid: value })}>
        {t('serverForm.acceptInvalid')}
      </Checkbox>
      {acceptInvalid && (
        <p className={styles.warn} role="note">
          <TriangleAlert aria-hidden="true" />
          {t('serverForm.acceptInvalidWarning')}
        </p>
      )}
    </Fold>
  );
}

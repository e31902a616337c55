import type { ReactNode } from 'react';
import { Fold } from '../../ui/fold.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { LIMIT_FIELDS, ownLimits } from './limits-draft.ts';
import styles from './server-fields.module.css';
import type { ServerFieldsProps } from './server-fields.tsx';

/** How long things may take, how often a lost connection is tried again, how large a message may be. */
export function LimitsFields({ draft: { limits }, onChange, errors }: ServerFieldsProps): ReactNode {
  const t = useT();
  return (
    <Fold
      title={t('serverForm.limits')}
      summary={t('serverForm.limitsOwn', { n: ownLimits(limits) })}
      hasError={LIMIT_FIELDS.some(({ path }) => errors[path] !== undefined)}
    >
      <div className={styles.pair}>
        {LIMIT_FIELDS.map(({ key, path, unit, preset }) => (
          <TextField
            key={key}
            label={t(`serverForm.limit.${key}`)}
            aside={t(`serverForm.limitUnit.${unit}`)}
            description={t(`serverForm.limitHint.${key}`, { n: String(preset) })}
            inputMode={unit === 'seconds' ? 'decimal' : 'numeric'}
            placeholder={String(preset)}
            value={limits[key]}
            onChange={(value) => onChange((now) => ({ limits: { ...now.limits, [key]: value } }))}
            error={errors[path]}
          />
        ))}
      </div>
    </Fold>
  );
}

import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { CATEGORY_COLORS, type CategoryColor } from '../../../shared/contract/constants.ts';
import field from '../../ui/field.module.css';
import { useT } from '../../ui/use-t.ts';
import styles from './color-field.module.css';

interface ColorFieldProps {
  readonly value: CategoryColor;
  readonly onChange: (color: CategoryColor) => void;
}

/** One of the category colors, as swatches with names. */
export function ColorField({ value, onChange }: ColorFieldProps): ReactNode {
  const t = useT();
  return (
    <RadioGroup className={field.field} orientation="horizontal" value={value} onChange={(color) => onChange(color as CategoryColor)}>
      <Label className={field.label}>
        {t('category.color')}
        <span className={field.aside}>{t(`category.color.${value}`)}</span>
      </Label>
      <div className={styles.swatches}>
        {CATEGORY_COLORS.map((color) => (
          <Radio key={color} value={color} className={styles.swatch} data-color={color} aria-label={t(`category.color.${color}`)}>
            <Check aria-hidden="true" />
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

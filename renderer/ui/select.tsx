import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import { classNames } from './class-names.ts';
import field from './field.module.css';
import popover from './popover.module.css';
import styles from './select.module.css';
import { visibleText } from './text/visible-text.ts';

export interface SelectOption<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly icon?: ReactNode;
}

export interface SelectProps<Id extends string> {
  readonly label?: string;
  readonly 'aria-label'?: string;
  readonly options: readonly SelectOption<Id>[];
  readonly value: Id | null;
  readonly onChange: (id: Id) => void;
  readonly placeholder?: string;
  readonly description?: ReactNode;
  readonly error?: string;
  readonly size?: 'sm' | 'md';
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  readonly onBlur?: () => void;
  readonly className?: string;
}

/** One of a few values, from a list that opens. */
export function Select<Id extends string>({
  label,
  options,
  value,
  onChange,
  placeholder,
  description,
  error,
  size = 'md',
  className,
  ...props
}: SelectProps<Id>): ReactNode {
  return (
    <AriaSelect
      {...props}
      placeholder={placeholder}
      value={value}
      onChange={(key) => {
        const option = options.find((each) => each.id === key);
        if (option) onChange(option.id);
      }}
      isInvalid={error !== undefined}
      className={classNames(field.field, className)}
    >
      {label !== undefined && <Label className={field.label}>{label}</Label>}
      <Button className={styles.button} data-size={size} data-invalid={error !== undefined || undefined}>
        <SelectValue className={styles.value} />
        <ChevronDown size={15} aria-hidden="true" />
      </Button>
      {description !== undefined && (
        <Text slot="description" className={field.description}>
          {description}
        </Text>
      )}
      <FieldError className={field.error}>{error}</FieldError>
      <Popover className={popover.popover} data-fit offset={4}>
        <ListBox items={options} className={popover.list}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className={popover.item}>
              {({ isSelected }) => (
                <>
                  {option.icon}
                  <span className={popover.itemLabel}>{visibleText(option.label)}</span>
                  {isSelected && <Check aria-hidden="true" />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

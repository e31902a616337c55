import { Check, ChevronDown } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { classNames } from '../class-names.ts';
import field from '../field.module.css';
import popover from '../popover.module.css';
import select from '../select.module.css';
import { visibleText } from '../text/visible-text.ts';
import styles from './parts.module.css';
import { useFormText } from './use-form-text.ts';

export interface PickerOption {
  readonly label: string;
  readonly description?: string;
}

export interface OptionPickerProps {
  readonly id: string;
  readonly name: string;
  readonly labelledBy?: string;
  readonly describedBy?: string;
  readonly options: readonly PickerOption[];
  /** Index of the option, -1 for none. */
  readonly selected: number;
  readonly placeholder: string;
  readonly disabled: boolean;
  readonly invalid: boolean;
  readonly onSelect: (option: number) => void;
}

/** Beyond this many options one is found by typing. */
const MANY = 30;

interface Item extends PickerOption {
  readonly id: number;
}

/** One option out of a list that opens. */
export function OptionPicker(props: OptionPickerProps): ReactNode {
  const items = useMemo(
    () => props.options.map((option, id): Item => ({ ...option, label: visibleText(option.label, 120), id })),
    [props.options],
  );
  return items.length > MANY ? <SearchPicker {...props} items={items} /> : <ListPicker {...props} items={items} />;
}

type PickerProps = OptionPickerProps & { readonly items: readonly Item[] };

function ListPicker({ items, ...props }: PickerProps): ReactNode {
  return (
    <Select
      aria-label={props.labelledBy === undefined ? props.name : undefined}
      aria-labelledby={props.labelledBy}
      value={props.selected < 0 ? null : props.selected}
      onChange={(key) => typeof key === 'number' && props.onSelect(key)}
      placeholder={props.placeholder}
      isDisabled={props.disabled}
      isInvalid={props.invalid}
      validationBehavior="aria"
    >
      <Button
        id={props.id}
        className={classNames(select.button, styles.picker)}
        aria-describedby={props.describedBy}
        data-invalid={props.invalid || undefined}
      >
        <SelectValue className={select.value}>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <ChevronDown size={15} aria-hidden="true" />
      </Button>
      <Popover className={popover.popover} data-fit offset={4}>
        <ListBox items={items} className={popover.list}>
          {optionItem}
        </ListBox>
      </Popover>
    </Select>
  );
}

function SearchPicker({ items, ...props }: PickerProps): ReactNode {
  const text = useFormText();
  return (
    <ComboBox
      id={props.id}
      aria-label={props.labelledBy === undefined ? props.name : undefined}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      defaultItems={items}
      selectedKey={props.selected < 0 ? null : props.selected}
      onSelectionChange={(key) => typeof key === 'number' && props.onSelect(key)}
      menuTrigger="focus"
      allowsEmptyCollection
      isDisabled={props.disabled}
      isInvalid={props.invalid}
      validationBehavior="aria"
      className={styles.combo ?? ''}
    >
      <Input className={field.input} placeholder={props.placeholder} />
      <Button className={styles.comboButton ?? ''}>
        <ChevronDown size={15} aria-hidden="true" />
      </Button>
      <Popover className={popover.popover} data-fit offset={4}>
        <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 30 }}>
          <ListBox
            className={classNames(popover.list, styles.longList)}
            renderEmptyState={() => <p className={styles.none}>{text('form.noMatches')}</p>}
          >
            {optionItem}
          </ListBox>
        </Virtualizer>
      </Popover>
    </ComboBox>
  );
}

function optionItem(option: Item): ReactNode {
  return (
    <ListBoxItem id={option.id} textValue={option.label} className={popover.item}>
      {({ isSelected }) => (
        <>
          <span className={popover.itemLabel} title={option.description === undefined ? undefined : visibleText(option.description, 500)}>
            {option.label}
          </span>
          {isSelected && <Check aria-hidden="true" />}
        </>
      )}
    </ListBoxItem>
  );
}

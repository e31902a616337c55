import { Search, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import styles from './search-field.module.css';
import { useT } from './use-t.ts';

export interface SearchFieldProps {
  /** Its name and its placeholder. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The page's search: `/` focuses it, and a hint says so. At most one on a page. */
  readonly isPageSearch?: boolean;
  readonly autoFocus?: boolean;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly className?: string;
}

/** What `/` looks for. */
export const PAGE_SEARCH = 'data-page-search';

/** A field that filters what is below it; Esc clears it. */
export function SearchField({
  label,
  value,
  onChange,
  isPageSearch,
  autoFocus,
  onKeyDown,
  inputRef,
  className,
}: SearchFieldProps): ReactNode {
  const t = useT();
  return (
    <AriaSearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
      className={classNames(styles.search, className)}
    >
      <Search className={styles.glass} aria-hidden="true" />
      <Input
        ref={inputRef}
        className={styles.input}
        placeholder={label}
        spellCheck="false"
        onKeyDown={onKeyDown}
        {...(isPageSearch ? { [PAGE_SEARCH]: '' } : {})}
      />
      {value === '' && isPageSearch && (
        <span className={styles.hint} aria-hidden="true">
          <Kbd>/</Kbd>
        </span>
      )}
      <Button className={styles.clear} aria-label={t('common.clearSearch')}>
        <X aria-hidden="true" />
      </Button>
    </AriaSearchField>
  );
}

import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { client } from '../../api/client.ts';
import { useCore } from '../../stores/core-store.ts';
import { showFailure } from '../../stores/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { fieldErrors } from '../../ui/field-issues.ts';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { CategoryIcon } from '../categories/category-icon.tsx';
import styles from './category-field.module.css';

const NONE = 'none';
const NEW = 'new';

interface CategoryFieldProps {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly error?: string;
}

/** The category of a server; a new one can be made on the spot. */
export function CategoryField({ value, onChange, error }: CategoryFieldProps): ReactNode {
  const t = useT();
  const categories = useCore((state) => state.categories);
  const [newName, setNewName] = useState<string | null>(null);
  const [nameError, setNameError] = useState<string>();
  const options: SelectOption<string>[] = [
    { id: NONE, label: t('category.none') },
    ...categories.map((category) => ({ id: category.id, label: category.name, icon: <CategoryIcon category={category} /> })),
    { id: NEW, label: t('serverForm.newCategory'), icon: <Plus /> },
  ];
  const create = async () => {
    try {
      const category = await client.invoke('categories.create', { name: newName ?? '' });
      onChange(category.id);
      setNewName(null);
      setNameError(undefined);
    } catch (failure) {
      const { name } = fieldErrors(failure);
      setNameError(name);
      if (name === undefined) showFailure(failure);
    }
  };
  return (
    <div className={styles.place}>
      <Select
        label={t('serverForm.category')}
        options={options}
        value={newName === null ? (value ?? NONE) : NEW}
        onChange={(id) => {
          setNewName(id === NEW ? '' : null);
          if (id !== NEW) onChange(id === NONE ? null : id);
        }}
        error={error}
      />
      {newName !== null && (
        <div className={styles.create}>
          <TextField
            aria-label={t('serverForm.newCategoryName')}
            placeholder={t('serverForm.newCategoryName')}
            value={newName}
            onChange={setNewName}
            error={nameError}
            autoFocus
            onKeyDown={(event) => {
              // Enter makes the category; it does not send the form around it.
              if (event.key !== 'Enter') return;
              event.preventDefault();
              void create();
            }}
            className={styles.name}
          />
          <Button onPress={() => void create()}>{t('serverForm.createCategory')}</Button>
        </div>
      )}
    </div>
  );
}

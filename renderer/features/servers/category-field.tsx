import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import type { FieldErrors } from '../../ui/field-issues.ts';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { CategoryIcon } from '../categories/category-icon.tsx';
import styles from './category-field.module.css';
import type { ServerDraft } from './server-draft.ts';

const NONE = 'none';
const NEW = 'new';

interface CategoryFieldProps {
  readonly draft: Pick<ServerDraft, 'categoryId' | 'newCategory'>;
  readonly onChange: (patch: Partial<ServerDraft>) => void;
  readonly errors: FieldErrors;
}

/** The category of a server; a new one is made when the server is saved. */
export function CategoryField({ draft: { categoryId, newCategory }, onChange, errors }: CategoryFieldProps): ReactNode {
  const t = useT();
  const categories = useCore((state) => state.categories);
  const barred = useWriteBar() !== null;
  const makesNew: SelectOption<string> = { id: NEW, label: t('serverForm.newCategory'), icon: <Plus /> };
  const options: SelectOption<string>[] = [
    { id: NONE, label: t('category.none') },
    ...categories.map((category) => ({ id: category.id, label: category.name, icon: <CategoryIcon category={category} /> })),
    ...(barred && newCategory === null ? [] : [makesNew]),
  ];
  return (
    <div className={styles.place}>
      <Select
        label={t('serverForm.category')}
        options={options}
        value={newCategory === null ? (categoryId ?? NONE) : NEW}
        onChange={(id) => onChange(id === NEW ? { newCategory: '' } : { newCategory: null, categoryId: id === NONE ? null : id })}
        error={errors.categoryId}
      />
      {newCategory !== null && (
        <TextField
          aria-label={t('serverForm.newCategoryName')}
          placeholder={t('serverForm.newCategoryName')}
          description={t('serverForm.newCategoryHint')}
          value={newCategory}
          onChange={(name) => onChange({ newCategory: name })}
          error={errors.newCategory}
          autoFocus
        />
      )}
    </div>
  );
}

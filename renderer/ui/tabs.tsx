import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';
import { classNames } from './class-names.ts';
import styles from './tabs.module.css';

export interface TabItem<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** Shown beside the label, such as a count. */
  readonly aside?: ReactNode;
}

export interface TabsProps<Id extends string> {
  readonly label: string;
  readonly items: readonly TabItem<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  /** The panel of the selected tab; fills what is left of the height. */
  readonly children: ReactNode;
  readonly className?: string;
  readonly listClassName?: string;
}

/** One panel at a time, chosen by its tab. */
export function Tabs<Id extends string>({
  label,
  items,
  selected,
  onSelect,
  children,
  className,
  listClassName,
}: TabsProps<Id>): ReactNode {
  return (
    <AriaTabs
      className={classNames(styles.tabs, className)}
      selectedKey={selected}
      onSelectionChange={(key) => {
        const item = items.find((each) => each.id === key);
        if (item) onSelect(item.id);
      }}
    >
      <TabList aria-label={label} items={items} className={classNames(styles.list, listClassName)}>
        {(item) => (
          <Tab id={item.id} className={styles.tab}>
            {item.label}
            {item.aside !== undefined && <span className={styles.aside}>{item.aside}</span>}
          </Tab>
        )}
      </TabList>
      {/* A panel keeps the DOM id it was made with: another tab needs another panel, or aria-controls leads nowhere. */}
      <TabPanel key={selected} id={selected} className={styles.panel}>
        {children}
      </TabPanel>
    </AriaTabs>
  );
}

import type { ReactNode } from 'react';
import { ToastRegion } from '../../ui/toast-region.tsx';
import { Banners } from './banners.tsx';
import styles from './frame.module.css';
import { Sidebar } from './sidebar.tsx';

/** The window: sidebar, banners, and the page. */
export function Frame({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className={styles.frame}>
      <Sidebar />
      <div className={styles.column}>
        <Banners />
        <main className={styles.page}>{children}</main>
      </div>
      <ToastRegion />
    </div>
  );
}

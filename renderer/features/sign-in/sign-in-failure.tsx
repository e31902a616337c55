import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import { Button } from '../../ui/button.tsx';
import { visibleLines, visibleText } from '../../ui/text/visible-text.ts';
import { useCopy } from '../../ui/use-copy.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './sign-in-dialog.module.css';
import { redirectToRegister } from './sign-in-fix.ts';

/** What to do about a sign-in that failed; the cause stands in the title already. */
export function SignInFailure({ failure }: { readonly failure: AppErrorData }): ReactNode {
  const t = useT();
  const copy = useCopy();
  const redirect = redirectToRegister(failure);
  return (
    <section className={styles.failure}>
      <h3 className={styles.title}>{t('failure.whatToTry')}</h3>
      <p className={styles.hint}>{visibleText(failure.hint, 2_000)}</p>
      {redirect !== null && (
        <div className={styles.actions}>
          <Button size="sm" icon={<Copy />} onPress={() => copy(redirect)}>
            {t('signIn.copyRedirect')}
          </Button>
        </div>
      )}
      {failure.technical !== undefined && failure.technical !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        <section className={styles.text} tabIndex={0} aria-label={t('failure.technical')}>
          <code>{visibleLines(failure.technical.slice(0, 8_000))}</code>
        </section>
      )}
    </section>
  );
}

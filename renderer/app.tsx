import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { IntlProvider } from 'react-intl';
import { en } from './messages/en.ts';
import { ToastRegion } from './ui/toast-region.tsx';

/** The whole page: words, frame, and the route's page in it. */
export function App(): ReactNode {
  return (
    <IntlProvider locale="en" messages={en}>
      <I18nProvider locale="en">
        <ToastRegion />
      </I18nProvider>
    </IntlProvider>
  );
}

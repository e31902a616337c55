import type { Settings } from '../../shared/contract/model.ts';

type Theme = Settings['theme'];
const dark = window.matchMedia('(prefers-color-scheme: dark)');
let wanted: Theme = servedTheme();

/** The page comes with the theme that the person fixed; without one it follows the system. */
function servedTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function paint(): void {
  document.documentElement.dataset.theme = wanted === 'system' ? (dark.matches ? 'dark' : 'light') : wanted;
}

/** Shows the theme before anything is painted, and follows the system from then on. */
export function startTheme(): void {
  paint();
  dark.addEventListener('change', paint);
}

/** Shows a theme. */
export function showTheme(theme: Theme): void {
  wanted = theme;
  paint();
}

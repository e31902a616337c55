import type { Settings } from '../../shared/contract/model.ts';

type Theme = Settings['theme'];
const KEY = 'patchbay.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
let wanted: Theme = readTheme();

function readTheme(): Theme {
  const kept = window.localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

function paint(): void {
  document.documentElement.dataset.theme = wanted === 'system' ? (dark.matches ? 'dark' : 'light') : wanted;
}

/** Shows the theme kept from the last time, before anything is painted, and follows the system from then on. */
export function startTheme(): void {
  paint();
  dark.addEventListener('change', paint);
}

/** Shows a theme, and keeps it for the next first paint. */
export function showTheme(theme: Theme): void {
  wanted = theme;
  window.localStorage.setItem(KEY, theme);
  paint();
}

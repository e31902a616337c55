import { AppError } from '../../shared/errors.ts';

/** The address of a page that may leave the app for the browser: http or https. Throws url_invalid. */
export function externalUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new AppError('url_invalid', { url: text.slice(0, 200) });
  return url.href;
}

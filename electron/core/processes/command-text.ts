import { HIDDEN, withoutSecrets } from '../secrets/secret-arguments.ts';

const hideValues = (parameters: string) => parameters.replace(/=[^&]*/g, `=${HIDDEN}`);

/** An address without what may be secret in it: user, password, values of parameters. Their names stay. */
export function maskedUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const user = url.username !== '' || url.password !== '';
  if (!user && url.search === '' && url.hash === '') return text;
  return `${url.protocol}//${user ? `${HIDDEN}@` : ''}${url.host}${url.pathname}${hideValues(url.search)}${hideValues(url.hash)}`;
}

/** A command line as it may be shown. */
export function commandText(words: readonly string[]): string {
  return withoutSecrets(words)
    .map((word) => word.replace(/[a-z][a-z0-9+.-]*:\/\/\S+/gi, maskedUrl))
    .join(' ');
}

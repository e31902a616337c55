import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { HIDDEN, withoutSecrets } from '../../core/runtime/secret-arguments.ts';

const hideValues = (parameters: string) => parameters.replace(/=[^&]*/g, `=${HIDDEN}`);

/** An address without what may be secret in it: user, password, values of parameters. Their names stay. */
function maskedUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const user = url.username !== '' || url.password !== '';
  if (!user && url.search === '' && url.hash === '') return text;
  return `${url.protocol}//${user ? `${HIDDEN}@` : ''}${url.host}${url.pathname}${hideValues(url.search)}${hideValues(url.hash)}`;
}

/** Where a server is, in one line and without secrets. */
export function targetText({ transport }: ServerDefinition): string {
  switch (transport.kind) {
    case 'stdio':
      return withoutSecrets([transport.command, ...transport.args])
        .map((word) => word.replace(/[a-z][a-z0-9+.-]*:\/\/\S+/gi, maskedUrl))
        .join(' ');
    case 'remote':
      return maskedUrl(transport.url);
    case 'sample':
      return 'built in';
  }
}

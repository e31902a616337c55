import type { RemoteConfig, ServerDefinition } from '../../../shared/contract/model.ts';
import type { EnteredText } from './secret-draft.ts';

/** What stands in place of a secret: whoever pastes it back is asked for a variable of that name. */
function placeholder(name: string): string {
  return `\${env:${name.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()}}`;
}

class Entry {
  leavesOut = false;

  of({ transport }: Pick<ServerDefinition, 'transport'>): Record<string, unknown> {
    switch (transport.kind) {
      case 'stdio':
        return {
          command: transport.command,
          ...(transport.args.length > 0 ? { args: transport.args } : {}),
          ...this.#record('env', transport.env),
          ...(transport.cwd === null ? {} : { cwd: transport.cwd }),
        };
      case 'remote':
        return {
          ...(transport.mode === 'auto' ? {} : { type: transport.mode }),
          url: transport.url,
          ...this.#record('headers', { ...transport.headers, ...this.#keyHeader(transport) }),
        };
      case 'sample':
        return {};
      default:
        return transport satisfies never;
    }
  }

  #record(key: string, values: Readonly<Record<string, EnteredText>>): Record<string, unknown> {
    const texts = Object.entries(values).map(([name, value]) => [name, this.#text(name, value)]);
    return texts.length > 0 ? { [key]: Object.fromEntries(texts) } : {};
  }

  /** Other clients know no other place for a key. */
  #keyHeader({ auth }: Pick<RemoteConfig, 'auth'>): Record<string, string> {
    if (auth.kind === 'bearer') return { Authorization: `Bearer ${this.#text('TOKEN', auth.token)}` };
    return auth.kind === 'header' ? { [auth.name]: auth.prefix + this.#text(auth.name, auth.value) } : {};
  }

  #text(name: string, value: EnteredText): string {
    if (typeof value === 'string') return value;
    this.leavesOut = true;
    return placeholder(name);
  }
}

/** A server in the shape that most clients read and that can be pasted back, `{ "mcpServers": { name: … } }`, without its secrets. */
export function serverJson(server: Pick<ServerDefinition, 'name' | 'transport'>): { readonly text: string; readonly leavesOut: boolean } {
  const entry = new Entry();
  const text = JSON.stringify({ mcpServers: { [server.name]: entry.of(server) } }, null, 2);
  return { text, leavesOut: entry.leavesOut };
}

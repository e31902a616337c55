import type { TransportInput } from '../../../shared/contract/model.ts';

const MAX_NAME = 120;
const SPELLING: Record<string, string> = {
  ai: 'AI',
  api: 'API',
  aws: 'AWS',
  duckdb: 'DuckDB',
  github: 'GitHub',
  gitlab: 'GitLab',
  mongodb: 'MongoDB',
  mysql: 'MySQL',
  postgresql: 'PostgreSQL',
  sqlite: 'SQLite',
  youtube: 'YouTube',
};

/** Hosts under which everybody gets a name of their own: the label before them is the service. */
const SHARED_HOSTS = ['workers.dev', 'vercel.app', 'netlify.app', 'fly.dev', 'onrender.com', 'herokuapp.com', 'run.app', 'github.io'];
const GENERIC_FILES = new Set([
  'index',
  'main',
  'server',
  'app',
  'cli',
  'start',
  'run',
  'dist',
  'build',
  'src',
  'bin',
  'lib',
  'out',
  'mcp',
]);

/** Options of package runners and of `docker run` that take the next word as their value. */
const VALUE_OPTIONS: Record<string, readonly string[]> = {
  npx: ['-p', '--package', '-c', '--call', '-w', '--workspace', '--registry', '--prefix', '--cache'],
  uvx: ['--from', '--with', '-p', '--python', '--index-url', '--with-editable', '--directory', '--project', '--env-file'],
  docker:
    '-e --env -v --volume --mount --name -p --publish --network --net --env-file -w --workdir --entrypoint -u --user --platform -l --label -h --hostname --add-host --memory -m --cpus --pull'.split(
      ' ',
    ),
};

function title(words: string): string {
  return words
    .split(/[-_.\s]+/)
    .filter((word) => word !== '')
    .map((word) =>
      Object.hasOwn(SPELLING, word.toLowerCase()) ? SPELLING[word.toLowerCase()] : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}

function baseName(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}

/** `@scope/server-foo@1.2` → `Foo`; a package called only `mcp` takes the scope's name. */
function nameOfPackage(spec: string): string {
  const plain = spec.replace(/^(?:npm|jsr|git\+https?|https?|github):(?:\/\/)?/, '');
  const scope = /^@([^/@]+)\//.exec(plain)?.[1];
  const name = baseName((scope === undefined ? plain : plain.slice(scope.length + 2)).replace(/(?:@|==|\[).*$/, '').replace(/\.git$/, ''));
  const parts = name.split(/[-_]/).filter((part) => part !== '');
  const says = (part: string | undefined) => part !== undefined && !/^(?:mcp|server)$/i.test(part);
  while (parts.length > 0 && !says(parts[0])) parts.shift();
  while (parts.length > 0 && !says(parts.at(-1))) parts.pop();
  return title(parts.join('-') || (scope ?? name));
}

/** The file's own name, or the nearest folder that says more than `dist/index.js`. */
function nameOfFile(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '~');
  for (const part of parts.reverse()) {
    const stem = part.replace(/\.(?:[cm]?[jt]s|py|exe|cmd|bat|sh|rb|jar|php)$/i, '');
    if (!GENERIC_FILES.has(stem.toLowerCase())) return nameOfPackage(stem);
  }
  return title(baseName(path));
}

function operands(args: readonly string[], valueOptions: readonly string[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('-')) found.push(arg);
    else if (valueOptions.includes(arg)) i += 1;
  }
  return found;
}

/** A name for a command, from the package, image, module or file that it starts. Never empty. */
function nameOfCommand(command: string, args: readonly string[]): string {
  const program = baseName(command)
    .replace(/\.(?:exe|cmd|bat)$/i, '')
    .toLowerCase();
  const url = args.find((arg) => /^https?:\/\//.test(arg));
  if (url !== undefined && args.some((arg) => /^mcp-remote(?:@|$)/.test(arg))) return nameOfUrl(url);
  const kind = program.replace(/\d+(?:\.\d+)*$/, '');
  let subject: string | undefined;
  switch (kind) {
    case 'npx':
    case 'bunx':
    case 'pnpx':
      subject = operands(args, VALUE_OPTIONS.npx ?? [])[0];
      return subject === undefined ? title(program) : nameOfPackage(subject);
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'bun':
    case 'pipx': {
      const words = operands(args, VALUE_OPTIONS.npx ?? []);
      subject = ['exec', 'x', 'dlx', 'run'].includes(words[0] ?? '') ? words[1] : words[0];
      return subject === undefined ? title(program) : nameOfFile(subject);
    }
    case 'uvx':
      subject = operands(args, VALUE_OPTIONS.uvx ?? [])[0];
      return subject === undefined ? title(program) : nameOfPackage(subject);
    case 'uv': {
      const words = operands(args, VALUE_OPTIONS.uvx ?? []).filter((word, i) => !(i < 2 && ['run', 'tool'].includes(word)));
      const python = words[0] === 'python' || words[0] === 'python3';
      if (python) return nameOfCommand('python', args.slice(args.indexOf(words[0] ?? '') + 1));
      return words[0] === undefined ? title(program) : nameOfFile(words[0]);
    }
    case 'docker':
    case 'podman': {
      const words = operands(args, VALUE_OPTIONS.docker ?? []);
      subject = words[0] === 'run' ? words[1] : words[2];
      return subject === undefined ? title(program) : nameOfPackage(baseName(subject).replace(/[:@].*$/, ''));
    }
    case 'python':
    case 'py': {
      const module = args[args.indexOf('-m') + 1];
      if (args.includes('-m') && module !== undefined) return nameOfPackage(module.split('.')[0] ?? module);
      subject = operands(args, [])[0];
      return subject === undefined ? title(program) : nameOfFile(subject);
    }
    case 'node':
    case 'deno':
    case 'tsx':
    case 'ts-node':
    case 'ruby':
    case 'java':
    case 'php':
    case 'sh':
    case 'bash': {
      subject = operands(args, ['-r', '--require', '--import', '--loader', '-c']).find((word) => word !== 'run');
      if (subject === undefined) return title(program);
      return subject.startsWith('npm:') || subject.startsWith('jsr:') ? nameOfPackage(subject) : nameOfFile(subject);
    }
    case 'cmd':
      if (/^\/c$/i.test(args[0] ?? '') && args[1] !== undefined) return nameOfCommand(args[1], args.slice(2));
      return title(program);
    default:
      return nameOfFile(command) || 'Server';
  }
}

/** A name for an address, from its host: `https://mcp.linear.app/sse` → `Linear`. Never empty. */
function nameOfUrl(url: string): string {
  if (!URL.canParse(url)) return 'Server';
  const { hostname, host } = new URL(url);
  if (hostname === 'localhost' || hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) return host;
  let labels = hostname.split('.');
  while (labels.length > 2 && /^(?:www|mcp|api|app|remote)$/.test(labels[0] ?? '')) labels = labels.slice(1);
  const shared = SHARED_HOSTS.find((suffix) => hostname.endsWith(`.${suffix}`));
  if (shared !== undefined) return nameOfPackage(labels[0] ?? hostname) || host;
  const suffix = labels.length > 2 && /^(?:co|com|org|net|gov|ac)$/.test(labels.at(-2) ?? '') && (labels.at(-1) ?? '').length === 2 ? 2 : 1;
  return title(labels.at(-1 - suffix) ?? hostname) || host;
}

export function nameOfTransport(transport: TransportInput): string {
  switch (transport.kind) {
    case 'stdio':
      return nameOfCommand(transport.command, transport.args);
    case 'remote':
      return nameOfUrl(transport.url);
    case 'sample':
      return 'Sample server';
  }
}

/** Makes names unique (without regard to case) by numbering them: `Git`, `Git (2)`. At most 120 characters. */
export class UniqueNames {
  readonly #taken = new Set<string>();

  /** The name to use: one line without control characters, `fallback` where nothing is left of it. */
  take(wanted: string, fallback: string): string {
    const clean = (text: string) =>
      text
        .slice(0, 1_000)
        .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
        .trim();
    const name = clean(wanted) || clean(fallback) || 'Server';
    for (let n = 1; ; n += 1) {
      const suffix = n === 1 ? '' : ` (${n})`;
      const candidate = `${name.slice(0, MAX_NAME - suffix.length).trim()}${suffix}`;
      if (!this.#taken.has(candidate.toLowerCase())) {
        this.#taken.add(candidate.toLowerCase());
        return candidate;
      }
    }
  }
}

const NPM_VALUES = ['-c', '--call', '-w', '--workspace', '--registry', '--prefix', '--cache', '--userconfig'];
const UV_VALUES = [
  '--with',
  '-p',
  '--python',
  '--index',
  '--index-url',
  '--with-editable',
  '--directory',
  '--project',
  '--env-file',
  '--cache-dir',
];
const DOCKER_VALUES =
  '-e --env -v --volume --mount --name -p --publish --network --net --env-file -w --workdir --entrypoint -u --user --platform -l --label -h --hostname --add-host --memory -m --cpus --pull'.split(
    ' ',
  );

/** Where a runner of packages names the one that it runs: behind these words, unless one of these options names it. */
interface Runner {
  readonly verbs: readonly (readonly string[])[];
  readonly naming: readonly string[];
  /** Options whose value is the next word. */
  readonly values: readonly string[];
}

const NPM: Runner = { verbs: [[]], naming: ['-p', '--package'], values: NPM_VALUES };
const RUNNERS: Readonly<Record<string, Runner>> = {
  npx: NPM,
  bunx: NPM,
  pnpx: NPM,
  npm: { ...NPM, verbs: [['exec'], ['x']] },
  pnpm: { ...NPM, verbs: [['dlx']] },
  yarn: { ...NPM, verbs: [['dlx']] },
  bun: { ...NPM, verbs: [['x']] },
  uvx: { verbs: [[]], naming: ['--from'], values: UV_VALUES },
  uv: { verbs: [['tool', 'run']], naming: ['--from'], values: UV_VALUES },
  pipx: { verbs: [['run']], naming: ['--spec'], values: ['--python'] },
  docker: { verbs: [['run'], ['container', 'run']], naming: [], values: DOCKER_VALUES },
  podman: { verbs: [['run'], ['container', 'run']], naming: [], values: DOCKER_VALUES },
};

/** `@scope/name@1.2`, `name==1.2`, `name[extra]`, `host/image:tag@digest` → the name alone, in lower case. */
function bareName(spec: string): string {
  const name = spec.replace(/^(?:npm|jsr):/, '');
  const at = name.indexOf('@', 1);
  return (at === -1 ? name : name.slice(0, at))
    .replace(/(?:==|>=|<=|~=|\[).*$/, '')
    .replace(/:[^/]*$/, '')
    .toLowerCase();
}

function named(words: readonly string[], { naming, values }: Runner): string | null {
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    const [option = '', value] = word.split(/=(.*)/s, 2);
    if (naming.includes(option)) return value ?? words[i + 1] ?? null;
    if (values.includes(word)) i += 1;
    else if (!word.startsWith('-')) return word;
  }
  return null;
}

/** Name of the package, image or program that a command runs, without version and in lower case; null when it cannot be told. */
export function packageOfCommand(command: string, args: readonly string[]): string | null {
  const program = (command.split(/[\\/]/).pop() ?? '').replace(/\.(?:exe|cmd|bat)$/i, '').toLowerCase();
  if (program === 'cmd' && /^\/c$/i.test(args[0] ?? '') && args[1] !== undefined) return packageOfCommand(args[1], args.slice(2));
  const runner = Object.hasOwn(RUNNERS, program) ? RUNNERS[program] : undefined;
  if (!runner) return program || null;
  const verb = runner.verbs.find((words) => words.every((word, i) => args[i] === word));
  const spec = verb && named(args.slice(verb.length), runner);
  return spec ? bareName(spec) : null;
}

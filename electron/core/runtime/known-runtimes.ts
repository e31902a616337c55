/** A program that servers are often started with. */
export interface KnownRuntime {
  /** Its commands; the first is the one that stands for it. */
  readonly names: readonly string[];
  readonly product: string;
  readonly url: string;
  /** Arguments that make it print its version. */
  readonly version: readonly string[];
  /** Commands that do the same where it is missing. */
  readonly instead?: readonly string[];
}

const ASK: readonly string[] = ['--version'];
const NODE = { product: 'Node.js', url: 'https://nodejs.org', version: ASK };
const UV = { product: 'uv', url: 'https://docs.astral.sh/uv', version: ASK };
const PYTHON = { product: 'Python', url: 'https://www.python.org/downloads', version: ASK };
const BUN = { product: 'Bun', url: 'https://bun.sh', version: ASK };

export const KNOWN_RUNTIMES: readonly KnownRuntime[] = [
  { names: ['node', 'nodejs'], ...NODE },
  { names: ['npx'], ...NODE, instead: ['bunx', 'pnpx'] },
  { names: ['npm'], ...NODE },
  { names: ['uvx'], ...UV },
  { names: ['uv'], ...UV },
  { names: ['python3'], ...PYTHON, instead: ['python'] },
  { names: ['python'], ...PYTHON, instead: ['python3'] },
  { names: ['pip3', 'pip'], ...PYTHON },
  { names: ['pipx'], product: 'pipx', url: 'https://pipx.pypa.io', version: ASK },
  { names: ['docker'], product: 'Docker', url: 'https://docs.docker.com/get-started/get-docker', version: ASK, instead: ['podman'] },
  { names: ['podman'], product: 'Podman', url: 'https://podman.io', version: ASK, instead: ['docker'] },
  { names: ['bun'], ...BUN },
  { names: ['bunx'], ...BUN, instead: ['npx'] },
  { names: ['deno'], product: 'Deno', url: 'https://deno.com', version: ASK },
  { names: ['pnpm', 'pnpx'], product: 'pnpm', url: 'https://pnpm.io/installation', version: ASK, instead: ['npx'] },
  { names: ['yarn'], product: 'Yarn', url: 'https://yarnpkg.com', version: ASK },
  { names: ['go'], product: 'Go', url: 'https://go.dev/dl', version: ['version'] },
  { names: ['cargo', 'rustc'], product: 'Rust', url: 'https://rustup.rs', version: ASK },
  { names: ['java'], product: 'Java', url: 'https://adoptium.net', version: ['-version'] },
  { names: ['dotnet', 'dnx'], product: '.NET', url: 'https://dotnet.microsoft.com/download', version: ASK },
  { names: ['ruby'], product: 'Ruby', url: 'https://www.ruby-lang.org/en/downloads', version: ASK },
  { names: ['git'], product: 'Git', url: 'https://git-scm.com/downloads', version: ASK },
];

/** A command's name without folder, extension and, for Python, minor version. */
function commandName(command: string): string {
  const name = (command.split(/[/\\]/).at(-1) ?? '').toLowerCase().replace(/\.(cmd|exe|bat|ps1)$/, '');
  return name.replace(/^(python|pip)3\.\d+$/, '$13');
}

export function knownRuntime(command: string): KnownRuntime | null {
  const name = commandName(command);
  return KNOWN_RUNTIMES.find((each) => each.names.includes(name)) ?? null;
}

/** What to install so that a command is there, as a sentence; null for one that is not known. */
export function installAdvice(command: string): string | null {
  const runtime = knownRuntime(command);
  if (runtime === null) return null;
  const name = commandName(command);
  const same = name === runtime.product.toLowerCase();
  return same ? `Get ${runtime.product} from ${runtime.url}.` : `“${name}” comes with ${runtime.product}: get it from ${runtime.url}.`;
}

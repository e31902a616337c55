import { z } from 'zod';
import { NO_LIMITS } from '../../../shared/contract/constants.ts';
import {
  type Category,
  type CategoryInput,
  category,
  type ServerDefinition,
  type StoredServer,
  serverDefinition,
  type TransportConfig,
} from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import type { DocumentFormat, JsonDocument } from '../storage/json-document.ts';

/** Everything a person has set up, in the order in which it is shown. */
export interface LibraryData {
  readonly servers: readonly ServerDefinition[];
  readonly categories: readonly Category[];
}

const entries = z.array(z.unknown());

function keepValid<T extends { id: string }>(raw: unknown, schema: z.ZodType<T>, what: string, problems: string[]): T[] {
  const list = entries.safeParse(raw ?? []);
  if (!list.success) {
    problems.push(`The list of ${what} was not a list.`);
    return [];
  }
  const ids = new Set<string>();
  return list.data.flatMap((entry, index) => {
    const parsed = schema.safeParse(entry);
    if (parsed.success && !ids.has(parsed.data.id)) {
      ids.add(parsed.data.id);
      return [parsed.data];
    }
    const name = (entry as { name?: unknown } | null)?.name;
    const why = parsed.success ? 'its id is there twice' : `${parsed.error.issues[0]?.path.join('.') || 'it'} is not valid`;
    problems.push(`Entry ${index + 1}${typeof name === 'string' ? ` ("${name.slice(0, 80)}")` : ''} of ${what} was left out: ${why}.`);
    return [];
  });
}

/** `servers.json`: one valid entry is never lost to a damaged neighbour. */
export const libraryFormat: DocumentFormat<LibraryData> = {
  version: 1,
  empty: { servers: [], categories: [] },
  parse(raw) {
    const problems: string[] = [];
    const categories = keepValid(raw.categories, category, 'categories', problems);
    const known = new Set(categories.map((each) => each.id));
    const servers = keepValid(raw.servers, serverDefinition, 'servers', problems).map((server) =>
      server.categoryId !== null && !known.has(server.categoryId) ? { ...server, categoryId: null } : server,
    );
    return { value: { servers, categories }, problems };
  },
};

export interface LibraryPorts {
  document: JsonDocument<LibraryData>;
  now: () => number;
  newId: (prefix: 'mcp' | 'ctg') => string;
  onServers: (servers: ServerDefinition[]) => void;
  onCategories: (categories: Category[]) => void;
}

const SAMPLE_CATEGORY: CategoryInput = {
  name: 'Getting started',
  icon: '👋',
  color: 'violet',
  description: 'A first look at what Patchbay does',
};

const SAMPLE: StoredServer = {
  name: 'Sample server',
  categoryId: null,
  icon: '🧪',
  notes: 'Runs inside Patchbay; nothing is installed and nothing leaves this computer.',
  callTimeoutMs: null,
  limits: NO_LIMITS,
  transport: { kind: 'sample' },
};

const isSample = (server: ServerDefinition) => server.transport.kind === 'sample';

/** Puts `item` before the entry with `beforeId`, or last. */
function insertBefore<T extends { id: string }>(list: readonly T[], item: T, beforeId: string | null): T[] {
  if (beforeId === item.id) return list.map((each) => (each.id === item.id ? item : each));
  const rest = list.filter((each) => each.id !== item.id);
  const index = beforeId === null ? -1 : rest.findIndex((each) => each.id === beforeId);
  return index === -1 ? [...rest, item] : [...rest.slice(0, index), item, ...rest.slice(index)];
}

/** "Name copy", "Name copy 2", …: the first that is free. */
function copyName(name: string, taken: ReadonlySet<string>): string {
  const base = `${name.replace(/ copy( \d+)?$/, '')} copy`;
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? base : `${base} ${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** The saved servers and categories. Every change is on disk before it is announced. */
export class Library {
  readonly #ports: LibraryPorts;
  #announced: LibraryData;

  constructor(ports: LibraryPorts) {
    this.#ports = ports;
    this.#announced = ports.document.value;
  }

  get servers(): ServerDefinition[] {
    return [...this.#ports.document.value.servers];
  }

  get categories(): Category[] {
    return [...this.#ports.document.value.categories];
  }

  /** Throws not_found. */
  server(id: string): ServerDefinition {
    return find(this.#ports.document.value.servers, id, 'server');
  }

  /** `id`: of a server whose secrets are in the vault already. */
  async create(input: StoredServer, id = this.#ports.newId('mcp')): Promise<ServerDefinition> {
    const now = this.#ports.now();
    const server: ServerDefinition = { ...input, id, enabled: true, createdAt: now, updatedAt: now };
    await this.#change((data) => {
      assertCategory(data, input.categoryId);
      return { ...data, servers: [...data.servers, server] };
    });
    return server;
  }

  async update(id: string, input: StoredServer): Promise<ServerDefinition> {
    return this.#changeServer(id, (server, data) => {
      assertCategory(data, input.categoryId);
      return { ...server, ...input };
    });
  }

  async setTransport(id: string, transport: TransportConfig): Promise<ServerDefinition> {
    return this.#changeServer(id, (server) => ({ ...server, transport }));
  }

  /** `transport`: of the copy, whose secrets are in the vault already. */
  async duplicate(id: string, newId = this.#ports.newId('mcp'), transport?: TransportConfig): Promise<ServerDefinition> {
    const original = this.server(id);
    const source = { ...original, transport: transport ?? original.transport };
    const now = this.#ports.now();
    const data = await this.#change((current) => {
      const taken = new Set(current.servers.map((each) => each.name));
      const copy: ServerDefinition = { ...source, id: newId, name: copyName(source.name, taken), createdAt: now, updatedAt: now };
      const index = current.servers.findIndex((each) => each.id === id);
      return { ...current, servers: [...current.servers.slice(0, index + 1), copy, ...current.servers.slice(index + 1)] };
    });
    return find(data.servers, newId, 'server');
  }

  async remove(id: string): Promise<void> {
    await this.#change((data) => {
      find(data.servers, id, 'server');
      return { ...data, servers: data.servers.filter((each) => each.id !== id) };
    });
  }

  /** Takes a removed server in again under its id; into no category where its own is gone too. */
  async restore(server: ServerDefinition, beforeId: string | null): Promise<ServerDefinition> {
    const data = await this.#change((current) => {
      if (current.servers.some((each) => each.id === server.id)) return current;
      const isKnown = current.categories.some((each) => each.id === server.categoryId);
      return { ...current, servers: insertBefore(current.servers, isKnown ? server : { ...server, categoryId: null }, beforeId) };
    });
    return find(data.servers, server.id, 'server');
  }

  async move(id: string, categoryId: string | null, beforeId: string | null): Promise<void> {
    await this.#change((data) => {
      assertCategory(data, categoryId);
      const server = { ...find(data.servers, id, 'server'), categoryId };
      return { ...data, servers: insertBefore(data.servers, server, beforeId) };
    });
  }

  async setEnabled(id: string, enabled: boolean): Promise<ServerDefinition> {
    return this.#changeServer(id, (server) => ({ ...server, enabled }));
  }

  /** The built-in server in the category "Getting started"; both are made only where they do not exist. */
  async addSample(): Promise<ServerDefinition> {
    const there = this.servers.find(isSample);
    if (there) return there;
    const now = this.#ports.now();
    const [id, categoryId] = [this.#ports.newId('mcp'), this.#ports.newId('ctg')];
    const data = await this.#change((current) => {
      if (current.servers.some(isSample)) return current;
      const existing = current.categories.find((each) => sameName(each.name, SAMPLE_CATEGORY.name));
      const sample: ServerDefinition = {
        ...SAMPLE,
        id,
        categoryId: existing?.id ?? categoryId,
        enabled: true,
        createdAt: now,
        updatedAt: now,
      };
      return {
        servers: [...current.servers, sample],
        categories: existing ? current.categories : [...current.categories, { ...SAMPLE_CATEGORY, id: categoryId }],
      };
    });
    const sample = data.servers.find(isSample);
    if (!sample) throw new AppError('not_found', { what: 'server', id });
    return sample;
  }

  async createCategory(input: CategoryInput): Promise<Category> {
    const created: Category = { ...input, id: this.#ports.newId('ctg') };
    await this.#change((data) => {
      assertFreeName(data, created);
      return { ...data, categories: [...data.categories, created] };
    });
    return created;
  }

  async updateCategory(id: string, input: CategoryInput): Promise<Category> {
    const data = await this.#change((current) => {
      const changed: Category = { ...find(current.categories, id, 'category'), ...input };
      assertFreeName(current, changed);
      return { ...current, categories: current.categories.map((each) => (each.id === id ? changed : each)) };
    });
    return find(data.categories, id, 'category');
  }

  /** Its servers stay, without a category. */
  async removeCategory(id: string): Promise<void> {
    await this.#change((data) => {
      find(data.categories, id, 'category');
      return {
        categories: data.categories.filter((each) => each.id !== id),
        servers: data.servers.map((each) => (each.categoryId === id ? { ...each, categoryId: null } : each)),
      };
    });
  }

  async moveCategory(id: string, beforeId: string | null): Promise<void> {
    await this.#change((data) => ({ ...data, categories: insertBefore(data.categories, find(data.categories, id, 'category'), beforeId) }));
  }

  async #changeServer(id: string, change: (server: ServerDefinition, data: LibraryData) => ServerDefinition): Promise<ServerDefinition> {
    const data = await this.#change((current) => {
      const changed = { ...change(find(current.servers, id, 'server'), current), updatedAt: this.#ports.now() };
      return { ...current, servers: current.servers.map((each) => (each.id === id ? changed : each)) };
    });
    return find(data.servers, id, 'server');
  }

  async #change(change: (data: LibraryData) => LibraryData): Promise<LibraryData> {
    try {
      return await this.#ports.document.update(change);
    } finally {
      // Also after a change that failed: the document may have taken up what was changed by hand.
      this.#announce();
    }
  }

  #announce(): void {
    const before = this.#announced;
    const after = this.#ports.document.value;
    this.#announced = after;
    if (after.categories !== before.categories) this.#ports.onCategories([...after.categories]);
    if (after.servers !== before.servers) this.#ports.onServers([...after.servers]);
  }
}

function find<T extends { id: string }>(list: readonly T[], id: string, what: string): T {
  const found = list.find((each) => each.id === id);
  if (!found) throw new AppError('not_found', { what, id });
  return found;
}

function sameName(a: string, b: string): boolean {
  return a.trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase();
}

function assertFreeName(data: LibraryData, wanted: Category): void {
  if (data.categories.some((each) => each.id !== wanted.id && sameName(each.name, wanted.name))) {
    throw new AppError('name_taken', {
      what: 'category',
      name: wanted.name,
      issues: [{ path: 'name', message: `There is already a category called "${wanted.name}"` }],
    });
  }
}

function assertCategory(data: LibraryData, id: string | null): void {
  if (id !== null) find(data.categories, id, 'category');
}

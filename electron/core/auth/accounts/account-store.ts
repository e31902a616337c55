import { z } from 'zod';
import { type Account, account } from '../../../../shared/contract/auth.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { SharedFile, SharedFormat } from '../../storage/shared-file.ts';
import type { Grant, Identity } from '../grant.ts';

/** What is kept of an account beside its tokens: no secrets. */
const record = account.extend({
  /** Space for more than one set of accounts; there is one so far. */
  profile: z.literal('default'),
  /** Origin of the server that its tokens are for. */
  origin: z.string(),
  /** Stable name of the person at the issuer, where it tells one. */
  subject: z.string().nullable(),
});

export type AccountRecord = z.infer<typeof record>;

export interface AccountsData {
  readonly accounts: readonly AccountRecord[];
}

/** `accounts.json`: one valid entry is never lost to a damaged neighbour. */
export const accountsFormat: SharedFormat<AccountsData> = {
  version: 1,
  empty: { accounts: [] },
  parse(raw) {
    const ids = new Set<string>();
    const accounts = z
      .array(z.unknown())
      .parse(raw.accounts)
      .flatMap((entry) => {
        const parsed = record.safeParse(entry);
        if (!parsed.success || ids.has(parsed.data.id)) return [];
        ids.add(parsed.data.id);
        return [parsed.data];
      });
    return { accounts };
  },
  serialize: ({ accounts }) => ({ accounts }),
};

/** Where the accounts are kept: a file that app and command line both change. */
export type AccountsFile = Pick<SharedFile<AccountsData>, 'read' | 'update'>;

/** The same for this process only: for tests and for one command. */
export function memoryAccounts(): AccountsFile {
  let value: AccountsData = accountsFormat.empty;
  return {
    read: async () => value,
    async update(change) {
      value = change(value);
      return value;
    },
  };
}

export interface AccountStorePorts {
  file: AccountsFile;
  now: () => number;
  newId: () => string;
  /** Told when they changed, also where another process changed them. */
  onChange: (accounts: readonly AccountRecord[]) => void;
}

/** Nothing of what goes is to stay in the version that is kept beside the file. */
const FORGETS = { forgets: true };

/** What a sign-in came to. */
export interface SignedIn {
  readonly serverId: string;
  readonly origin: string;
  readonly grant: Grant;
  readonly identity: Identity | null;
  /** The account that was to be renewed; null: a new one. */
  readonly accountId: string | null;
}

/** Who has access to which server: several accounts each, of which one is selected. Throws what the file throws. */
export class AccountStore {
  readonly #ports: AccountStorePorts;
  #known: AccountsData = accountsFormat.empty;

  constructor(ports: AccountStorePorts) {
    this.#ports = ports;
  }

  /** As they are now; another process may have changed them. */
  async all(): Promise<readonly AccountRecord[]> {
    return this.#keep(await this.#ports.file.read());
  }

  async of(serverId: string): Promise<AccountRecord[]> {
    return (await this.all()).filter((each) => each.serverId === serverId);
  }

  /** The one that connections to this origin use, whether or not its tokens still are of use. */
  async selected(serverId: string, origin: string): Promise<AccountRecord | null> {
    return (await this.of(serverId)).find((each) => each.selected && each.origin === origin) ?? null;
  }

  /** Throws not_found. */
  async get(id: string): Promise<AccountRecord> {
    const found = (await this.all()).find((each) => each.id === id);
    if (!found) throw new AppError('not_found', { what: 'account', id });
    return found;
  }

  /** The account that a sign-in belongs to, new or known; it is not saved yet. */
  async owner({ serverId, origin, grant, identity, accountId }: SignedIn): Promise<AccountRecord> {
    const own = (await this.of(serverId)).filter((each) => each.origin === origin);
    const subject = identity?.subject ?? null;
    const same = subject === null ? undefined : own.find((each) => each.subject === subject && each.issuer === grant.issuer);
    const asked = own.find((each) => each.id === accountId);
    // Whoever signs in as somebody else does not take over the account that was to be renewed.
    const stranger = asked !== undefined && asked.subject !== null && subject !== null && asked.subject !== subject;
    const known = same ?? (stranger ? undefined : asked);
    const name = known?.named ? known.name : (identity?.name ?? known?.name ?? freeName(own));
    return {
      profile: 'default',
      id: known?.id ?? this.#ports.newId(),
      serverId,
      origin,
      issuer: grant.issuer,
      subject: subject ?? known?.subject ?? null,
      name,
      named: known?.named ?? false,
      selected: true,
      createdAt: known?.createdAt ?? this.#ports.now(),
      ...factsOf(grant),
    };
  }

  /** Saves the account and selects it. */
  async add(added: AccountRecord): Promise<void> {
    await this.#change((accounts) => [
      ...accounts
        .filter((each) => each.id !== added.id)
        .map((each) => (each.serverId === added.serverId ? { ...each, selected: false } : each)),
      added,
    ]);
  }

  /** Takes accounts in again that were removed. */
  async restore(records: readonly AccountRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.#change((accounts) => [...accounts, ...records.filter(({ id }) => accounts.every((each) => each.id !== id))]);
  }

  /** Its tokens were renewed. */
  async renewed(id: string, grant: Grant): Promise<void> {
    await this.#update(id, factsOf(grant));
  }

  /** Its tokens are of no use any more. */
  async ended(id: string): Promise<void> {
    await this.#update(id, { ended: true, expiresAt: null, renewable: false });
  }

  /** Throws not_found. */
  async rename(id: string, name: string): Promise<AccountRecord> {
    await this.get(id);
    await this.#update(id, { name, named: true });
    return this.get(id);
  }

  /** Throws not_found. */
  async select(id: string): Promise<AccountRecord> {
    const { serverId } = await this.get(id);
    await this.#change((accounts) => accounts.map((each) => (each.serverId === serverId ? { ...each, selected: each.id === id } : each)));
    return this.get(id);
  }

  /** Another account of the same server is selected in its place, where there is one. */
  async remove(id: string): Promise<void> {
    await this.#change((accounts) => {
      const gone = accounts.find((each) => each.id === id);
      const rest = accounts.filter((each) => each.id !== id);
      if (!gone?.selected) return rest;
      const next = rest.find((each) => each.serverId === gone.serverId && each.origin === gone.origin);
      return rest.map((each) => (each === next ? { ...each, selected: true } : each));
    }, FORGETS);
  }

  /** Every account of one server, or of all (null), also from the version of the file that is kept beside it. */
  async removeOf(serverId: string | null): Promise<void> {
    const found = serverId === null ? await this.all() : await this.of(serverId);
    if (found.length === 0) return;
    await this.#change((accounts) => accounts.filter((each) => serverId !== null && each.serverId !== serverId), FORGETS);
  }

  async #update(id: string, facts: Partial<AccountRecord>): Promise<void> {
    await this.#change((accounts) => accounts.map((each) => (each.id === id ? { ...each, ...facts } : each)));
  }

  async #change(change: (accounts: readonly AccountRecord[]) => AccountRecord[], how?: typeof FORGETS): Promise<void> {
    this.#keep(await this.#ports.file.update(({ accounts }) => ({ accounts: change(accounts) }), how));
  }

  #keep(data: AccountsData): readonly AccountRecord[] {
    const changed = data !== this.#known;
    this.#known = data;
    if (changed) this.#ports.onChange(data.accounts);
    return data.accounts;
  }
}

/** An account as the faces of Patchbay see it. */
export function shownAccount({ profile: _profile, origin: _origin, subject: _subject, ...shown }: AccountRecord): Account {
  return shown;
}

function factsOf(grant: Grant): Pick<AccountRecord, 'scopes' | 'expiresAt' | 'renewable' | 'ended'> {
  return { scopes: grant.scopes, expiresAt: grant.expiresAt, renewable: grant.refreshToken !== null, ended: false };
}

/** "Account 1", "Account 2", …: the first that is free. */
function freeName(accounts: readonly AccountRecord[]): string {
  const taken = new Set(accounts.map((each) => each.name));
  for (let n = 1; ; n += 1) {
    const name = `Account ${n}`;
    if (!taken.has(name)) return name;
  }
}

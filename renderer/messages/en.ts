import { authMessages } from './auth.ts';
import { connections } from './connections.ts';
import { frame } from './frame.ts';
import { schemaFormMessages } from './schema-form.ts';
import { servers } from './servers.ts';
import { testerMessages } from './tester.ts';
import { vaultMessages } from './vault.ts';

/** Every sentence of the interface, by id. One file an area; ICU MessageFormat. */
export const en = { ...frame, ...servers, ...connections, ...schemaFormMessages, ...testerMessages, ...authMessages, ...vaultMessages };

export type MessageId = keyof typeof en;
export type Messages = Readonly<Record<MessageId, string>>;

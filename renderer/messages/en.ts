import { frame } from './frame.ts';
import { servers } from './servers.ts';

/** Every sentence of the interface, by id. One file an area; ICU MessageFormat. */
export const en = { ...frame, ...servers };

export type MessageId = keyof typeof en;
export type Messages = Readonly<Record<MessageId, string>>;

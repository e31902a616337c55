import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { IPC_EVENTS, IPC_INVOKE, MAX_REQUEST_BYTES } from '../../shared/contract/constants.ts';
import type { Reply } from '../../shared/contract/events.ts';
import { AppError } from '../../shared/errors.ts';
import type { Bridge } from '../core/bridge.ts';
import { exceedsBytes } from './request-size.ts';

/** Who may speak to the core: the main frame of one of our windows, while it shows our page. */
export interface Admission {
  origin: string;
  isOurs(sender: WebContents): boolean;
}

/** Whether an ipc message comes from whom it should. A frame that is already gone counts as a stranger. */
function isAdmitted(event: Pick<IpcMainInvokeEvent | IpcMainEvent, 'sender' | 'senderFrame'>, admission: Admission): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === admission.origin && admission.isOurs(event.sender);
}

function refusal(code: 'refused' | 'too_large'): Reply {
  const error =
    code === 'refused' ? new AppError('refused') : new AppError('too_large', { limit: `${MAX_REQUEST_BYTES / 1024 / 1024} MB` });
  return { ok: false, error: error.toData() };
}

/** The Electron wire: requests and answers on one channel, batches of events to every page that asked for them. */
export function serveIpc(bridge: Bridge, admission: Admission): void {
  ipcMain.handle(IPC_INVOKE, (event, method: unknown, input: unknown): Promise<Reply> | Reply => {
    if (!isAdmitted(event, admission)) return refusal('refused');
    if (exceedsBytes([method, input], MAX_REQUEST_BYTES)) return refusal('too_large');
    return bridge.handle(method, input);
  });

  const subscribed = new Map<number, () => void>();
  ipcMain.on(IPC_EVENTS, (event, wanted: unknown) => {
    if (!isAdmitted(event, admission)) return;
    const { sender } = event;
    subscribed.get(sender.id)?.();
    if (wanted === true)
      subscribed.set(
        sender.id,
        pushEvents(sender, bridge, () => subscribed.delete(sender.id)),
      );
  });
}

/** Sends events until the page goes away: a reloaded page asks again. Returns the end of it. */
function pushEvents(sender: WebContents, bridge: Bridge, onEnd: () => void): () => void {
  const unsubscribe = bridge.subscribe((events) => {
    if (!sender.isDestroyed()) sender.send(IPC_EVENTS, events);
  });
  const end = () => {
    unsubscribe();
    sender.off('did-navigate', end);
    sender.off('render-process-gone', end);
    sender.off('destroyed', end);
    onEnd();
  };
  sender.on('did-navigate', end);
  sender.on('render-process-gone', end);
  sender.on('destroyed', end);
  return end;
}

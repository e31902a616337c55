import { contextBridge, ipcRenderer } from 'electron';
import { IPC_EVENTS, IPC_INVOKE } from '../shared/contract/constants.ts';
import type { NumberedEvent, Reply } from '../shared/contract/events.ts';

/** All that the page gets from Electron. */
const bridge = {
  shell: 'desktop',
  invoke: (method: string, input: unknown): Promise<Reply> => ipcRenderer.invoke(IPC_INVOKE, method, input),
  /** Hands over every batch of events from now on; returns the unsubscriber. */
  subscribe(listener: (events: NumberedEvent[]) => void): () => void {
    const deliver = (_event: unknown, events: NumberedEvent[]) => listener(events);
    ipcRenderer.on(IPC_EVENTS, deliver);
    ipcRenderer.send(IPC_EVENTS, true);
    return () => {
      ipcRenderer.off(IPC_EVENTS, deliver);
      if (ipcRenderer.listenerCount(IPC_EVENTS) === 0) ipcRenderer.send(IPC_EVENTS, false);
    };
  },
} as const;

contextBridge.exposeInMainWorld('patchbay', bridge);

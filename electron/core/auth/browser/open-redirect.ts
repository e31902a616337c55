import { CallbackListener } from './callback-listener.ts';

/** The address of the app itself; the system brings its links here. */
const APP_REDIRECT = 'patchbay://oauth/callback';

/** Where the browser comes back to, for as long as a sign-in is open. */
export class OpenRedirect {
  readonly url: URL;
  /** null: it comes as a link of the app. */
  readonly listener: CallbackListener | null;

  private constructor(url: URL, listener: CallbackListener | null) {
    this.url = url;
    this.listener = listener;
  }

  /** Prefers the ports, in their order. Throws auth_port_busy. */
  static async of(kind: 'loopback' | 'localhost' | 'app', preferred?: readonly number[], usual?: readonly number[]): Promise<OpenRedirect> {
    if (kind === 'app') return new OpenRedirect(new URL(APP_REDIRECT), null);
    const listener = await CallbackListener.open(kind === 'localhost' ? 'localhost' : '127.0.0.1', preferred, usual);
    return new OpenRedirect(listener.redirect, listener);
  }

  close(): void {
    this.listener?.close();
  }
}

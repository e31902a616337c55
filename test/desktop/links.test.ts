import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LinkInbox } from '../../electron/desktop/link-inbox.ts';
import { hearLinks, registerLinks, tellLinkProblem } from '../../electron/desktop/links.ts';
import { parseLink } from '../../electron/desktop/parse-link.ts';
import { AppError } from '../../shared/errors.ts';

interface Box {
  message: string;
  detail: string;
}

const electron = vi.hoisted(() => ({
  app: null as unknown as EventEmitter & { isPackaged: boolean },
  boxes: [] as { box: Box; close: () => void }[],
  registered: [] as unknown[][],
}));
vi.mock('electron', () => ({
  get app() {
    return electron.app;
  },
  dialog: {
    showMessageBox: (...args: unknown[]) =>
      new Promise<void>((close) => {
        electron.boxes.push({ box: args.at(-1) as Box, close });
      }),
  },
}));

function newApp(isPackaged = false): EventEmitter {
  const app = Object.assign(new EventEmitter(), {
    isPackaged,
    setAsDefaultProtocolClient: (...args: unknown[]) => electron.registered.push(args),
  });
  electron.app = app;
  return app;
}

const CALLBACK = 'patchbay://oauth/callback?code=a%2Fb&state=s%20s';

/** An inbox with what it said and did, open or still before the app is ready. */
function inbox({ ready = true, resume = async () => false }: { ready?: boolean; resume?: (url: URL) => Promise<boolean> } = {}) {
  const problems: string[] = [];
  const actions: string[] = [];
  const links = new LinkInbox({
    onAction: () => void actions.push('forward'),
    resume,
    onProblem: (error) => void problems.push(error.code),
  });
  if (ready) links.ready();
  return { links, problems, forward: () => actions.length };
}

const open = () => new AbortController().signal;

afterEach(() => {
  vi.unstubAllEnvs();
  electron.boxes.length = 0;
  electron.registered.length = 0;
});

describe('a link', () => {
  it('is the answer to a sign-in, and is kept as it is', () => {
    expect(parseLink(CALLBACK)).toEqual({ kind: 'oauthCallback', url: new URL(CALLBACK) });
    expect(parseLink('PatchBay://oauth/callback').url.href).toBe('patchbay://oauth/callback');
    expect(parseLink(`${CALLBACK}#_=_`).url.href).toBe(CALLBACK);
  });

  it.each([
    '',
    'patchbay:',
    'patchbay://',
    'patchbay:oauth/callback?code=1',
    'patchbay:///oauth/callback',
    'patchbay://oauth',
    'patchbay://oauth/',
    'patchbay://oauth/callback/',
    'patchbay://oauth/callback/../other',
    'patchbay://oauth//callback',
    'patchbay://OAuth/callback',
    'patchbay://o%61uth/callback',
    'patchbay://oauth/c%61llback',
    'patchbay://oauth:443/callback',
    'patchbay://user@oauth/callback',
    'patchbay://:word@oauth/callback',
    'patchbay://oauth.evil.example/callback',
    'patchbay://evil.example/oauth/callback',
    'patchbay://install?command=calc.exe',
    'patchbay://settings/reset',
    'patchbayx://oauth/callback',
    'https://oauth/callback',
    'javascript:alert(1)',
    ' patchbay://oauth/callback',
    'patchbay://oauth/call\nback',
    'patchbay://oauth/callback?code=\u202e',
  ])('that is anything else is an error: %j', (text) => {
    expect(() => parseLink(text)).toThrow(expect.objectContaining({ code: 'link_unknown' }));
  });

  it('of any length is not read', () => {
    const long = (length: number) => CALLBACK.padEnd(length, 'x');
    expect(parseLink(long(20_000)).url.href).toHaveLength(20_000);
    expect(() => parseLink(long(20_001))).toThrow(expect.objectContaining({ code: 'link_unknown' }));
  });

  it('that is not understood is shown without what may be a secret, and never long or in control of the screen', () => {
    const said = (text: string) => {
      try {
        parseLink(text);
        return '';
      } catch (error) {
        return (error as AppError).message;
      }
    };
    expect(said('patchbay://elsewhere/x?token=hunter2#hunter2')).toBe('Patchbay does not know the link patchbay://elsewhere/x');
    expect(said('patchbay://\u202e\n\u001b[2J')).toBe('Patchbay does not know the link patchbay://���[2J');
    expect(said(`patchbay://${'x'.repeat(1_000_000)}`).length).toBeLessThan(150);
  });

  it('whatever it is either is the one that is known or an error of its own', () => {
    const parts = fc.constantFrom('patchbay', '://', 'oauth', '/callback', '?', '#', '@', ':', '%00', '\\', '..', 'é', '\u0000', '&code=1');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(parts).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (words) => {
        try {
          const { url } = parseLink(words);
          expect(url.href.startsWith('patchbay://oauth/callback')).toBe(true);
        } catch (error) {
          expect((error as AppError).code).toBe('link_unknown');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an answer to a sign-in', () => {
  it('goes to everybody who waits, once, and brings the app forward', async () => {
    const { links, problems, forward } = inbox();
    const both = [links.redirects.next(open()), links.redirects.next(open())];
    links.receive(CALLBACK);
    expect((await Promise.all(both)).map(String)).toEqual([CALLBACK, CALLBACK]);
    expect([problems, forward()]).toEqual([[], 1]);
    links.receive(CALLBACK);
    await expect.poll(() => [problems, forward()]).toEqual([['link_unexpected'], 1]);
  });

  it('for a sign-in of an earlier run is handed over; what stands in the way of that is told', async () => {
    const asked: string[] = [];
    const { links, problems, forward } = inbox({
      resume: async (url) => {
        asked.push(url.href);
        if (asked.length > 1) throw new AppError('vault_locked');
        return true;
      },
    });
    links.receive(CALLBACK);
    await expect.poll(() => [asked, problems, forward()]).toEqual([[CALLBACK], [], 1]);
    links.receive(CALLBACK);
    await expect.poll(() => [problems, forward()]).toEqual([['vault_locked'], 1]);
  });

  it('for nobody says so and is not kept for the next sign-in', async () => {
    const { links, problems, forward } = inbox();
    links.receive(CALLBACK);
    await expect.poll(() => [problems, forward()]).toEqual([['link_unexpected'], 0]);
    const next = links.redirects.next(open());
    links.receive('patchbay://oauth/callback?state=2');
    expect(String(await next)).toBe('patchbay://oauth/callback?state=2');
  });

  it('does not reach a sign-in that was given up', async () => {
    const { links, problems } = inbox();
    const abort = new AbortController();
    const given = links.redirects.next(abort.signal);
    abort.abort(new AppError('cancelled'));
    await expect(given).rejects.toMatchObject({ code: 'cancelled' });
    await expect(links.redirects.next(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    links.receive(CALLBACK);
    await expect.poll(() => problems).toEqual(['link_unexpected']);
  });

  it('that comes before the app is ready is opened then, and a flood of them is cut', () => {
    const { links, problems } = inbox({ ready: false });
    for (let i = 0; i < 1_000; i += 1) links.receive('patchbay://x');
    expect(problems).toEqual([]);
    links.ready();
    expect(problems).toEqual(Array(10).fill('link_unknown'));
    links.ready();
    expect(problems).toHaveLength(10);
  });
});

describe('the system', () => {
  it('hands links over at the start, to a second instance, and as an event', async () => {
    const app = newApp();
    const { links, problems } = inbox();
    const { argv } = process;
    process.argv = ['electron', '.', '--no-sandbox', '--', 'patchbay://cold'];
    try {
      hearLinks(links);
    } finally {
      process.argv = argv;
    }
    expect(problems).toEqual(['link_unknown']);
    app.emit('second-instance', {}, ['/usr/bin/patchbay', '--flag', 'PATCHBAY://oauth/callback', '--allow-file-access', 'https://x']);
    await expect.poll(() => problems).toEqual(['link_unknown', 'link_unexpected']);
    app.emit('second-instance', {}, ['/usr/bin/patchbay']);
    const preventDefault = vi.fn();
    app.emit('open-url', { preventDefault }, 'patchbay://warm');
    expect(problems).toEqual(['link_unknown', 'link_unexpected', 'link_unknown']);
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  it('is told of the scheme by a packaged app on Windows, and on request', () => {
    const at = (platform: NodeJS.Platform, isPackaged: boolean) => {
      newApp(isPackaged);
      vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
      registerLinks();
      vi.restoreAllMocks();
      return electron.registered.splice(0);
    };
    vi.stubEnv('PATCHBAY_REGISTER_LINKS', '');
    expect(at('win32', true)).toEqual([['patchbay', process.execPath, ['--']]]);
    expect([at('linux', true), at('darwin', true), at('win32', false), at('linux', false)]).toEqual([[], [], [], []]);
    vi.stubEnv('PATCHBAY_REGISTER_LINKS', '1');
    expect(at('linux', false)[0]?.slice(0, 2)).toEqual(['patchbay', process.execPath]);
    expect(at('linux', true)).toEqual([]);
  });

  it('shows one problem at a time', async () => {
    newApp();
    for (let i = 0; i < 50; i += 1) tellLinkProblem(undefined, new AppError('link_unexpected'));
    expect(electron.boxes.map(({ box }) => box.message)).toEqual(['No sign-in waits for this answer of the browser']);
    electron.boxes[0]?.close();
    await vi.waitFor(() => {
      tellLinkProblem(undefined, new AppError('link_unknown', { link: 'patchbay://x' }));
      expect(electron.boxes).toHaveLength(2);
    }, 20_000);
    electron.boxes[1]?.close();
  });
});

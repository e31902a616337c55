import { protocol } from 'electron';
import type { Settings } from '../../shared/contract/model.ts';
import { pageAnswer, textAnswer } from '../headless/page-files.ts';
import { APP_ORIGIN, APP_SCHEME } from './page-origin.ts';

/** Makes `app:` a proper origin; to be called before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** One answer on `app://patchbay/…`: a file of the built page, or an error without content. */
export async function answerAppRequest(
  request: { method: string; url: string },
  pageFolder: string,
  theme: Settings['theme'],
): Promise<Response> {
  // Not URL.origin: to Node a scheme of our own has none.
  const url = URL.canParse(request.url) ? new URL(request.url) : null;
  const ours = url !== null && `${url.protocol}//${url.host}` === APP_ORIGIN;
  const answer = ours
    ? await pageAnswer({ folder: pageFolder, method: request.method, pathname: url.pathname, theme })
    : textAnswer(404, 'Not found');
  return new Response(request.method === 'HEAD' ? null : answer.body, { status: answer.status, headers: answer.headers });
}

/** Serves the built page in the theme of the moment; to be called once the app is ready. */
export function serveAppScheme(pageFolder: string, theme: () => Settings['theme']): void {
  protocol.handle(APP_SCHEME, (request) => answerAppRequest(request, pageFolder, theme()));
}

import { describe, expect, test } from 'vitest';
import type { RawExchange } from '../../../../electron/core/auth/http/auth-http.ts';
import { Censor, shownExchange } from '../../../../electron/core/auth/http/shown-exchange.ts';

const CANARY = 'canary-4f1c77aa90';

function shown(answer: string): string {
  const raw: RawExchange = {
    ...{ method: 'POST', url: new URL('https://login.example/token'), headers: {}, body: '', status: 200 },
    ...{ answerHeaders: new Headers({ 'content-type': 'application/json' }), answer, at: 0, durationMs: 1 },
  };
  return shownExchange(raw, new Censor(() => {})).response;
}

describe('a token that a sign-in server gave is not shown, also where its answer', () => {
  test.each([
    ['is JSON', `{"access_token":"${CANARY}","expires_in":60}`],
    ['has something behind it', `{"access_token":"${CANARY}","expires_in":60}\n<!-- served by node 3 -->`],
    ['has something before it', `)]}',\n{"access_token" : "${CANARY}","expires_in":60}`],
    ['breaks off', `{"expires_in":60,"refresh_token":"${CANARY}`],
    ['is no JSON', `{'access_token': '${CANARY}', expires_in: 60}`],
    ['has names without quotes', `{access_token:${CANARY},expires_in:60}`],
    ['is a web page', `<p>expires_in=60 access_token=${CANARY}</p>`],
    ['is a page with a script', `<script>var expires_in = 60; var session = "${CANARY}";</script>`],
    ['has a list of them', `{"expires_in":60,"access_tokens":["${CANARY}"]}`],
    ['has more to say of it', `{"expires_in":60,"id_token":{"value":"${CANARY}"}}`],
  ])('%s', (_, answer) => {
    expect(shown(answer)).toContain('•••');
    expect(shown(answer)).not.toContain(CANARY);
    expect(shown(answer)).toMatch(/expires_in\W+60/);
  });
});

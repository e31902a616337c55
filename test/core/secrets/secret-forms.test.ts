import { describe, expect, it } from 'vitest';
import { redact, redactAll } from '../../../electron/core/secrets/redact.ts';
import { inAllForms } from '../../../electron/core/secrets/secrets.ts';

const SECRET = 'pä/ss"w?rd&1+2 3';
const forms = inAllForms([SECRET]);
const basic = (text: string) => Buffer.from(text).toString('base64');

describe('a secret is hidden', () => {
  it.each([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify(SECRET)],
    ['in JSON within JSON', JSON.stringify({ text: JSON.stringify({ SECRET }) })],
    ['in an address', encodeURIComponent(SECRET)],
    ['in an address with small letters', encodeURIComponent(SECRET).toLowerCase()],
    ['in a form', new URLSearchParams({ SECRET }).toString()],
    ['in an address within an address', encodeURIComponent(`https://example.com/?k=${encodeURIComponent(SECRET)}`)],
    ['in hex', Buffer.from(SECRET).toString('hex')],
    ['in base64', basic(SECRET)],
    ['in base64 for addresses', Buffer.from(SECRET).toString('base64url')],
    ['as a password', basic(`ada:${SECRET}`)],
    ['as a password of another', basic(`adam:${SECRET}`)],
    ['as a password of a third', basic(`grace:${SECRET}`)],
    ['as a user', basic(`${SECRET}:x`)],
  ])('%s', (_, text) => {
    const clean = redact(`before ${text} after`, forms);
    expect(clean).toContain('•••');
    // Base64 keeps at most the characters that the secret shares with what stands beside it.
    for (const part of [SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString('hex')]) expect(clean).not.toContain(part);
    expect(clean.replace(/^before |after$/g, '').length).toBeLessThan(text.length);
  });

  it('within the header that it became', () => {
    const secrets = inAllForms([`Basic ${basic('ada:correct horse')}`]);
    expect(redact('signed in as ada with correct horse', secrets)).toBe('signed in as ada with •••');
  });

  it('line by line', () => {
    const secrets = inAllForms(['-----BEGIN KEY-----\nabc"def/ghi\n-----END KEY-----']);
    expect(redact('read abc"def/ghi', secrets)).toBe('read •••');
  });
});

it('short values are words and stay', () => {
  expect(inAllForms(['true', 'dev', ''])).toEqual([]);
});

it('half a character is a secret like others', () => {
  const [half] = ['secret-\uD83D-secret'];
  expect(redact(`x ${half} y`, inAllForms([half!]))).toBe('x ••• y');
});

describe('data of a server', () => {
  it('is the same object where it tells nothing', () => {
    const data = { name: 'echo', schema: { type: 'object' } };
    expect(redactAll(data, forms)).toBe(data);
  });

  it('loses secrets in values, names and lists', () => {
    const data = { name: 'echo', n: 1, no: null, list: [`a ${SECRET}`, true], deep: { [SECRET]: { default: SECRET } } };
    expect(redactAll(data, forms)).toEqual({ name: 'echo', n: 1, no: null, list: ['a •••', true], deep: { '•••': { default: '•••' } } });
  });

  it('is cut where it is nested without end', () => {
    let data: unknown = SECRET;
    for (let i = 0; i < 100_000; i += 1) data = [data];
    expect(JSON.stringify(redactAll(data, forms))).not.toContain('rd&1');
  });
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { reachOf } from '../../../../electron/core/auth/http/address-policy.ts';
import { EndpointPolicy } from '../../../../electron/core/auth/http/endpoint-policy.ts';
import { openSocket } from '../../../../electron/core/transports/route.ts';
import { AppError } from '../../../../shared/errors.ts';
import { codeOf } from '../refusals.ts';

const policyOf = (server: string, env = {}) => EndpointPolicy.of(new URL(server), env);
const errorOf = (work: () => void): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as AppError).code;
  }
};

describe('where an address leads', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['172.15.0.1', 'public'],
    ['172.32.0.1', 'public'],
    ['100.128.0.1', 'public'],
    ['2002:808:808::1', 'public'],
    ['64:ff9b::8.8.8.8', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['10.1.2.3', 'network'],
    ['172.16.0.1', 'network'],
    ['172.31.255.255', 'network'],
    ['192.168.0.1', 'network'],
    ['169.254.169.254', 'network'],
    ['100.64.0.1', 'network'],
    ['100.100.100.200', 'network'],
    ['224.0.0.1', 'network'],
    ['255.255.255.255', 'network'],
    ['fd00:ec2::254', 'network'],
    ['fe80::1%eth0', 'network'],
    ['ff02::1', 'network'],
    ['::ffff:192.168.0.1', 'network'],
    ['::ffff:a9fe:a9fe', 'network'],
    ['64:ff9b::a9fe:a9fe', 'network'],
    ['2002:a9fe:a9fe::', 'network'],
    ['::10.0.0.1', 'network'],
    ['127.0.0.1', 'computer'],
    ['127.200.3.4', 'computer'],
    ['0.0.0.0', 'computer'],
    ['::', 'computer'],
    ['::1', 'computer'],
    ['[::1]', 'computer'],
    ['::ffff:127.0.0.1', 'computer'],
    ['::ffff:7f00:1', 'computer'],
    ['::127.0.0.1', 'computer'],
    ['2002:7f00:1::', 'computer'],
    ['64:ff9b::127.0.0.1', 'computer'],
    ['', 'computer'],
    ['example.com', 'computer'],
  ])('%s: %s', (address, reach) => {
    expect(reachOf(address)).toBe(reach);
  });
});

describe('the policy of a public server', () => {
  it.each([
    ['https://auth.example.com/token', null],
    ['http://auth.example.com/token', 'auth_insecure'],
    ['http://127.0.0.1/token', 'auth_insecure'],
    ['ftp://auth.example.com/', 'auth_insecure'],
    ['file:///etc/passwd', 'auth_insecure'],
    ['javascript:alert(1)', 'auth_insecure'],
    ['https://127.0.0.1/', 'auth_private_address'],
    ['https://2130706433/', 'auth_private_address'],
    ['https://0x7f.1/', 'auth_private_address'],
    ['https://localhost/', 'auth_private_address'],
    ['https://LOCALHOST./', 'auth_private_address'],
    ['https://a.localhost/', 'auth_private_address'],
    ['https://[::1]/', 'auth_private_address'],
    ['https://[::ffff:10.0.0.1]/', 'auth_private_address'],
    ['https://169.254.169.254/latest/meta-data/', 'auth_private_address'],
    ['https://192.168.1.1/', 'auth_private_address'],
    ['https://router/', 'auth_private_address'],
    ['https://printer.local/', 'auth_private_address'],
    ['https://db.internal./', 'auth_private_address'],
  ])('%s: %s', async (address, code) => {
    const policy = await policyOf('https://8.8.8.8/mcp');
    expect(errorOf(() => policy.checkForm(new URL(address)))).toBe(code);
  });

  it('holds for the address that a name led to', async () => {
    const policy = await policyOf('https://8.8.8.8/mcp');
    const guard = policy.guardOf(new URL('https://auth.example.com/'));
    expect(errorOf(() => guard('1.1.1.1'))).toBeNull();
    for (const address of ['127.0.0.1', '::ffff:10.0.0.1', '169.254.169.254', 'fd00::1'])
      expect(errorOf(() => guard(address))).toBe('auth_private_address');
  });

  it('holds for where the browser is sent', async () => {
    const policy = await policyOf('https://8.8.8.8/mcp');
    expect(await codeOf(policy.checkForBrowser(new URL('https://192.168.1.1/reboot')))).toBe('auth_private_address');
    expect(await codeOf(policy.checkForBrowser(new URL('https://1.1.1.1/authorize')))).toBeUndefined();
  });

  it('holds for names where a proxy looks them up', async () => {
    const policy = await policyOf('https://mcp.example.com/mcp', { HTTPS_PROXY: 'http://proxy.example:3128' });
    expect(errorOf(() => policy.checkForm(new URL('https://10.0.0.1/')))).toBe('auth_private_address');
    expect(errorOf(() => policy.checkForm(new URL('https://auth.example.com/')))).toBeNull();
    expect(errorOf(() => policy.checkForm(new URL('http://mcp.example.com/')))).toBe('auth_insecure');
  });
});

describe('the policy of a server inside', () => {
  it('of the network lets it lead into the network and outside, not to this computer', async () => {
    const policy = await policyOf('http://192.168.1.5:8000/mcp');
    expect(errorOf(() => policy.checkForm(new URL('https://10.0.0.9/')))).toBeNull();
    expect(errorOf(() => policy.checkForm(new URL('https://auth.example.com/')))).toBeNull();
    expect(errorOf(() => policy.checkForm(new URL('http://192.168.1.5:9000/token')))).toBeNull();
    expect(errorOf(() => policy.checkForm(new URL('http://192.168.1.6/token')))).toBe('auth_insecure');
    expect(errorOf(() => policy.checkForm(new URL('https://127.0.0.1/')))).toBe('auth_private_address');
    expect(errorOf(() => policy.checkForm(new URL('http://localhost/')))).toBe('auth_insecure');
  });

  it('of this computer lets it lead anywhere, without protection on this computer only', async () => {
    const policy = await policyOf('ws://localhost:3000/mcp');
    for (const address of ['http://127.0.0.1:4000/', 'http://[::1]:4000/', 'https://10.0.0.9/', 'https://auth.example.com/'])
      expect(errorOf(() => policy.checkForm(new URL(address)))).toBeNull();
    expect(errorOf(() => policy.checkForm(new URL('http://10.0.0.9/')))).toBe('auth_insecure');
    expect(errorOf(() => policy.checkForm(new URL('http://auth.example.com/')))).toBe('auth_insecure');
  });

  it('ends when its name leads outside after all', async () => {
    const policy = await policyOf('http://192.168.1.5/mcp');
    expect(errorOf(() => policy.guardOf(new URL('http://192.168.1.5/'))('8.8.8.8'))).toBe('auth_insecure');
    expect(errorOf(() => policy.checkForm(new URL('https://10.0.0.9/')))).toBe('auth_private_address');
  });
});

describe('the guard of a connection', () => {
  it.each(['http:', 'https:'])('sees the address before anything is sent, and ends it (%s)', async (protocol) => {
    let received = 0;
    const server = createServer((socket) => {
      socket
        .on('error', () => {})
        .on('data', (chunk) => {
          received += chunk.length;
        });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { port: number };
    const closed = once(server, 'connection').then(async ([socket]) => once(socket.resume(), 'close'));
    const seen: string[] = [];
    const guard = (address: string) => {
      seen.push(address);
      throw new AppError('auth_private_address', { host: 'x' });
    };
    const opened = openSocket({ proxy: null, tls: {}, guard }, new URL(`${protocol}//localhost:${port}/`));
    expect(await codeOf(opened)).toBe('auth_private_address');
    await closed;
    expect(seen).toEqual(['127.0.0.1']);
    expect(received).toBe(0);
    server.close();
  });
});

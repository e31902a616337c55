import { z } from 'zod';

const TEXT = 20_000;

const envName = z.string().regex(/^[^\0=]+$/, 'A variable’s name may not be empty or contain “=”');
const headerName = z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'Not a valid header name');
const noNul = z
  .string()
  .max(TEXT)
  .regex(/^[^\0]*$/, 'May not contain a NUL character');
// RFC 9110 section 5.5: a value may not carry line breaks or NUL, or it would become another header.
const headerValue = z
  .string()
  .max(TEXT)
  .regex(/^[^\0\r\n]*$/, 'May not contain line breaks');
const parameterName = z.string().min(1, 'A parameter needs a name').max(1_000);

const SCHEMES: readonly string[] = ['http:', 'https:', 'ws:', 'wss:'];
const remoteUrl = z
  .string()
  .trim()
  .max(8_000)
  .refine((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    return url !== null && SCHEMES.includes(url.protocol);
  }, 'Enter a whole address that begins with https://, http://, wss:// or ws://');

/** A secret that is in the vault: the name of its entry, which belongs to one server. */
const secretRef = z.strictObject({ $secret: z.string().min(1).max(300) });
export type SecretRef = z.infer<typeof secretRef>;

/** A secret on its way into the vault. It travels towards the core only. */
const newSecret = <T extends z.ZodType>(text: T) => z.strictObject({ $new: text });

/** What a text in a definition may be, beside itself, on its way. */
export const PLAIN = <T extends z.ZodType<string>>(text: T) => text;
export const STORED = <T extends z.ZodType<string>>(text: T) => z.union([text, secretRef]);
export const ENTERED = <T extends z.ZodType<string>>(text: T) => z.union([text, secretRef, newSecret(text)]);

/** How the certificate of a remote server is checked, besides the certificates that this computer trusts. */
const tlsOptions = z.object({
  /** A PEM file with more certificate authorities to trust; absolute, or beginning with `~`. */
  caFile: noNul.nullable().default(null),
  /** The person's explicit choice to take any certificate of this server, such as one signed by itself. */
  acceptInvalid: z.boolean().default(false),
});

/** The built-in server of the first run; it runs inside Patchbay. */
const sample = z.object({ kind: z.literal('sample') });

/** The transports with `value` for texts that may be secrets: `PLAIN`, `STORED` or `ENTERED`. */
export function transportSchemas<V extends z.ZodType>(value: (text: z.ZodString) => V) {
  const secret = value(noNul);
  const header = value(headerValue);
  const stdio = z.object({
    kind: z.literal('stdio'),
    command: noNul.pipe(z.string().trim().min(1, 'Enter the command that starts the server')),
    args: z.array(noNul).max(1_000).default([]),
    env: z.record(envName, secret).default({}),
    /** Absolute, or beginning with `~`; null is the home folder. */
    cwd: noNul.nullable().default(null),
  });
  /** How a server is told who asks. `oauth` is the default: nothing is sent until the server asks for sign-in. */
  const auth = z.discriminatedUnion('kind', [
    /** Never signs in; what the server needs stands in `headers` and `query`. */
    z.object({ kind: z.literal('none') }),
    /** `Authorization: Bearer <token>` (RFC 6750) */
    z.object({ kind: z.literal('bearer'), token: header }),
    /** `<name>: <prefix><value>` */
    z.object({ kind: z.literal('header'), name: headerName, prefix: headerValue.default(''), value: header }),
    /** Added to the query of the address. */
    z.object({ kind: z.literal('query'), name: parameterName, value: secret }),
    z.object({
      kind: z.literal('oauth'),
      /** Of a client registered by hand; empty: Patchbay registers itself. */
      clientId: noNul.default(''),
      clientSecret: secret.nullable().default(null),
      /** Separated by spaces; empty: what the server asks for. */
      scopes: noNul.default(''),
      /** Where the browser comes back to: found out, `http://127.0.0.1:…`, `http://localhost:…`, or `patchbay://oauth/callback`. */
      redirect: z.enum(['auto', 'loopback', 'localhost', 'app']).default('auto'),
      /** The person's explicit choice to take an issuer that does not name itself as it should (RFC 8414, 3.3). */
      lenientIssuer: z.boolean().default(false),
    }),
    /** A program's own access, without a person (RFC 6749, 4.4; MCP extension oauth-client-credentials). */
    z.object({
      kind: z.literal('clientCredentials'),
      clientId: noNul,
      /** `privateKey`: signs a JWT (RFC 7523) with a key in PEM */
      method: z.enum(['secret', 'privateKey']).default('secret'),
      credential: secret,
      /** JWS algorithm of `privateKey`; empty: what fits the key. */
      algorithm: noNul.default(''),
      scopes: noNul.default(''),
    }),
    /**
     * A token that somebody else gave, exchanged for access: of the platform that a program runs on (RFC 7523, 2.1; SEP-1933), or the ID
     * token of an organisation (MCP extension enterprise-managed-authorization).
     */
    z.object({
      kind: z.literal('assertion'),
      clientId: noNul,
      clientSecret: secret.nullable().default(null),
      assertion: secret,
      /** Who exchanges the token first (RFC 8693), and who Patchbay is there; an empty address: nobody does. */
      provider: z.object({ tokenEndpoint: noNul.default(''), clientId: noNul.default('') }).prefault({}),
      scopes: noNul.default(''),
    }),
  ]);
  const remote = z.object({
    kind: z.literal('remote'),
    url: remoteUrl,
    /** `auto` tries Streamable HTTP, then SSE for servers of 2024-11-05; a ws(s) address is always WebSocket, which is outside the specification. */
    mode: z.enum(['auto', 'http', 'sse', 'websocket']).default('auto'),
    /** Texts here, in `query` and in a local server's `env` may hold `${env:NAME}`. */
    headers: z.record(headerName, header).default({}),
    /** Added to the query of `url` when connecting. */
    query: z.record(parameterName, secret).default({}),
    auth: auth.prefault({ kind: 'oauth' }),
    tls: tlsOptions.prefault({}),
  });
  return { stdio, remote, auth, transport: z.discriminatedUnion('kind', [stdio, remote, sample]) };
}

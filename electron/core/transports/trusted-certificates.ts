import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import tls from 'node:tls';
import { AppError } from '../../../shared/errors.ts';
import { expandHome } from '../runtime/process-environment.ts';

/** Most bytes of a file with certificates; those of all authorities together have about 250 KB. */
const FILE_BYTES = 16 * 1024 * 1024;
const PEM = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** Tells the certificates of a store; later than Node 20. */
type ReadStore = (store: 'default' | 'system') => string[];

/** Every certificate authority to trust: this computer's, Node's, and those of the file. Throws ca_unreadable. */
export function trustedWith(caFile: string): string[] {
  const own = certificatesOf(expandHome(caFile));
  if (own === null) throw new AppError('ca_unreadable', { file: caFile });
  return [...new Set([...knownAuthorities(), ...own])];
}

function knownAuthorities(): string[] {
  const read = Reflect.get(tls, 'getCACertificates') as ReadStore | undefined;
  if (read) return [...read('default'), ...read('system')];
  const extra = process.env.NODE_EXTRA_CA_CERTS;
  return [...tls.rootCertificates, ...(extra === undefined ? [] : (certificatesOf(extra) ?? []))];
}

/** null when the file cannot be read, or has none. */
function certificatesOf(file: string): string[] | null {
  try {
    const about = statSync(file);
    // A pipe or a device would never end.
    if (!about.isFile() || about.size > FILE_BYTES) return null;
    const found = readFileSync(file, 'utf8').match(PEM) ?? [];
    for (const each of found) new X509Certificate(each);
    return found.length === 0 ? null : [...found];
  } catch {
    return null;
  }
}

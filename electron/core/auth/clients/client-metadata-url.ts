import { AppError } from '../../../../shared/errors.ts';

const VARIABLE = 'PATCHBAY_CLIENT_METADATA_URL';

/**
 * Address of a document that describes Patchbay to sign-in servers, which is its client id there; null: there is none. The
 * environment goes before the setting. Throws invalid_input for one that cannot be a client id
 * (draft-ietf-oauth-client-id-metadata-document, 3).
 */
export function clientMetadataUrl(setting: string | null, env: Readonly<Record<string, string | undefined>>): string | null {
  const named = env[VARIABLE]?.trim();
  const address = named || setting;
  if (address === null || isClientId(address)) return address;
  const path = named ? VARIABLE : 'clientMetadataUrl';
  const message = 'It must be a whole https address with a path, as a browser writes it, without a fragment, a name or a password';
  throw new AppError('invalid_input', { issues: [{ path, message }] });
}

/** Servers compare it as text: one that is written in another way would be another client. */
function isClientId(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && url.href === address && url.protocol === 'https:' && url.pathname !== '/' && !/[#@]/.test(address);
}

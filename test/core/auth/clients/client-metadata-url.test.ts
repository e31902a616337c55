import { describe, expect, test } from 'vitest';
import { clientMetadataUrl } from '../../../../electron/core/auth/clients/client-metadata-url.ts';

const SETTING = 'https://example.com/patchbay.json';
const NAMED = 'https://example.org/client?version=1';

describe('the address of the document that describes Patchbay', () => {
  test('is that of the environment, else of the settings', () => {
    expect(clientMetadataUrl(SETTING, { PATCHBAY_CLIENT_METADATA_URL: NAMED })).toBe(NAMED);
    expect(clientMetadataUrl(null, { PATCHBAY_CLIENT_METADATA_URL: ` ${NAMED} ` })).toBe(NAMED);
    expect(clientMetadataUrl(SETTING, { PATCHBAY_CLIENT_METADATA_URL: ' ' })).toBe(SETTING);
    expect(clientMetadataUrl(SETTING, {})).toBe(SETTING);
    expect(clientMetadataUrl(null, {})).toBeNull();
  });

  test.each([
    'http://example.com/patchbay.json',
    'https://example.com',
    'https://example.com/',
    'https://EXAMPLE.com/patchbay.json',
    'https://example.com/a/../patchbay.json',
    'https://example.com/patchbay.json#x',
    'https://someone@example.com/patchbay.json',
    'https://someone:secret@example.com/patchbay.json',
    'https://example.com:443/patchbay.json',
    'example.com/patchbay.json',
    'file:///patchbay.json',
  ])('cannot be %s', (address) => {
    const issue = (path: string) =>
      expect.objectContaining({ code: 'invalid_input', details: { issues: [expect.objectContaining({ path })] } });
    expect(() => clientMetadataUrl(address, {})).toThrow(issue('clientMetadataUrl'));
    expect(() => clientMetadataUrl(SETTING, { PATCHBAY_CLIENT_METADATA_URL: address })).toThrow(issue('PATCHBAY_CLIENT_METADATA_URL'));
  });
});

import { expect, test } from 'vitest';
import { looksSecret } from '../../shared/secret-names.ts';

test.each([
  ['TOKEN', 'abc'],
  ['Authorization', 'Bearer abc'],
  ['ANYTHING', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
  ['X-Anything', 'Bearer 0123456789abcdefghij'],
  ['DATABASE_URL', 'postgres://ada:pw@localhost/db'],
  ['PEM', '-----BEGIN PRIVATE KEY-----\nabc'],
  ['AWS_SECRET_ACCESS_KEY', '/wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'],
])('%s: %s belongs into the vault', (name, value) => expect(looksSecret(name, value)).toBe(true));

test.each([
  ['NODE_ENV', 'production'],
  ['TOKEN', ''],
  ['TOKEN', `$\{env:TOKEN}`],
  ['Authorization', `Bearer $\{input:key}`],
  ['Authorization', 'Bearer <token>'],
  ['API_KEY', 'YOUR_API_KEY'],
  ['API_KEY', 'ghp_xxxxxxxx'],
  ['API_KEY', '***'],
  ['DISABLE_AUTH', 'true'],
  ['MAX_KEYS', '100'],
  ['GOOGLE_APPLICATION_CREDENTIALS', '/home/ada/key.json'],
  ['SSH_AUTH_SOCK', '/run/user/1000/keyring/ssh'],
  ['SECRET_FILE', 'C:\\keys\\token'],
  ['Accept', 'application/json'],
])('%s: %s does not', (name, value) => expect(looksSecret(name, value)).toBe(false));

import { beforeEach, describe, expect, it } from 'vitest';
import { askForVault, useVaultGate, vaultNeed, withVault } from '../../../renderer/stores/vault-gate-store.ts';
import { AppError } from '../../../shared/errors.ts';

const question = () => useVaultGate.getState().question;
/** Lets what was settled go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => useVaultGate.setState({ question: null }));

describe('what the vault asks of the person', () => {
  it('asks for what is missing, then does the same again', async () => {
    const failures = [new AppError('vault_unset'), new AppError('vault_locked')];
    let tries = 0;
    const work = withVault(async () => {
      tries += 1;
      const failure = failures.shift();
      if (failure) throw failure;
      return 'done';
    });
    await settled();
    expect(question()?.need).toBe('choose');
    question()?.answer(true);
    await settled();
    expect(question()?.need).toBe('unlock');
    question()?.answer(true);
    await expect(work).resolves.toBe('done');
    expect(tries).toBe(3);
    expect(question()).toBeNull();
  });

  it('fails as it did where the person does not want to', async () => {
    const work = withVault(() => Promise.reject(new AppError('vault_locked')));
    const outcome = expect(work).rejects.toMatchObject({ code: 'vault_locked' });
    await settled();
    question()?.answer(false);
    await outcome;
  });

  it('asks nothing about other failures', async () => {
    await expect(withVault(() => Promise.reject(new AppError('not_connected')))).rejects.toMatchObject({ code: 'not_connected' });
    expect(question()).toBeNull();
    expect(vaultNeed('vault_damaged')).toBeNull();
  });

  it('asks once, however many wait', async () => {
    const first = askForVault('unlock');
    const second = askForVault('unlock');
    question()?.answer(true);
    await expect(Promise.all([first, second])).resolves.toEqual([true, true]);
  });
});

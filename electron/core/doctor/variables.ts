import type { TransportConfig } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { tryResolveValues, type ValueSources } from '../connections/resolve-values.ts';
import type { Findings } from './findings.ts';

/** The definition with its values in place, as far as they are there; each one that is missing is a finding. */
export async function resolvedFor<T extends TransportConfig>(findings: Findings, written: T, sources: ValueSources): Promise<T> {
  const { config, missing } = await tryResolveValues(written, sources);
  for (const { variable, field } of missing) findings.failure('Variables', new AppError('variable_missing', { variable, field }));
  return config;
}

import type { AppErrorData } from '../../../shared/errors.ts';

/** The permissions that a failure says are missing. */
export function scopesOf({ details }: AppErrorData): readonly string[] {
  const scopes = details?.scopes;
  if (typeof scopes === 'string') return scopes.split(/[\s,]+/).filter(Boolean);
  return Array.isArray(scopes) ? scopes.filter((scope): scope is string => typeof scope === 'string') : [];
}

/** Something wrong at one place of the arguments. */
export interface FieldIssue {
  /** JSON Pointer (RFC 6901) into the arguments; '' is the whole. A missing property is named by its own path. */
  readonly path: string;
  /** The schema keyword that failed, or 'number' | 'json' | 'choice' | 'duplicate-key' from the form itself. */
  readonly code: string;
  /** One sentence for people, without a full stop. */
  readonly message: string;
}

/** `path` extended by one key or index. */
export function childPath(path: string, key: string | number): string {
  return `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export function largeResult(kind: 'rows' | 'text', megabytes: number): Record<string, unknown>;

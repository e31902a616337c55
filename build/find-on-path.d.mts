export function findOnPath(names: readonly string[]): string | null;

export function findElectron(options?: {
  say?: (line: string) => void;
}): Promise<{ binary: string; reason?: never } | { binary?: never; reason: string }>;
export function displayProblem(): string | null;
export function requiredFlags(options: { say: (line: string) => void }): string[];

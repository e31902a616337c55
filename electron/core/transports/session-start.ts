/** Enough to tell two sessions apart, too little to use one. */
const CHARS = 8;

/** What may be shown of the id of a session: whoever knows all of it can speak in its name. */
export function sessionStart(id: string): string {
  return id.slice(0, CHARS);
}

/** build/bundled-code.mjs: a file with all it imports as the text of one script. */
declare module '*?bundled' {
  export const code: string;
}

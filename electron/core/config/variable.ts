/** `${env:NAME}`, as VS Code writes it: a value of this computer’s environment, put in its place when a server is started. */
export const VARIABLE = /\$\{env:([^{}]+)\}/g;

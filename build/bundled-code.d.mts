import type { Plugin } from 'vite';

export function bundledCode(): Plugin;

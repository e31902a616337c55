import { ProtocolError, ProtocolErrorCode, type ReadResourceResult, type Resource } from '@modelcontextprotocol/server';
import { patchPanelPng } from './sample-picture.ts';

export const WELCOME_URI = 'sample://notes/welcome.md';
export const PICTURE_URI = 'sample://pictures/patch-panel.png';

export const WELCOME_TEXT = `# Welcome to Patchbay

A **patchbay** is a panel of sockets: cables run from each device to the panel, and whoever stands before it connects
what belongs together. This app does the same for MCP servers.

1. Add a server: from a form, or by pasting its command line or address.
2. Connect it, and look at its tools.
3. Run one, and read the answer.
`;

export const SAMPLE_RESOURCES: readonly Resource[] = [
  { uri: WELCOME_URI, name: 'welcome.md', title: 'Welcome', description: 'A short text about patchbays', mimeType: 'text/markdown' },
  {
    uri: PICTURE_URI,
    name: 'patch-panel.png',
    title: 'Patch panel',
    description: 'A drawing of a panel with cables',
    mimeType: 'image/png',
  },
];

/** The resource's content; a protocol error for any other address. */
export function readSampleResource(uri: string): ReadResourceResult {
  if (uri === WELCOME_URI) return { contents: [{ uri, mimeType: 'text/markdown', text: WELCOME_TEXT }] };
  if (uri === PICTURE_URI) return { contents: [{ uri, mimeType: 'image/png', blob: patchPanelPng() }] };
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no resource "${uri}" here`);
}

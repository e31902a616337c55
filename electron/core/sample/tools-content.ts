import { patchPanelPng } from './sample-picture.ts';
import { PICTURE_URI, SAMPLE_RESOURCES, WELCOME_TEXT, WELCOME_URI } from './sample-resources.ts';
import { chimeWav } from './sample-sound.ts';
import { numberOr, READ_ONLY, type SampleTool, textOr, textResult } from './sample-tool.ts';

const NO_INPUT = { type: 'object', properties: {} } as const;

const MARKDOWN = `# A page of markdown

Tools often answer in markdown, and Patchbay shows it as it is meant: **bold**, *italic*, \`code\`, and
[links](https://modelcontextprotocol.io) that open in your browser.

| Part | What it is |
|---|---|
| Server | A program that offers tools |
| Tool | One thing that the server can do |
| Call | One use of a tool, with arguments and a result |

1. Lists have numbers…
2. …or bullets:
   - like this
   - and this

> Quotes are set apart.

\`\`\`ts
const sum = (a: number, b: number) => a + b;
\`\`\`
`;

const showMarkdown: SampleTool = {
  definition: {
    name: 'show_markdown',
    title: 'Show markdown',
    description: 'Answers with headings, a table, lists, a quote, code and a link.',
    annotations: READ_ONLY,
    inputSchema: NO_INPUT,
  },
  run: () => textResult(MARKDOWN),
};

const showImage: SampleTool = {
  definition: {
    name: 'show_image',
    title: 'Show a picture',
    description: 'Answers with a drawing of a patch panel (PNG, 480 × 270) and a caption.',
    annotations: READ_ONLY,
    inputSchema: NO_INPUT,
  },
  run: () => ({
    content: [
      { type: 'image', data: patchPanelPng(), mimeType: 'image/png' },
      { type: 'text', text: 'A patch panel with four cables.' },
    ],
  }),
};

const showAudio: SampleTool = {
  definition: {
    name: 'show_audio',
    title: 'Play a sound',
    description: 'Answers with a short chime (WAV, 1.6 s).',
    annotations: READ_ONLY,
    inputSchema: NO_INPUT,
  },
  run: () => ({ content: [{ type: 'audio', data: chimeWav(), mimeType: 'audio/wav' }] }),
};

const linkResource: SampleTool = {
  definition: {
    name: 'link_resource',
    title: 'Link to resources',
    description: 'Answers with links to two resources of this server, without their content.',
    annotations: READ_ONLY,
    inputSchema: NO_INPUT,
  },
  run: () => ({
    content: [
      { type: 'text', text: 'Two things worth a look:' },
      ...SAMPLE_RESOURCES.map((resource) => ({ type: 'resource_link' as const, ...resource })),
    ],
  }),
};

const embedResource: SampleTool = {
  definition: {
    name: 'embed_resource',
    title: 'Embed resources',
    description: 'Answers with the content of two resources right in the result: a text and a picture.',
    annotations: READ_ONLY,
    inputSchema: NO_INPUT,
  },
  run: () => ({
    content: [
      { type: 'resource', resource: { uri: WELCOME_URI, mimeType: 'text/markdown', text: WELCOME_TEXT } },
      { type: 'resource', resource: { uri: PICTURE_URI, mimeType: 'image/png', blob: patchPanelPng() } },
    ],
  }),
};

const CITIES = [
  ['Lisbon', 'Portugal', 19, true],
  ['Nairobi', 'Kenya', 24, true],
  ['Kyoto', 'Japan', 16, false],
  ['Cusco', 'Peru', 12, true],
  ['Tromsø', 'Norway', -3, false],
  ['Marrakesh', 'Morocco', 27, true],
] as const;

const table: SampleTool = {
  definition: {
    name: 'table',
    title: 'Make a table',
    description: 'Answers with structured content: a list of alike objects, which reads best as a table. The weather in it is invented.',
    annotations: READ_ONLY,
    inputSchema: {
      type: 'object',
      properties: { rows: { type: 'integer', description: 'How many rows', minimum: 0, maximum: 5_000, default: 6 } },
    },
    outputSchema: {
      type: 'object',
      properties: {
        rows: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              city: { type: 'string' },
              country: { type: 'string' },
              temperature: { type: 'number', description: 'Degrees Celsius' },
              sunny: { type: 'boolean' },
            },
            required: ['city', 'country', 'temperature', 'sunny'],
          },
        },
      },
      required: ['rows'],
    },
  },
  run: (args) => {
    const rows = Array.from({ length: numberOr(args, 'rows', CITIES.length) }, (_, i) => {
      const round = Math.floor(i / CITIES.length);
      const [city, country, temperature, sunny] = CITIES[i % CITIES.length] ?? CITIES[0];
      return { city: round === 0 ? city : `${city} ${round + 1}`, country, temperature: temperature + (round % 5), sunny };
    });
    return { content: [{ type: 'text', text: `${rows.length} rows` }], structuredContent: { rows } };
  },
};

const bigResult: SampleTool = {
  definition: {
    name: 'big_result',
    title: 'Send a lot',
    description:
      'Answers with as much text as you ask for, as numbered lines or as one JSON document. Large answers should not slow anything down.',
    annotations: READ_ONLY,
    inputSchema: {
      type: 'object',
      properties: {
        kilobytes: { type: 'integer', title: 'Size in KB', minimum: 1, maximum: 20_480, default: 256 },
        format: { type: 'string', title: 'Format', enum: ['lines', 'json'], default: 'lines' },
      },
    },
  },
  run: (args) => {
    const bytes = numberOr(args, 'kilobytes', 256) * 1_024;
    const line = (i: number) => `Line ${String(i).padStart(7, '0')}: the quick brown fox jumps over the lazy dog`;
    const json = textOr(args, 'format', 'lines') === 'json';
    const row = json ? (i: number) => JSON.stringify({ id: i, text: line(i) }) : line;
    const rows = Array.from({ length: Math.floor(bytes / (row(1).length + 1)) }, (_, i) => row(i + 1));
    return textResult(json ? `[${rows.join(',')}]` : rows.join('\n'));
  },
};

export const CONTENT_TOOLS: readonly SampleTool[] = [showMarkdown, showImage, showAudio, linkResource, embedResource, table, bigResult];

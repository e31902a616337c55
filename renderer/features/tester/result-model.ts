/** A part of a tool's answer, classified; everything in it comes from a stranger. */
export type ContentBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly mimeType: string; readonly data: string; readonly alt: string; readonly bytes: number }
  | { readonly kind: 'audio'; readonly mimeType: string; readonly data: string; readonly bytes: number }
  | {
      readonly kind: 'link';
      readonly uri: string;
      readonly name: string;
      readonly description: string;
      readonly mimeType: string;
      readonly bytes: number | null;
    }
  | {
      readonly kind: 'resource';
      readonly uri: string;
      readonly mimeType: string;
      readonly text: string | null;
      readonly data: string | null;
    }
  /** Data that was cut from a preview; `bytes` is its size. */
  | { readonly kind: 'cut'; readonly type: string; readonly mimeType: string; readonly bytes: number }
  /** Content of a known kind whose data cannot be used; `mimeType` is what it calls itself. */
  | {
      readonly kind: 'broken';
      readonly type: 'image' | 'audio' | 'resource';
      readonly why: 'base64' | 'empty' | 'format';
      readonly mimeType: string;
      readonly value: unknown;
    }
  | { readonly kind: 'unknown'; readonly value: unknown };

const IMAGE_TYPES: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/jpg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  // Shown through <img>, where scripts and outside references in an SVG do not run.
  'image/svg+xml': 'svg',
};

const AUDIO_TYPES: Record<string, string> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/ogg': 'ogg',
  'audio/webm': 'webm',
  'audio/aac': 'aac',
  'audio/flac': 'flac',
  'audio/mp4': 'm4a',
  'audio/opus': 'opus',
};

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A media type without its parameters, in lower case. */
export function bareType(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase();
}

/** The usual file ending for a media type, or `bin`. */
export function fileEnding(mimeType: string): string {
  const bare = bareType(mimeType);
  if (bare === 'application/json' || bare.endsWith('+json')) return 'json';
  if (bare === 'text/markdown') return 'md';
  if (bare === 'text/csv') return 'csv';
  if (bare === 'text/html') return 'html';
  if (bare === 'application/pdf') return 'pdf';
  if (bare.startsWith('text/')) return 'txt';
  return IMAGE_TYPES[bare] ?? AUDIO_TYPES[bare] ?? 'bin';
}

/** Base64 without white space, or null when it is not base64 (RFC 4648 section 4; the URL alphabet is taken as well). */
export function cleanBase64(data: string): string | null {
  const bare = /\s/.test(data) ? data.replace(/\s+/g, '') : data;
  if (bare === '' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(bare) || bare.replace(/=+$/, '').length % 4 === 1) return null;
  return /[-_]/.test(bare) ? bare.replace(/-/g, '+').replace(/_/g, '/') : bare;
}

/** Bytes that a base64 text stands for. */
export function base64Bytes(data: string): number {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((data.length * 3) / 4) - padding);
}

/** Why data that is no base64 is none. */
function whyBroken(data: unknown): 'base64' | 'empty' {
  return text(data).trim() === '' ? 'empty' : 'base64';
}

function mediaBlock(block: Record<string, unknown>, type: 'image' | 'audio'): ContentBlock {
  const mimeType = bareType(text(block.mimeType));
  if (typeof block._patchbayCut === 'number') return { kind: 'cut', type, mimeType, bytes: Math.floor((block._patchbayCut * 3) / 4) };
  const data = cleanBase64(text(block.data));
  const known = type === 'image' ? IMAGE_TYPES : AUDIO_TYPES;
  if (data === null) return { kind: 'broken', type, why: whyBroken(block.data), mimeType, value: block };
  if (!Object.hasOwn(known, mimeType)) return { kind: 'broken', type, why: 'format', mimeType, value: block };
  const bytes = base64Bytes(data);
  if (type === 'audio') return { kind: 'audio', mimeType, data, bytes };
  const annotations = record(block._meta);
  return { kind: 'image', mimeType, data, bytes, alt: text(block.alt) || text(annotations?.alt) };
}

function resourceBlock(block: Record<string, unknown>): ContentBlock {
  const resource = record(block.resource);
  if (resource === null || typeof resource.uri !== 'string') return { kind: 'unknown', value: block };
  const mimeType = bareType(text(resource.mimeType));
  if (typeof resource.text === 'string') return { kind: 'resource', uri: resource.uri, mimeType, text: resource.text, data: null };
  if (typeof resource._patchbayCut === 'number')
    return { kind: 'cut', type: 'resource', mimeType, bytes: Math.floor((resource._patchbayCut * 3) / 4) };
  const data = cleanBase64(text(resource.blob));
  if (data === null) return { kind: 'broken', type: 'resource', why: whyBroken(resource.blob), mimeType, value: block };
  return { kind: 'resource', uri: resource.uri, mimeType, text: null, data };
}

/** What one entry of `content` is; anything that breaks the protocol's shape is `unknown` and shown as JSON. */
export function classifyBlock(value: unknown): ContentBlock {
  const block = record(value);
  if (block === null) return { kind: 'unknown', value };
  switch (block.type) {
    case 'text':
      return typeof block.text === 'string' ? { kind: 'text', text: block.text } : { kind: 'unknown', value };
    case 'image':
    case 'audio':
      return mediaBlock(block, block.type);
    case 'resource_link':
      if (typeof block.uri !== 'string') return { kind: 'unknown', value };
      return {
        kind: 'link',
        uri: block.uri,
        name: text(block.title) || text(block.name),
        description: text(block.description),
        mimeType: bareType(text(block.mimeType)),
        bytes: typeof block.size === 'number' ? block.size : null,
      };
    case 'resource':
      return resourceBlock(block);
    default:
      return { kind: 'unknown', value };
  }
}

export interface ResultParts {
  readonly blocks: readonly ContentBlock[];
  readonly structured: unknown;
  readonly hasStructured: boolean;
  /** It is not what the protocol calls a result: its content is no list, or it is no object. */
  readonly malformed: boolean;
}

/** The parts of a CallToolResult. A result that is none becomes one unknown block. */
export function resultParts(result: unknown): ResultParts {
  const whole = record(result);
  if (whole === null)
    return {
      blocks: result === null ? [] : [{ kind: 'unknown', value: result }],
      structured: undefined,
      hasStructured: false,
      malformed: result !== null && result !== undefined,
    };
  const malformed = whole.content !== undefined && !Array.isArray(whole.content);
  const content = Array.isArray(whole.content) ? whole.content : [];
  return {
    blocks: malformed ? [{ kind: 'unknown', value: whole }] : content.map(classifyBlock),
    malformed,
    structured: whole.structuredContent,
    hasStructured: whole.structuredContent !== undefined && whole.structuredContent !== null,
  };
}

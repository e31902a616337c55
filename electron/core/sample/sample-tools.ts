import type { SampleTool } from './sample-tool.ts';
import { allFields } from './tool-all-fields.ts';
import { BASIC_TOOLS } from './tools-basic.ts';
import { CONTENT_TOOLS } from './tools-content.ts';
import { LONG_TOOLS } from './tools-long.ts';

/** In the order in which a newcomer should meet them. */
export const SAMPLE_TOOLS: readonly SampleTool[] = [...BASIC_TOOLS, allFields, ...LONG_TOOLS, ...CONTENT_TOOLS];

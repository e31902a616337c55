import { useEffect } from 'react';
import { create } from 'zustand';
import type { Tool } from '../../../shared/contract/model.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { planForm } from '../../../shared/schema-form/plan-form.ts';
import { client } from '../../api/client.ts';
import { useCore } from '../../stores/core-store.ts';
import { adaptDraft, newDraft } from './draft.ts';
import { setDraft, type ToolPlace, toolKey, useTester } from './tester-store.ts';

/** A tool as last heard of; it stays when its server goes, so that what was typed stays in its form. */
interface KnownTool {
  readonly tool: Tool | null;
  readonly error: AppErrorData | null;
}

const useToolStore = create<{ readonly tools: Readonly<Record<string, KnownTool>> }>(() => ({ tools: {} }));

function know(key: string, known: KnownTool): void {
  useToolStore.setState(({ tools }) => ({ tools: { ...tools, [key]: known } }));
}

/** Asks for a tool's whole description and makes or adapts its draft. Never rejects. */
async function loadTool({ serverId, tool: name }: ToolPlace): Promise<void> {
  const key = toolKey(serverId, name);
  try {
    const tool = await client.invoke('tools.get', { serverId, name });
    const plan = planForm(tool.inputSchema);
    const draft = useTester.getState().drafts[key];
    const next = draft === undefined ? newDraft(plan) : adaptDraft(draft, plan);
    if (next !== draft) setDraft(key, next);
    know(key, { tool, error: null });
  } catch (error) {
    know(key, { tool: useToolStore.getState().tools[key]?.tool ?? null, error: toErrorData(error) });
  }
}

/** A tool's whole description; asked for anew when its server's list changes. */
export function useTool(place: ToolPlace): KnownTool | undefined {
  const { serverId, tool } = place;
  const list = useCore((state) => state.tools[serverId]);
  const kind = useCore((state) => state.states[serverId]?.kind);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list or state is what makes the description old
  useEffect(() => {
    void loadTool({ serverId, tool });
  }, [serverId, tool, list, kind]);
  return useToolStore((state) => state.tools[toolKey(serverId, tool)]);
}

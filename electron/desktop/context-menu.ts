import { type BrowserWindow, type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron';

/** Cut, copy and paste where they mean something, as in any other app. */
export function showContextMenu(window: BrowserWindow, params: ContextMenuParams): void {
  const { editFlags, isEditable, selectionText } = params;
  const items: MenuItemConstructorOptions[] = [];
  if (isEditable) items.push({ role: 'cut', enabled: editFlags.canCut });
  if (isEditable || selectionText) items.push({ role: 'copy', enabled: editFlags.canCopy });
  if (isEditable) items.push({ role: 'paste', enabled: editFlags.canPaste }, { type: 'separator' }, { role: 'selectAll' });
  if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
}

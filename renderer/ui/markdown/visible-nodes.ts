import { visibleLines, visibleText } from '../text/visible-text.ts';

/** What is read here of a markdown tree (mdast). */
interface MarkdownNode {
  value?: string;
  alt?: string | null;
  title?: string | null;
  children?: MarkdownNode[];
}

/**
 * A remark plugin that writes out hidden and direction characters. It works on the tree, where character references
 * such as `&#x202e;` are resolved already.
 */
export function visibleNodes(): (tree: MarkdownNode) => void {
  return (tree) => {
    const waiting = [tree];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (typeof node.value === 'string') node.value = visibleLines(node.value);
      if (typeof node.alt === 'string') node.alt = visibleText(node.alt);
      if (typeof node.title === 'string') node.title = visibleText(node.title);
      if (node.children) waiting.push(...node.children);
    }
  };
}

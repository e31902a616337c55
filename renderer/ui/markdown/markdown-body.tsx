import { type ComponentProps, memo, type ReactNode, useState } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { useCopy } from '../use-copy.ts';
import { useT } from '../use-t.ts';
import { ExternalLink } from './external-link.tsx';
import styles from './markdown.module.css';
import { safeLink } from './safe-link.ts';
import { visibleNodes } from './visible-nodes.ts';

function Link({ href, children }: ComponentProps<'a'>): ReactNode {
  const url = safeLink(href);
  return url === null ? <span>{children}</span> : <ExternalLink url={url}>{children}</ExternalLink>;
}

/** Images are never loaded: the request alone would tell a stranger who is reading. */
function Image({ src, alt }: ComponentProps<'img'>): ReactNode {
  const t = useT();
  const words = alt ? t('tester.markdown.image', { alt: alt.slice(0, 200) }) : t('tester.markdown.imageUnnamed');
  const url = safeLink(typeof src === 'string' ? src : undefined);
  return url === null ? <span>{words}</span> : <ExternalLink url={url}>{words}</ExternalLink>;
}

function CodeBlock({ children }: ComponentProps<'pre'>): ReactNode {
  const t = useT();
  const copy = useCopy();
  const [element, setElement] = useState<HTMLPreElement | null>(null);
  return (
    <div className={styles.codeBlock}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre ref={setElement} tabIndex={0}>
        {children}
      </pre>
      <button type="button" className={styles.copy} onClick={() => copy(element?.textContent ?? '')}>
        {t('tester.copy')}
      </button>
    </div>
  );
}

function Table({ children }: ComponentProps<'table'>): ReactNode {
  return (
    <div className={styles.table}>
      <table>{children}</table>
    </div>
  );
}

const components: Components = {
  a: Link,
  img: Image,
  pre: CodeBlock,
  table: Table,
  // A stranger's headings must not pose as headings of the window.
  h1: ({ children }) => <p className={styles.h1}>{children}</p>,
  h2: ({ children }) => <p className={styles.h2}>{children}</p>,
  h3: ({ children }) => <p className={styles.h3}>{children}</p>,
  h4: ({ children }) => <p className={styles.h3}>{children}</p>,
  h5: ({ children }) => <p className={styles.h3}>{children}</p>,
  h6: ({ children }) => <p className={styles.h3}>{children}</p>,
};

const plugins = [remarkGfm, visibleNodes];

/** The part of `Markdown` that is loaded when first needed. Without rehype-raw, HTML in the text stays text. */
export const MarkdownBody = memo(function MarkdownBody({ text }: { text: string }): ReactNode {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components} urlTransform={(url) => safeLink(url) ?? ''}>
      {text}
    </ReactMarkdown>
  );
});

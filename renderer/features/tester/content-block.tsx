import { Download, FileText, Link2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { JsonView } from '../../ui/json-view/json-view.tsx';
import { ExternalLink } from '../../ui/markdown/external-link.tsx';
import { safeLink } from '../../ui/markdown/safe-link.ts';
import { safeFileName, saveFile } from '../../ui/save-file.ts';
import { sizeWords } from '../../ui/text/size-words.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './content-block.module.css';
import { CopyButton } from './copy-button.tsx';
import { AudioBlock, ImageBlock, saveData } from './media-block.tsx';
import { base64Bytes, type ContentBlock, fileEnding } from './result-model.ts';
import { TextBlock } from './text-block.tsx';

/** One part of a tool's answer; `alone`: it is the only one. `name` begins the names of files saved from it. */
export function ContentBlockView({ block, name, alone }: { block: ContentBlock; name: string; alone: boolean }): ReactNode {
  const t = useT();
  switch (block.kind) {
    case 'text':
      return <TextBlock text={block.text} copyable={!alone} />;
    case 'image':
      return <ImageBlock block={block} name={name} />;
    case 'audio':
      return <AudioBlock block={block} name={name} />;
    case 'link':
      return <LinkBlock block={block} />;
    case 'resource':
      return <ResourceBlock block={block} />;
    case 'cut':
      return (
        <p className={styles.dim}>
          {t('result.cutData', { type: block.mimeType === '' ? block.type : block.mimeType, size: sizeWords(block.bytes) })}
        </p>
      );
    case 'broken':
      return (
        <div className={styles.unknown}>
          <p className={styles.dim}>{t(`result.broken.${block.why}`, { type: block.type, mimeType: visibleText(block.mimeType, 80) })}</p>
          <JsonView value={block.value} label={t('result.blockTree')} height="content" />
        </div>
      );
    case 'unknown':
      return (
        <div className={styles.unknown}>
          <p className={styles.dim}>{t('result.unknownLabel')}</p>
          <JsonView value={block.value} label={t('result.blockTree')} height="content" />
        </div>
      );
  }
}

/** A stranger's address: a link where it may be opened, text where not. */
function Address({ uri }: { uri: string }): ReactNode {
  const url = safeLink(uri);
  const words = visibleText(uri, 200);
  return url === null ? <span className={styles.uri}>{words}</span> : <ExternalLink url={url}>{words}</ExternalLink>;
}

function LinkBlock({ block }: { block: Extract<ContentBlock, { kind: 'link' }> }): ReactNode {
  const t = useT();
  const facts = [block.mimeType, block.bytes === null ? '' : sizeWords(block.bytes)].filter((fact) => fact !== '').join(' · ');
  return (
    <section
      className={styles.resource}
      aria-label={t('result.linkLabel', { name: visibleText(block.name === '' ? block.uri : block.name, 80) })}
    >
      <header className={styles.resourceHead}>
        <Link2 aria-hidden="true" size={15} />
        <div className={styles.resourceNames}>
          <span className={styles.resourceName}>{visibleText(block.name === '' ? block.uri : block.name, 200)}</span>
          {facts !== '' && <span className={styles.dim}>{visibleText(facts)}</span>}
        </div>
        <CopyButton size="sm" label={t('result.copyLink')} text={() => block.uri} />
      </header>
      {block.description !== '' && <p className={styles.resourceText}>{visibleText(block.description, 1_000)}</p>}
      <div className={styles.address}>
        <Address uri={block.uri} />
      </div>
    </section>
  );
}

/** The last part of an address, as a file name. */
function fileNameOf(uri: string): string {
  const last = uri.split(/[?#]/, 1)[0]?.split('/').filter(Boolean).at(-1) ?? '';
  return last.replace(/\.[A-Za-z0-9]{1,8}$/, '');
}

function ResourceBlock({ block }: { block: Extract<ContentBlock, { kind: 'resource' }> }): ReactNode {
  const t = useT();
  const { text, data, mimeType } = block;
  const bytes = data === null ? (text?.length ?? 0) : base64Bytes(data);
  const facts = [mimeType, sizeWords(bytes)].filter((fact) => fact !== '').join(' · ');
  const save = (): void => {
    if (data !== null) saveData(fileNameOf(block.uri), mimeType, data);
    else saveFile(safeFileName(fileNameOf(block.uri), mimeType === '' ? 'txt' : fileEnding(mimeType)), [text ?? ''], 'text/plain');
  };
  return (
    <section className={styles.resource} aria-label={t('result.resourceLabel', { name: visibleText(block.uri, 80) })}>
      <header className={styles.resourceHead}>
        <FileText aria-hidden="true" size={15} />
        <div className={styles.resourceNames}>
          <span className={styles.uri}>
            <Address uri={block.uri} />
          </span>
          <span className={styles.dim}>{visibleText(facts)}</span>
        </div>
        {text !== null && <CopyButton size="sm" label={t('result.copyText')} text={() => text} />}
        <IconButton size="sm" label={t('result.saveFile')} icon={<Download />} onPress={save} />
      </header>
      {text !== null && (
        <div className={styles.resourceBody}>
          <TextBlock text={text} mimeType={mimeType} />
        </div>
      )}
      {data !== null && mimeType.startsWith('image/') && <Preview data={data} mimeType={mimeType} />}
    </section>
  );
}

function Preview({ data, mimeType }: { data: string; mimeType: string }): ReactNode {
  const t = useT();
  if (!['png', 'jpg', 'gif', 'webp', 'avif', 'svg'].includes(fileEnding(mimeType))) return null;
  return (
    <div className={styles.resourceBody}>
      <img className={styles.image} src={`data:${mimeType};base64,${data}`} alt={t('result.image')} />
    </div>
  );
}

import { Download } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { bytesOfBase64, safeFileName, saveFile } from '../../ui/save-file.ts';
import { sizeWords } from '../../ui/text/size-words.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './content-block.module.css';
import { CopyAction } from './copy-button.tsx';
import { copyImage } from './copy-image.ts';
import { type ContentBlock, fileEnding } from './result-model.ts';

type Image = Extract<ContentBlock, { kind: 'image' }>;
type Audio = Extract<ContentBlock, { kind: 'audio' }>;

/** Saves data that came as base64 under a name with the right ending. */
export function saveData(name: string, mimeType: string, data: string): void {
  saveFile(safeFileName(name, fileEnding(mimeType)), [bytesOfBase64(data)], mimeType === '' ? 'application/octet-stream' : mimeType);
}

/** An image, only ever as `data:` in an img element: nothing in it runs or loads. */
export function ImageBlock({ block, name }: { block: Image; name: string }): ReactNode {
  const t = useT();
  const picture = useRef<HTMLImageElement>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [broken, setBroken] = useState(false);
  const facts = { type: block.mimeType, size: sizeWords(block.bytes) };
  return (
    <figure className={styles.media}>
      {broken ? (
        <p className={styles.dim}>{t('result.imageBroken', facts)}</p>
      ) : (
        <img
          ref={picture}
          className={styles.image}
          src={`data:${block.mimeType};base64,${block.data}`}
          alt={block.alt === '' ? t('result.image') : visibleText(block.alt, 300)}
          onLoad={(event) => setSize({ width: event.currentTarget.naturalWidth, height: event.currentTarget.naturalHeight })}
          onError={() => setBroken(true)}
        />
      )}
      <figcaption className={styles.facts}>
        <span>{size === null ? t('result.mediaFacts', facts) : t('result.imageFacts', { ...facts, ...size })}</span>
        {size !== null && size.width > 0 && (
          <CopyAction size="sm" label={t('result.copyImage')} copy={async () => picture.current !== null && copyImage(picture.current)} />
        )}
        <IconButton
          size="sm"
          label={t('result.saveImage')}
          icon={<Download />}
          onPress={() => saveData(name, block.mimeType, block.data)}
        />
      </figcaption>
    </figure>
  );
}

export function AudioBlock({ block, name }: { block: Audio; name: string }): ReactNode {
  const t = useT();
  return (
    <figure className={styles.media}>
      {/* biome-ignore lint/a11y/useMediaCaption: the tool sent none */}
      <audio
        className={styles.audio}
        controls
        preload="metadata"
        aria-label={t('result.audio')}
        src={`data:${block.mimeType};base64,${block.data}`}
      />
      <figcaption className={styles.facts}>
        <span>{t('result.mediaFacts', { type: block.mimeType, size: sizeWords(block.bytes) })}</span>
        <IconButton
          size="sm"
          label={t('result.saveAudio')}
          icon={<Download />}
          onPress={() => saveData(name, block.mimeType, block.data)}
        />
      </figcaption>
    </figure>
  );
}

import { type ReactNode, useState } from 'react';
import styles from './server-icon.module.css';
import { visibleText } from './text/visible-text.ts';

export interface ServerIconProps {
  readonly name: string;
  /** An emoji, a short text or the https address of an image; empty: the name's first letter. */
  readonly icon: string;
  /** px */
  readonly size?: number;
}

function firstLetter(name: string): string {
  const [first = '?'] = new Intl.Segmenter().segment(visibleText(name.trim()));
  return typeof first === 'string' ? first : first.segment.toLocaleUpperCase();
}

/** The picture of a server or a category. A picture that does not load becomes the first letter. */
export function ServerIcon({ name, icon, size = 30 }: ServerIconProps): ReactNode {
  const [broken, setBroken] = useState('');
  const isImage = /^https:\/\//i.test(icon) && broken !== icon;
  const text = icon === '' || /^https:\/\//i.test(icon) ? firstLetter(name) : icon;
  return (
    <span className={styles.icon} style={{ width: size, height: size, fontSize: Math.round(size * 0.5) }} aria-hidden="true">
      {isImage ? (
        <img src={icon} alt="" loading="lazy" decoding="async" referrerPolicy="no-referrer" onError={() => setBroken(icon)} />
      ) : (
        <span className={styles.text}>{text}</span>
      )}
    </span>
  );
}

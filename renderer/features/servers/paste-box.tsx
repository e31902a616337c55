import { ClipboardPaste } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ParsedPaste } from '../../../shared/contract/methods.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './paste-box.module.css';

/** A pause in typing after which the text is looked at. */
const SETTLE_MS = 250;

interface PasteBoxProps {
  readonly onParsed: (parsed: ParsedPaste) => void;
}

/** Takes a command line, an address or JSON, and says what it recognised. */
export function PasteBox({ onParsed }: PasteBoxProps): ReactNode {
  const t = useT();
  const [text, setText] = useState('');
  const [parsed, setParsed] = useState<ParsedPaste | AppErrorData | 'nothing' | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);

  const parse = async (value: string) => {
    asked.current += 1;
    const mine = asked.current;
    try {
      const found = await client.invoke('servers.parse', { text: value });
      if (mine !== asked.current) return;
      const isSomething = found.servers.length > 0;
      setParsed(isSomething ? found : 'nothing');
      if (isSomething) onParsed(found);
    } catch (error) {
      if (mine === asked.current) setParsed(toErrorData(error));
    }
  };
  const onChange = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    asked.current += 1;
    if (value.trim() === '') setParsed(null);
    else timer.current = setTimeout(() => void parse(value), SETTLE_MS);
  };

  return (
    <div className={styles.box}>
      <TextArea
        label={t('serverForm.paste')}
        placeholder={t('serverForm.pastePlaceholder')}
        mono
        rows={text.includes('\n') ? 5 : 2}
        value={text}
        onChange={onChange}
        autoFocus
      />
      <div className={styles.answer} role="status">
        <ClipboardPaste aria-hidden="true" />
        <span>
          {parsed === null && t('serverForm.pasteHint')}
          {parsed === 'nothing' && t('serverForm.notRecognised')}
          {parsed !== null && parsed !== 'nothing' && 'code' in parsed && visibleText(`${parsed.message}. ${parsed.hint}`, 1_000)}
          {parsed !== null && parsed !== 'nothing' && 'format' in parsed && (
            <>
              <strong>{t(`serverForm.recognised.${parsed.format}`)}.</strong>{' '}
              {parsed.servers.length > 1
                ? t('serverForm.recognised.several', { n: parsed.servers.length })
                : t('serverForm.recognised.filled')}
              {parsed.warnings.map((warning) => (
                <span key={warning} className={styles.warning}>
                  {visibleText(warning, 1_000)}
                </span>
              ))}
            </>
          )}
        </span>
      </div>
    </div>
  );
}

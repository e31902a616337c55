import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { showToast } from '../../stores/toast-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { copyText } from '../../ui/json-view/copy-text.ts';
import { useT } from '../../ui/use-t.ts';

const SHOWN_MS = 1_500;

export interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string | Promise<string>;
  readonly size?: 'sm' | 'md';
}

/** Copies, and says for a moment that it did. */
export function CopyButton({ label, text, size = 'md' }: CopyButtonProps): ReactNode {
  const t = useT();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      if (await copyText(await text())) setCopied(true);
      else showToast({ tone: 'bad', message: t('tester.copyFailed') });
    } catch {
      showToast({ tone: 'bad', message: t('tester.copyFailed') });
    }
  };
  return (
    <IconButton size={size} label={copied ? t('tester.copied') : label} icon={copied ? <Check /> : <Copy />} onPress={() => void copy()} />
  );
}

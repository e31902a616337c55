import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { showFailure, showToast } from '../../stores/toast-store.ts';
import { copyText } from '../../ui/copy-text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useT } from '../../ui/use-t.ts';

const SHOWN_MS = 1_500;

interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string | Promise<string>;
  readonly size?: 'sm' | 'md';
}

/** Copies, and says for a moment that it did. */
export function CopyButton({ label, text, size }: CopyButtonProps): ReactNode {
  return <CopyAction label={label} size={size} copy={async () => copyText(await text())} />;
}

interface CopyActionProps extends Pick<CopyButtonProps, 'label' | 'size'> {
  /** False when the system does not allow it; rejects when there is nothing to copy. */
  readonly copy: () => Promise<boolean>;
}

/** A button that copies in its own way. */
export function CopyAction({ label, size = 'md', copy }: CopyActionProps): ReactNode {
  const t = useT();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const press = async (): Promise<void> => {
    try {
      if (await copy()) setCopied(true);
      else showToast({ tone: 'bad', message: t('common.copyRefused') });
    } catch (error) {
      showFailure(error);
    }
  };
  return (
    <IconButton size={size} label={copied ? t('common.copied') : label} icon={copied ? <Check /> : <Copy />} onPress={() => void press()} />
  );
}

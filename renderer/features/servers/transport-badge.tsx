import type { ReactNode } from 'react';
import type { ServerState, TransportConfig } from '../../../shared/contract/model.ts';
import type { MessageId } from '../../messages/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { useT } from '../../ui/use-t.ts';

/** What is spoken to a server: as negotiated where it is connected, else as configured. */
function transportWord(config: TransportConfig, state: ServerState): MessageId {
  if (state.kind === 'connected') return `transport.${state.transport}`;
  if (config.kind !== 'remote') return `transport.${config.kind}`;
  if (/^wss?:/i.test(config.url.trim())) return 'transport.websocket';
  return config.mode === 'auto' ? 'transport.http' : `transport.${config.mode}`;
}

export function TransportBadge({ config, state }: { readonly config: TransportConfig; readonly state: ServerState }): ReactNode {
  const t = useT();
  const word = transportWord(config, state);
  return <Badge title={word === 'transport.websocket' ? t('transport.websocketHint') : undefined}>{t(word)}</Badge>;
}

/** Says that a server's certificate is not checked, where its person chose so; a card has room for one word. */
export function CertificateBadge({ config, isShort }: { readonly config: TransportConfig; readonly isShort?: boolean }): ReactNode {
  const t = useT();
  if (config.kind !== 'remote' || !config.tls.acceptInvalid) return null;
  return (
    <Badge tone="warn" title={t('transport.unverifiedHint')}>
      {t(isShort ? 'transport.unverifiedShort' : 'transport.unverified')}
    </Badge>
  );
}

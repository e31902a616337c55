import type { ReactNode } from 'react';
import type { ServerState, TransportConfig } from '../../../shared/contract/model.ts';
import type { MessageId } from '../../messages/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { useT } from '../../ui/use-t.ts';

/** What is spoken to a server: as negotiated where it is connected, else as configured. */
function transportWord(config: TransportConfig, state: ServerState): MessageId {
  if (state.kind === 'connected') return `transport.${state.transport}`;
  if (config.kind !== 'remote') return `transport.${config.kind}`;
  return config.mode === 'auto' ? 'transport.http' : `transport.${config.mode}`;
}

export function TransportBadge({ config, state }: { readonly config: TransportConfig; readonly state: ServerState }): ReactNode {
  const t = useT();
  return <Badge>{t(transportWord(config, state))}</Badge>;
}

import { FileText, RotateCw, Square, Stethoscope } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import { act } from '../../api/act.ts';
import { useAway } from '../../stores/away.ts';
import { useServerState } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { navigate } from '../../stores/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { useT } from '../../ui/use-t.ts';

const RUNNING: readonly ServerState['kind'][] = ['connecting', 'connected', 'reconnecting'];

/** What can be done with a server's process or connection. */
export function ServerBar({ server: { id, transport } }: { readonly server: ServerDefinition }): ReactNode {
  const t = useT();
  const away = useAway();
  const { kind } = useServerState(id);
  const [isRestarting, setRestarting] = useState(false);
  const isLocal = transport.kind === 'stdio';
  const log = useRef<HTMLButtonElement>(null);
  const restart = async () => {
    setRestarting(true);
    await act('servers.restart', { id });
    setRestarting(false);
  };
  return (
    <>
      <Button icon={<RotateCw />} isDisabled={away || kind === 'disabled'} isPending={isRestarting} onPress={() => void restart()}>
        {t(isLocal ? 'process.restart' : 'network.reconnect')}
      </Button>
      {/* A remote server that is connected has Disconnect above; one that is tried again has not. */}
      <Button
        icon={<Square />}
        isDisabled={away || !(isLocal ? RUNNING.includes(kind) : kind === 'reconnecting')}
        onPress={({ pointerType }) => {
          // It is disabled in a moment. Not to the button before it: a second Enter would start what was just stopped.
          if (pointerType === 'keyboard') log.current?.focus();
          void act('servers.disconnect', { id });
        }}
      >
        {t(isLocal ? 'process.stop' : 'card.menu.stopTrying')}
      </Button>
      <Button ref={log} icon={<FileText />} onPress={() => navigate({ page: 'server', id, tab: 'log' }, { replace: true })}>
        {t('process.viewLog')}
      </Button>
      <Button icon={<Stethoscope />} isDisabled={away} onPress={() => openDialog({ kind: 'doctor', id })}>
        {t('doctor.diagnose')}
      </Button>
    </>
  );
}

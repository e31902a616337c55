import { useMemo } from 'react';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { act } from '../../api/act.ts';
import { canWrite } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { useT } from '../../ui/use-t.ts';
import { type MoveTarget, moveByOne } from './card-order.ts';

export interface CardMover {
  canMove(id: string, step: -1 | 1): boolean;
  byOne(id: string, step: -1 | 1): void;
  to(id: string, target: MoveTarget): void;
}

function find(id: string): ServerDefinition | undefined {
  return useCore.getState().servers.find((server) => server.id === id);
}

function oneStep(id: string, step: -1 | 1): MoveTarget | null {
  const { servers } = useCore.getState();
  const categoryId = find(id)?.categoryId ?? null;
  return moveByOne(
    servers.filter((server) => server.categoryId === categoryId),
    id,
    step,
  );
}

/** Moves cards and says so, for those who do not see it happen. */
export function useMoveCard(): CardMover {
  const t = useT();
  return useMemo(
    () => ({
      canMove: (id, step) => oneStep(id, step) !== null,
      byOne(id, step) {
        const target = oneStep(id, step);
        const name = find(id)?.name;
        if (!target || name === undefined || !canWrite(useCore.getState())) return;
        void act('servers.move', { id, ...target }).then(
          (moved) => moved && showToast({ message: t(step === -1 ? 'card.movedEarlier' : 'card.movedLater', { name }) }),
        );
      },
      to(id, target) {
        const { categories, servers } = useCore.getState();
        const server = find(id);
        if (!server) return;
        const index = servers.findIndex((each) => each.id === id);
        const after = servers.slice(index + 1).find((each) => each.categoryId === server.categoryId);
        const undo = () => void act('servers.move', { id, categoryId: server.categoryId, beforeId: after?.id ?? null });
        const category = categories.find((each) => each.id === target.categoryId)?.name ?? t('category.none');
        void act('servers.move', { id, ...target }).then(
          (moved) =>
            moved &&
            showToast({ message: t('card.moved', { name: server.name, category }), action: { label: t('common.undo'), run: undo } }),
        );
      },
    }),
    [t],
  );
}

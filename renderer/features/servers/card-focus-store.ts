import { create } from 'zustand';

/** The one card that Tab stops at; arrow keys move it. */
interface CardFocusState {
  readonly id: string | null;
}

export const useCardFocus = create<CardFocusState>(() => ({ id: null }));

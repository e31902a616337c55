import { create } from 'zustand';

/** The card whose menu is open, and the button it hangs from. One menu serves all cards. */
interface CardMenuState {
  readonly open: { readonly id: string; readonly anchor: HTMLElement } | null;
}

export const useCardMenu = create<CardMenuState>(() => ({ open: null }));

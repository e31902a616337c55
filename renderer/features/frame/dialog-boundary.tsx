import { Component, type ReactNode } from 'react';
import type { OpenDialog } from '../../stores/dialog-store.ts';

interface DialogBoundaryProps {
  /** Another opening, even of the same dialog, starts afresh. */
  readonly open: OpenDialog | null;
  readonly onFail: () => void;
  readonly children: ReactNode;
}

interface DialogBoundaryState {
  readonly open: OpenDialog | null;
  readonly failed: boolean;
}

/** Keeps the window alive when a dialog throws or its code cannot be loaded. */
export class DialogBoundary extends Component<DialogBoundaryProps, DialogBoundaryState> {
  override state: DialogBoundaryState = { open: null, failed: false };

  static getDerivedStateFromProps({ open }: DialogBoundaryProps, state: DialogBoundaryState): DialogBoundaryState | null {
    return open === state.open ? null : { open, failed: false };
  }

  static getDerivedStateFromError(): Partial<DialogBoundaryState> {
    return { failed: true };
  }

  override componentDidCatch(): void {
    this.props.onFail();
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}

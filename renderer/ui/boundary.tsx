import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  /** What is shown: something else starts afresh. */
  readonly of?: unknown;
  readonly fallback?: ReactNode;
  readonly onFail?: () => void;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly of: unknown;
  readonly failed: boolean;
}

/** Keeps the rest of the window alive when a part throws or its code cannot be loaded. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { of: this.props.of, failed: false };

  static getDerivedStateFromProps({ of }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return of === state.of ? null : { of, failed: false };
  }

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { failed: true };
  }

  override componentDidCatch(): void {
    this.props.onFail?.();
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

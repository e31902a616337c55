import { Component, type ReactNode } from 'react';

interface PageBoundaryProps {
  /** A page's fault stays with it: another key starts afresh. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** Keeps the frame alive when a page throws. */
export class PageBoundary extends Component<PageBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

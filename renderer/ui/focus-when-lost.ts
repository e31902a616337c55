/** How long the focus is looked after, in frames: a dialog gives it back to what opened it only a moment after it closed. */
const FRAMES = 30;

/** Gives the focus to what `find` finds when it falls to the page's body, because what had it is gone. */
export function focusWhenLost(find: () => HTMLElement | null): void {
  let left = FRAMES;
  const look = () => {
    if (document.activeElement === document.body) find()?.focus();
    left -= 1;
    if (left > 0) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

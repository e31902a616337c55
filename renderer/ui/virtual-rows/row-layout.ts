/** Where the rows of a long list lie, in px from its top. */
export interface RowLayout {
  readonly count: number;
  readonly total: number;
  top(index: number): number;
  /** The row at `y`; 0 above the list, the last row below it. */
  indexAt(y: number): number;
}

/** Rows that are all equally high. */
export function uniformRows(count: number, height: number): RowLayout {
  return {
    count,
    total: count * height,
    top: (index) => index * height,
    indexAt: (y) => Math.max(0, Math.min(count - 1, Math.floor(y / height))),
  };
}

/** Rows with a height each. */
export function unevenRows(heights: readonly number[]): RowLayout {
  const tops = new Float64Array(heights.length + 1);
  heights.forEach((height, index) => {
    tops[index + 1] = (tops[index] ?? 0) + height;
  });
  return {
    count: heights.length,
    total: tops[heights.length] ?? 0,
    top: (index) => tops[index] ?? 0,
    indexAt: (y) => {
      let low = 0;
      let high = heights.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((tops[middle] ?? 0) <= y) low = middle;
        else high = middle - 1;
      }
      return Math.max(0, low);
    },
  };
}

/** The promise's value, or a rejection with ETIMEDOUT after `ms`. What comes too late is given to `late`. */
export async function within<T>(ms: number, promise: Promise<T>, late: (value: T) => void = () => {}): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      over = true;
      reject(Object.assign(new Error(`No answer within ${ms / 1_000} s`), { code: 'ETIMEDOUT' }));
    }, ms);
  });
  promise.then(
    (value) => {
      if (over) late(value);
    },
    () => {},
  );
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

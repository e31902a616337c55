// Loaded into the installer of the electron package, which tells neither how far it is (without a terminal) nor why
// a fetch failed: reports the bytes that arrive to the parent, and puts the cause into the error's message.
const original = globalThis.fetch;

function reasonOf(error) {
  const causes = [];
  for (let cause = error; cause && causes.length < 5; cause = cause.cause ?? cause.errors?.[0]) causes.push(cause);
  const last = causes.at(-1);
  return last?.message || last?.code || String(error);
}

globalThis.fetch = async (input, init) => {
  let response;
  try {
    response = await original(input, init);
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
  if (!response.body || !response.ok) return response;
  const total = Number(response.headers.get('content-length')) || null;
  let received = 0;
  const counted = response.body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        received += chunk.byteLength;
        process.send?.({ received, total });
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted, { status: response.status, headers: response.headers });
};

// The channel to the parent is no reason to stay.
process.channel?.unref();

import { InMemoryTransport, type Transport } from '@modelcontextprotocol/client';

/**
 * A transport to a new instance of the built-in sample server, which runs in this process and speaks both eras.
 * Closing the transport ends the server and every call in it.
 */
export function createSampleTransport(): Transport {
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  // The server's code is loaded on first use: nobody else should pay for it at start-up. Messages wait meanwhile.
  import('./sample-host.ts')
    .then(({ hostSample }) => hostSample(serverSide, (error) => clientSide.onerror?.(error)))
    .catch((error: unknown) => {
      clientSide.onerror?.(error instanceof Error ? error : new Error(String(error)));
      return clientSide.close();
    });
  return clientSide;
}

import { join } from 'node:path';
import { INDEXER } from './installIndexer.ts';
import { freePort, startProcess, waitUntil } from './startProcess.ts';
import type { Running } from './startProcess.ts';

/** Ponder at work. */
export interface Ponder {
  readonly url: string;
  readonly running: Running;
  /** Waits until a block is indexed. */
  readonly follow: (block: number) => Promise<void>;
}

const PATIENCE_MS = 180_000;
/** Ponder begins with 20 requests a second for each address of a node: these are as many addresses of ours. */
const ADDRESSES = 16;

/**
 * Starts Ponder on a database in a folder.
 *
 * @param deployments Folder of the address books.
 */
export async function startPonder(chainId: number, node: string, folder: string, deployments: string): Promise<Ponder> {
  const port = await freePort();
  const bin = join(INDEXER, 'node_modules', 'ponder', 'dist', 'esm', 'bin', 'ponder.js');
  const args = [bin, 'start', '--schema', 'sage', '--hostname', '127.0.0.1', '--port', String(port)];
  const running = startProcess(process.execPath, args, {
    cwd: INDEXER,
    env: {
      SAGE_CHAINS: String(chainId),
      SAGE_DEPLOYMENTS: deployments,
      SAGE_DATABASE: join(folder, 'database'),
      SAGE_POLLING_MS: '100',
      [`PONDER_RPC_URL_${chainId}`]: Array.from({ length: ADDRESSES }, (_, i) => `${node}/?${i}`).join(),
      PONDER_TELEMETRY_DISABLED: '1',
      DATABASE_URL: '',
      PORT: String(port),
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const follow = (block: number): Promise<void> =>
    waitUntil(
      `Ponder has indexed block ${block}`,
      running,
      PATIENCE_MS,
      async () => (await indexedBlock(url, chainId)) >= block,
    );
  return { url, running, follow };
}

/** The last block that is indexed; -1 before Ponder answers. */
async function indexedBlock(url: string, chainId: number): Promise<number> {
  let response: Response;
  try {
    response = await fetch(`${url}/status`);
  } catch {
    return -1; // nobody listens yet
  }
  if (!response.ok) return -1;
  const status = (await response.json()) as Readonly<Record<string, { readonly block: { readonly number: number } }>>;
  return status[String(chainId)]?.block.number ?? -1;
}

import type { RpcFault } from './createHttpRpc.ts';

const DEEPEST = 8;
/** Where ethers, viem and our own transport keep the error that the endpoint sent. */
const INNER = ['cause', 'error', 'info', 'data'] as const;

/**
 * Finds the JSON-RPC error object inside of whatever a client library threw.
 *
 * @param thrown Anything.
 * @returns The error object that carries `data` if there is one, else the innermost with a numeric code; undefined for
 * a failure that the endpoint didn't report.
 */
export function findRpcFault(thrown: unknown): RpcFault | undefined {
  let best: RpcFault | undefined;
  const queue: { readonly value: unknown; readonly depth: number }[] = [{ value: thrown, depth: 0 }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null || depth > DEEPEST) continue;
    const fault = asFault(value);
    if (fault !== undefined && (best === undefined || typeof best.data !== 'string')) best = fault;
    for (const name of INNER) {
      if (name in value) queue.push({ value: (value as Record<string, unknown>)[name], depth: depth + 1 });
    }
  }
  return best;
}

function asFault(value: object): RpcFault | undefined {
  const { code, message, data } = value as Record<string, unknown>;
  if (typeof code !== 'number' || typeof message !== 'string') return undefined;
  return { code, message, data };
}

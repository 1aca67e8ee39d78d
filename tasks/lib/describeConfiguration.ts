/** Numbers of Hardhat's errors about the configuration of networks. */
const CODES = new Map([
  [7, 'missing-variable'],
  // By the plugin for keystores.
  [50002, 'missing-variable'],
  [708, 'wrong-chain'],
]);

/**
 * What to tell when Hardhat finds a configuration variable missing, or a node of another chain than the network's; undefined
 * for any other error. Its own sentence says which, and what to do.
 */
export function describeConfiguration(error: unknown): { code: string; message: string } | undefined {
  if (!(error instanceof Error) || error.name !== 'HardhatError') return undefined;
  const code = CODES.get((error as Error & { readonly number: number }).number);
  return code === undefined ? undefined : { code, message: error.message };
}

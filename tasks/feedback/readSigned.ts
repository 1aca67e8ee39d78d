import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { contractRef } from '../lib/contractRef.ts';
import { readJsonFile } from '../lib/files.ts';
import { parseSigned } from './signedFile.ts';
import type { Signed } from './signedFile.ts';

/**
 * Reads a signed feedback that is meant for this suite: for another registry its signature would only be refused as a wrong one.
 *
 * @throws {TaskError} `file-fault`, `bad-json`, `bad-signed-feedback`, `other-registry`
 */
export async function readSigned(context: TaskContext, path: string): Promise<Signed> {
  const signed = parseSigned(readJsonFile(path, 'file'), path);
  const { chainId, registry } = signed;
  const own = await contractRef(context, 'reputationRegistry');
  if (chainId === BigInt(own.chainId) && registry === own.address) return signed;
  const wayOut = `it is signed for ${registry} on chain ${chainId}, but the suite's registry is ${own.address} on chain ${own.chainId}; choose by --network`;
  throw new TaskError('other-registry', wayOut, { field: 'file', value: path });
}

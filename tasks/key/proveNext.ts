import { proveKeys } from '../../sdk/typescript/src/client/index.ts';
import type { KeyInput } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { contractRef } from '../lib/contractRef.ts';
import type { BoundAgent } from '../lib/boundAgent.ts';
import { openKeys } from '../lib/keys/openKeys.ts';
import { requireOption } from '../lib/requireOption.ts';

/**
 * Has one key file prove itself for an agent's present nonce.
 *
 * @param name Of the key file.
 * @param attester Of the key that attests an X25519 key; empty for none.
 * @throws {TaskError} `option-missing`, `attester-missing`, and what `openKeys` throws
 */
export async function proveNext(
  context: TaskContext,
  agent: BoundAgent,
  name: string,
  attester: string,
): Promise<KeyInput> {
  requireOption(name, '--key', 'name the key file; see `sage keys list`');
  const keys = await openKeys(context, [name], attester);
  const { did, owner, nonce } = agent;
  const [input] = await proveKeys({
    contract: await contractRef(context, 'sageRegistry'),
    did,
    owner,
    firstNonce: nonce,
    keys,
  });
  if (input === undefined) throw new TaskError('key-missing', 'no key to prove', { field: '--key', value: name });
  return input;
}

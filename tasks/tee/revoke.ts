import { proposeThroughTimelock } from '../lib/governance/proposeCalls.ts';
import type { ProposalArguments } from '../lib/governance/proposalOptions.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readWord } from '../lib/readWord.ts';
import { requireOption } from '../lib/requireOption.ts';
import { sentResult } from '../lib/sentResult.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface RevokeArguments extends WriteArguments, ProposalArguments {
  readonly keyId: string;
  readonly reason: string;
  readonly governance: boolean;
}

/** Ends the trust in a key: the guardian at once, the owners of the wallet through the timelock. */
export async function revoke(context: TaskContext, args: RevokeArguments): Promise<TaskResult> {
  const keyId = readWord(args.keyId, 'keyId');
  const reason = requireOption(args.reason, '--reason', 'say why; it is published');
  const registry = await context.contract('teeKeyRegistry');
  const { to, data } = await registry.revoke.populateTransaction(keyId, reason);
  if (args.governance) return proposeThroughTimelock(context, { target: to, value: 0n, data }, args);
  const [guardian, signer] = [await registry.guardian(), await context.signer()];
  if (signer.address !== guardian) {
    const wayOut = `the guardian is ${guardian}; others propose it to the owners with --governance`;
    throw new TaskError('not-guardian', wayOut, { field: '--from', value: signer.address, exitCode: EXIT.refused });
  }
  const receipt = await context.send(
    { to, data },
    `Ends the trust in key ${keyId} and voids open votes on it. It can't be undone; a new vote can trust the key again.`,
  );
  if (receipt === undefined) return sentResult(receipt, { keyId, reason }, []);
  const [isTrusted, { revokedAt }] = [await registry.isTrusted(keyId), await registry.getKey(keyId)];
  return sentResult(receipt, { keyId, reason, isTrusted, revokedAt }, [`Key ${keyId} is revoked`]);
}

export default taskAction(revoke);

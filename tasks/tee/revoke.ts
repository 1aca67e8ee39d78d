import { isHexString } from 'ethers';
import { proposeThroughTimelock } from '../lib/governance/proposeCalls.ts';
import type { ProposalArguments } from '../lib/governance/proposalOptions.ts';
import { TaskError } from '../lib/TaskError.ts';
import { toSent } from '../lib/TaskContext.ts';
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
  const { keyId, reason } = args;
  if (!isHexString(keyId, 32)) {
    throw new TaskError('bad-key-id', 'give 32 bytes as hex, as `sage tee list` prints them', {
      field: 'keyId',
      value: keyId,
    });
  }
  if (reason === '') throw new TaskError('reason-missing', 'say why; it is published', { field: '--reason' });
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
  if (receipt === undefined) return { data: { keyId, reason, dryRun: true }, text: [] };
  const [isTrusted, { revokedAt }] = [await registry.isTrusted(keyId), await registry.getKey(keyId)];
  return {
    data: { keyId, reason, isTrusted, revokedAt, ...toSent(receipt) },
    text: [`Key ${keyId} is revoked`],
  };
}

export default taskAction(revoke);

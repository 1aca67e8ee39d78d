import { ExecutionEventResultType, ExecutionEventType } from '@nomicfoundation/ignition-core';
import type { ArtifactResolver, ExecutionEvent } from '@nomicfoundation/ignition-core';
import { partOfFuture } from '../../scripts/deploy/ignitionModule.ts';
import { suitePlan } from '../../scripts/deploy/plan.ts';
import { runIgnition } from '../../scripts/deploy/runIgnition.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { isDevelopmentNode } from './isDevelopmentNode.ts';
import type { DeploymentPlan } from './planDeployment.ts';
import type { Prepared } from './types.ts';

/**
 * Sends what is missing, telling of each contract.
 *
 * @returns Hashes of what was sent in this run.
 * @throws {DeployStoppedError} With what stopped it; a further run goes on from there.
 */
export async function executeDeployment(
  context: TaskContext,
  prepared: Prepared,
  { transactions }: DeploymentPlan,
  resolver: ArtifactResolver,
): Promise<string[]> {
  const { manifest, network, folder } = prepared;
  const { config, deployer, strategy } = manifest;
  const sent: string[] = [];
  const { provider: rpc } = await context.signingConnection();
  const isDevelopment = await isDevelopmentNode(rpc);
  await runIgnition({
    config,
    rpc,
    resolver,
    folder,
    deployer,
    strategy,
    confirmations: isDevelopment ? 1 : network.confirmations,
    pollingInterval: isDevelopment ? 50 : 1_000,
    maxFeePerGas: network.maxFeePerGas,
    onEvent: reporterOf(context, prepared, transactions.length, sent),
  });
  return sent;
}

/** Tells of transactions and contracts, and collects hashes of transactions. */
function reporterOf(
  context: TaskContext,
  { manifest }: Prepared,
  missing: number,
  sent: string[],
): (event: ExecutionEvent) => void {
  const total = suitePlan(manifest.config).filter((step) => !('existing' in step)).length;
  let standing = total - missing;
  return (event) => {
    if (event.type === ExecutionEventType.TRANSACTION_SEND) {
      sent.push(event.hash);
      context.progress(`${nameOf(event.futureId)}: sent ${event.hash}`);
    }
    if (event.type !== ExecutionEventType.DEPLOYMENT_EXECUTION_STATE_COMPLETE) return;
    if (event.result.type !== ExecutionEventResultType.SUCCESS) return;
    standing = Math.min(standing + 1, total);
    context.progress(`${standing} of ${total}: ${nameOf(event.futureId)} stands at ${event.result.result ?? ''}`);
  };
}

function nameOf(futureId: string): string {
  return partOfFuture(futureId) ?? futureId;
}

import type { DeployedEntry } from '../../scripts/deploy/addressBook.ts';
import { TaskError } from '../lib/TaskError.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readChain } from '../lib/readChain.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { ExitCode, ReadArguments, TaskResult } from '../lib/types.ts';
import { SERVICES, verifyContractAt } from './verifyContractAt.ts';
import type { Service, Verification, VerificationStatus } from './verifyContractAt.ts';

export interface VerifyArguments extends ReadArguments {
  /** A service, or `all`. */
  readonly service: string;
}

/**
 * Verifies every contract of the address book that the suite deployed, with each service. Services are asked first whether a
 * contract is verified, so that this can be run again at any time. A contract that is refused doesn't stop the others; a service
 * that can't be reached, or doesn't know the chain, is left at once.
 *
 * @throws {TaskError} `unknown-service` and `no-api-key`, before anything is sent.
 */
export async function verifySuite(context: TaskContext, { service }: VerifyArguments): Promise<TaskResult> {
  const services = chooseServices(service);
  const apiKey = await readApiKey(context, services);
  const { chainId, contracts } = await readChain(() => context.book());
  const entries = Object.entries(contracts).flatMap(([part, entry]) =>
    'existing' in entry ? [] : [{ part, ...entry }],
  );
  const results: Verification[] = [];
  for (const chosen of services) results.push(...(await verifyAt(context, chosen, entries, apiKey)));
  return toResult(chainId, results);
}

type Entry = DeployedEntry & { readonly part: string };

async function verifyAt(
  context: TaskContext,
  service: Service,
  entries: readonly Entry[],
  apiKey: string | undefined,
): Promise<Verification[]> {
  const results: Verification[] = [];
  let gone: VerificationStatus | undefined;
  for (const [index, entry] of entries.entries()) {
    if (gone !== undefined) {
      results.push({ ...place(service, entry), status: 'skipped', message: `the service was ${gone}` });
      continue;
    }
    context.progress(`${service}: ${entry.contract} (${index + 1} of ${entries.length})`);
    const outcome = await verifyContractAt(context, service, entry, apiKey);
    results.push({ ...place(service, entry), ...outcome });
    if (outcome.status === 'unreachable' || outcome.status === 'unsupported') gone = outcome.status;
  }
  return results;
}

type Placed = Pick<Verification, 'service' | 'part' | 'contract' | 'address'>;

function place(service: Service, { part, contract, address }: Omit<Placed, 'service'>): Placed {
  return { service, part, contract, address };
}

function chooseServices(service: string): readonly Service[] {
  if (service === 'all') return SERVICES;
  const chosen = SERVICES.find((known) => known === service);
  if (chosen !== undefined) return [chosen];
  const wayOut = `choose one of ${SERVICES.join(', ')}, or all`;
  throw new TaskError('unknown-service', wayOut, { field: '--service', value: service });
}

/** Etherscan's key, which is asked for before anything is sent; undefined where Etherscan isn't asked. */
async function readApiKey(context: TaskContext, services: readonly Service[]): Promise<string | undefined> {
  if (!services.includes('etherscan')) return undefined;
  const key = await context.hre.config.verify.etherscan.apiKey.get();
  if (key !== '') return key;
  throw new TaskError(
    'no-api-key',
    'Etherscan needs one; set it by `npx hardhat keystore set ETHERSCAN_API_KEY` or as an environment variable, or choose another --service',
    { field: 'ETHERSCAN_API_KEY' },
  );
}

function toResult(chainId: string, results: readonly Verification[]): TaskResult {
  const rows = results.map(({ service, contract, address, status, message }) => [
    service,
    contract,
    address,
    status,
    message ?? '',
  ]);
  const done = results.filter(({ status }) => status === 'verified' || status === 'already');
  return {
    data: { chainId, isComplete: done.length === results.length, contracts: results },
    text: [
      ...tableLines(['service', 'contract', 'address', 'status', ''], rows, ['left', 'left', 'left', 'left', 'left']),
      `${done.length} of ${results.length} are verified on chain ${chainId}`,
    ],
    exitCode: exitCodeOf(results),
  };
}

function exitCodeOf(results: readonly Verification[]): ExitCode {
  if (results.some(({ status }) => status === 'refused')) return EXIT.refused;
  if (results.some(({ status }) => status === 'unreachable')) return EXIT.unknown;
  return results.some(({ status }) => status === 'unsupported') ? EXIT.usage : EXIT.ok;
}

export default taskAction(verifySuite);

import { Contract, Interface, id } from 'ethers';
import type { Provider } from 'ethers';
import { DeployConfigError } from './errors.ts';
import type { DeployStep, Part } from './plan.ts';

/** Any account that isn't zero. */
const PROBE = '0x0000000000000000000000000000000000000001';

/** What SAGE's validation registry has beyond the standard, and our policy asks for. */
const OWN_VALIDATION = new Interface([
  'function boundRequestHash(uint256,address,bytes32) view returns (bytes32)',
  'function boundAgentOf(bytes32) view returns (bool, uint256)',
]);

/**
 * Checks on the chain that registries of others can stand in for ours: they are contracts, serve the one identity registry, and
 * can do what ours ask of them.
 *
 * @throws {DeployConfigError} For the first that can't, as `existing.<part>`.
 */
export async function checkExistingContracts(plan: readonly DeployStep[], provider: Provider): Promise<void> {
  const existing = new Map(plan.flatMap((step) => ('existing' in step ? [[step.part, step.existing] as const] : [])));
  const identity = existing.get('identityRegistry');
  for (const [part, address] of existing) {
    if ((await provider.getCode(address)) === '0x') {
      throw new DeployConfigError(
        `existing.${part}`,
        address,
        'no contract is at this address; check address and chain',
      );
    }
    if (part === 'identityRegistry') continue;
    const served = await identityOf(part, address, provider);
    if (served !== identity) {
      throw new DeployConfigError(`existing.${part}`, address, `it serves ${served}, not existing.identityRegistry`);
    }
  }
  const validation = existing.get('validationRegistry');
  if (validation !== undefined && plan.some(({ part }) => part === 'taskValidationPolicy')) {
    await checkBoundHashes(validation, provider);
  }
}

async function identityOf(part: Part, address: string, provider: Provider): Promise<string> {
  const registry = new Contract(address, ['function getIdentityRegistry() view returns (address)'], provider);
  try {
    return String(await registry.getFunction('getIdentityRegistry')());
  } catch (cause) {
    const wayOut = 'it does not tell its identity registry; check address and chain';
    throw new DeployConfigError(`existing.${part}`, address, wayOut, { cause });
  }
}

/** Our policy asks for bound request hashes; the registry shows that it has them by making one and knowing it again. */
async function checkBoundHashes(address: string, provider: Provider): Promise<void> {
  const registry = new Contract(address, OWN_VALIDATION, provider);
  const refuse = (cause?: unknown): never => {
    const wayOut =
      'it does not show bound request hashes, which our reputation registry needs; leave it out, or name existing.reputationRegistry too';
    throw new DeployConfigError('existing.validationRegistry', address, wayOut, { cause });
  };
  try {
    const hash: unknown = await registry.getFunction('boundRequestHash')(0, PROBE, id('probe'));
    const [bound] = (await registry.getFunction('boundAgentOf')(hash)) as [boolean, bigint];
    if (bound) return;
  } catch (error) {
    refuse(error);
  }
  refuse();
}

import { concat, dataSlice, id, keccak256 } from 'ethers';
import type { Provider } from 'ethers';
import { DeployConfigError } from './errors.ts';

/** How contracts come to their addresses. */
export type DeployStrategy =
  /** By the deployer and its nonce. */
  | { readonly name: 'basic' }
  /** By the deployer, the salt, and code with constructor arguments: the same on every chain where these are the same. */
  | { readonly name: 'create2'; readonly salt: string };

export const STRATEGIES = ['auto', 'create2', 'basic'] as const;
export type StrategyChoice = (typeof STRATEGIES)[number];

/** CreateX 1.0.0, which Ignition's strategy `create2` calls; on most public chains, see https://createx.rocks. */
export const CREATEX = '0xba5Ed099633D3B313e4D5F7bdc1305d3c28ba5Ed';
/** keccak256 of its code, by which Ignition knows it too. */
const CREATEX_CODE_HASH = '0xbd8a7ea8cfca7b4e5f5041d7d4b17bc317c5ce42cfbc42066a00cf26b43eb53f';

/**
 * Chooses the strategy for a chain: `auto` takes create2 where the factory stands, else the deployer's nonces decide.
 *
 * @param saltLabel Any text; the same text, deployer, code and arguments give the same addresses.
 * @throws {DeployConfigError} When create2 is demanded where there is no factory.
 */
export async function chooseStrategy(
  provider: Provider,
  choice: StrategyChoice,
  deployer: string,
  saltLabel: string,
): Promise<DeployStrategy> {
  if (choice === 'basic') return { name: 'basic' };
  const code = await provider.getCode(CREATEX);
  if (keccak256(code) === CREATEX_CODE_HASH) return { name: 'create2', salt: saltFor(deployer, saltLabel) };
  if (choice === 'auto') return { name: 'basic' };
  const found = code === '0x' ? 'there is no contract' : 'another contract stands';
  throw new DeployConfigError('--strategy', choice, `${found} at the factory's address ${CREATEX}; use basic`);
}

/**
 * CreateX lets nobody but the account in the first 20 bytes use a salt, so that a watcher can't take an address first and stop
 * the run. The next byte 0 leaves the chain out of the address.
 */
function saltFor(deployer: string, label: string): string {
  return concat([deployer, '0x00', dataSlice(id(label), 0, 11)]);
}

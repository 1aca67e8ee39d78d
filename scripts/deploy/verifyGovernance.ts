import { Contract, ZeroAddress, keccak256 } from 'ethers';
import type { InterfaceAbi, Provider } from 'ethers';
import type { ReadArtifact, DeployedContract, Deployment } from './deploySuite.ts';
import { checkConfig } from './config.ts';
import type { CheckedConfig, SuiteConfig } from './config.ts';
import { GovernanceMismatchError } from './errors.ts';
import { suitePlan } from './plan.ts';
import type { NewContract, Part } from './plan.ts';

/** Something about a contract that was read from the chain and found as planned. */
export interface Fact {
  readonly contract: string;
  readonly field: string;
  readonly value: string;
}

const ROLES = ['DEFAULT_ADMIN_ROLE', 'PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE'] as const;

/** Reads contracts of one deployment and compares. */
class Checker {
  readonly facts: Fact[] = [];
  readonly #contracts = new Map<Part, { deployed: DeployedContract; contract: Contract }>();

  add(deployed: DeployedContract, abi: InterfaceAbi, provider: Provider): void {
    this.#contracts.set(deployed.part, { deployed, contract: new Contract(deployed.address, abi, provider) });
  }

  /** The contract and where its log begins. */
  of(part: Part): { contract: Contract; name: string; address: string; since: number } {
    const found = this.#contracts.get(part);
    if (found === undefined) throw new GovernanceMismatchError(part, 'address', 'not in the deployment', 'a contract');
    const { deployed, contract } = found;
    return { contract, name: deployed.contract, address: deployed.address, since: deployed.deployment?.block ?? 0 };
  }

  async read(part: Part, signature: string, ...args: readonly unknown[]): Promise<unknown> {
    return (await this.of(part).contract.getFunction(signature)(...args)) as unknown;
  }

  /** Lists are compared without their order. */
  expect(part: Part, field: string, found: unknown, expected: unknown): void {
    const [value, wanted] = [textOf(found), textOf(expected)];
    const { name } = this.of(part);
    if (value !== wanted) throw new GovernanceMismatchError(name, field, value, wanted);
    this.facts.push({ contract: name, field, value });
  }
}

/**
 * Proves on the chain that a suite is governed as its configuration says: that the code is the one deployed; the wallet's owners and threshold; the timelock's delay
 * and the members of each of its roles, by its lists, by `hasRole` and by its log; for every contract with an owner that this is
 * the timelock and nobody is about to take over; the guardians; and the validators that the policy lists.
 *
 * @param config What the suite was deployed with.
 * @param deployment What `deploySuite` returned. Registries that were there before are others' matter and not looked at.
 * @returns What was found, all of it as expected.
 * @throws {GovernanceMismatchError} For the first thing that differs.
 */
export async function verifyGovernance(
  config: SuiteConfig,
  deployment: Deployment,
  provider: Provider,
  readArtifact: ReadArtifact,
): Promise<Fact[]> {
  const checked = checkConfig(config);
  const plan = suitePlan(checked).flatMap((step) => ('existing' in step ? [] : [step]));
  const checker = new Checker();
  for (const deployed of deployment.contracts) {
    checker.add(deployed, (await readArtifact(deployed.contract)).abi, provider);
    checker.expect(deployed.part, 'code hash', keccak256(await provider.getCode(deployed.address)), deployed.codeHash);
  }
  await checkMultisig(checker, checked);
  await checkTimelock(checker, checked);
  for (const step of plan) await checkStep(checker, step, checked);
  return checker.facts;
}

async function checkMultisig(checker: Checker, { governance }: CheckedConfig): Promise<void> {
  checker.expect('multisig', 'owners', await checker.read('multisig', 'getOwners'), governance.owners);
  checker.expect('multisig', 'threshold', await checker.read('multisig', 'threshold'), governance.threshold);
}

async function checkTimelock(checker: Checker, { governance }: CheckedConfig): Promise<void> {
  const timelock = checker.of('timelock').address;
  const multisig = checker.of('multisig').address;
  const members = {
    DEFAULT_ADMIN_ROLE: timelock,
    PROPOSER_ROLE: multisig,
    CANCELLER_ROLE: multisig,
    EXECUTOR_ROLE: ZeroAddress,
  };
  checker.expect('timelock', 'minimum delay', await checker.read('timelock', 'getMinDelay'), governance.delay);
  const admin = await checker.read('timelock', 'DEFAULT_ADMIN_ROLE');
  const logged = await membersByLog(checker);
  for (const name of ROLES) {
    const role = String(await checker.read('timelock', name));
    checker.expect('timelock', `members of ${name}`, await checker.read('timelock', 'getRoleMembers', role), [
      members[name],
    ]);
    checker.expect('timelock', `members of ${name} by the log`, logged.get(role) ?? [], [members[name]]);
    checker.expect(
      'timelock',
      `${name} of ${members[name]}`,
      await checker.read('timelock', 'hasRole', role, members[name]),
      true,
    );
    checker.expect('timelock', `admin of ${name}`, await checker.read('timelock', 'getRoleAdmin', role), admin);
    logged.delete(role);
  }
  checker.expect('timelock', 'further roles in the log', [...logged.keys()], []);
}

/** Who has which role by the events alone. */
async function membersByLog(checker: Checker): Promise<Map<string, string[]>> {
  const { contract, since } = checker.of('timelock');
  const members = new Map<string, string[]>();
  for (const log of await contract.queryFilter('*', since)) {
    const event = contract.interface.parseLog(log);
    if (event?.name !== 'RoleGranted' && event?.name !== 'RoleRevoked') continue;
    const [role, account] = event.args as unknown as [string, string];
    const others = (members.get(role) ?? []).filter((member) => member !== account);
    members.set(role, event.name === 'RoleGranted' ? [...others, account] : others);
  }
  return members;
}

async function checkStep(checker: Checker, step: NewContract, { governance }: CheckedConfig): Promise<void> {
  const { part, owner, hasGuardian, listedValidators } = step;
  if (owner === undefined) {
    checker.expect(part, 'has an owner', checker.of(part).contract.interface.hasFunction('owner()'), false);
  } else {
    checker.expect(part, 'owner', await checker.read(part, 'owner'), checker.of(owner).address);
    checker.expect(part, 'pending owner', await checker.read(part, 'pendingOwner'), ZeroAddress);
  }
  if (hasGuardian) checker.expect(part, 'guardian', await checker.read(part, 'guardian'), governance.guardian);
  if (listedValidators !== undefined) {
    const expected = listedValidators.map((validator) => checker.of(validator).address);
    for (const address of expected) {
      const listed = await checker.read(part, 'isGovernanceValidator', address);
      checker.expect(part, `listing of ${address}`, listed, true);
    }
    checker.expect(part, 'listed validators by the log', await listedByLog(checker, part), expected);
  }
}

async function listedByLog(checker: Checker, part: Part): Promise<string[]> {
  const { contract, since } = checker.of(part);
  const listed = new Set<string>();
  for (const log of await contract.queryFilter('GovernanceValidatorSet', since)) {
    const [validator, isListed] = contract.interface.parseLog(log)?.args as unknown as [string, boolean];
    if (isListed) listed.add(validator);
    else listed.delete(validator);
  }
  return [...listed];
}

function textOf(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  const items = (value as readonly unknown[]).map(String).sort();
  return items.length === 0 ? 'none' : items.join(', ');
}

// Who holds rights over the suite, found by trying: every function of every contract that can change something is called as six
// accounts, and what comes out is held to the table in audit/.
import { expect } from 'chai';
import { Interface, Wallet, id } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import hre from 'hardhat';
import { after, before, describe, it } from 'mocha';
import { join } from 'node:path';
import { deploySuite } from '../../scripts/deploy/deploySuite.ts';
import type { Deployment } from '../../scripts/deploy/deploySuite.ts';
import { UNPRIVILEGED, changingFunctions, joinAccess, renderAccess } from '../../scripts/lib/accessTable.ts';
import type { AccessRow, AccessRules, Caller } from '../../scripts/lib/accessTable.ts';
import { readDeployable } from '../../scripts/lib/artifacts.ts';
import { ROOT, readJson } from '../../scripts/lib/paths.ts';
import { HARDFORK } from '../../scripts/start/chain.ts';
import type { SageTimelock } from '../../typechain-types/index.js';
import { tryFunction } from './access/trial.ts';
import type { Actor, Outcome, Trial, TriedContract } from './access/trial.ts';

const rules = readJson(join(ROOT, 'audit', 'access.json')) as AccessRules;
const NO_ROLE = `0x${'00'.repeat(32)}`;

/** What the holders of a right are, and what everybody else gets: these errors, with the account first and then these arguments. */
interface Right {
  readonly holders: readonly string[];
  readonly errors: Readonly<Record<string, readonly unknown[]>>;
}

const RIGHTS: Readonly<Partial<Record<Caller, Right>>> = {
  owner: { holders: ['timelock'], errors: { OwnableUnauthorizedAccount: [] } },
  guardian: {
    holders: ['guardian', 'timelock'],
    errors: { TEEKeyNotGuardian: [], StakedNotGuardian: [], SageNotGuardian: [] },
  },
  pendingOwner: { holders: [], errors: { OwnableUnauthorizedAccount: [] } },
  walletOwner: { holders: ['wallet owner'], errors: { MultiSigNotOwner: [] } },
  wallet: { holders: ['multisig'], errors: { MultiSigOnlySelf: [] } },
  proposer: { holders: ['multisig'], errors: { AccessControlUnauthorizedAccount: [id('PROPOSER_ROLE')] } },
  canceller: { holders: ['multisig'], errors: { AccessControlUnauthorizedAccount: [id('CANCELLER_ROLE')] } },
  timelock: {
    holders: ['timelock'],
    errors: { AccessControlUnauthorizedAccount: [NO_ROLE], TimelockUnauthorizedCaller: [] },
  },
  registry: { holders: [], errors: { RateHookNotRegistry: [] } },
};

describe('who may call what', () => {
  let deployment: Deployment;
  let actors: Actor[];
  let tried: TriedContract[];
  let timelock: SageTimelock;
  let trials: Trial[];
  let rows: AccessRow[];
  let close: () => Promise<void>;

  before(async () => {
    const connection = await hre.network.create({ network: 'default', override: { hardfork: HARDFORK } });
    const { ethers, provider } = connection;
    close = () => connection.close();
    const [deployer, guardian, stranger, agentOwner] = (await ethers.getSigners()) as [
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
    ];
    const owners = [1, 2, 3].map((index) => new Wallet(id(`owner ${index}`)).address);
    const governance = { owners, threshold: 2, guardian: guardian.address };
    deployment = await deploySuite({ network: 'local', governance, rateHook: true }, deployer, (contract) =>
      hre.artifacts.readArtifact(contract),
    );
    const addressOf = (part: string): string =>
      deployment.contracts.find((contract) => contract.part === part)?.address ?? '';
    actors = [
      { name: 'stranger', address: stranger.address },
      { name: 'deployer', address: deployer.address },
      { name: 'guardian', address: guardian.address },
      { name: 'wallet owner', address: owners[0] ?? '' },
      { name: 'multisig', address: addressOf('multisig') },
      { name: 'timelock', address: addressOf('timelock') },
    ];
    timelock = await ethers.getContractAt('SageTimelock', addressOf('timelock'));
    // Agents 0 and 1 are somebody else's, so that what is refused is the account and not the agent.
    const identity = await ethers.getContractAt('ERC8004IdentityRegistry', addressOf('identityRegistry'), agentOwner);
    for (let agent = 0; agent < 2; agent++) await identity.getFunction('register()')();

    tried = [];
    for (const { contract, address } of deployment.contracts) {
      const { abi } = await hre.artifacts.readArtifact(contract);
      tried.push({ contract, address, abi: new Interface(abi) });
    }
    const errors = new Interface(tried.flatMap(({ abi }) => abi.fragments.filter(({ type }) => type === 'error')));
    trials = [];
    for (const contract of tried) {
      for (const name of changingFunctions(contract.abi)) {
        trials.push(await tryFunction(provider, contract, name, actors, errors));
      }
    }
    ({ rows } = joinAccess(rules, readDeployable()));
  });

  after(async () => {
    await close();
  });

  const rowOf = ({ contract, function: name }: Trial): AccessRow | undefined =>
    rows.find((row) => row.contract === contract && row.function === name);

  it('P46: every function of every contract has a row, and every row a function', () => {
    expect(joinAccess(rules, readDeployable()).problems).to.deep.equal([]);
    expect(trials.map(({ contract, function: name }) => `${contract}.${name}`).sort()).to.deep.equal(
      rows.map(({ contract, function: name }) => `${contract}.${name}`).sort(),
    );
  });

  it('P46: what the trial finds privileged is what the table says, and nothing else', () => {
    const found = trials.filter(isPrivileged).map(({ contract, function: name }) => `${contract}.${name}`);
    const said = rows
      .filter(({ caller }) => !UNPRIVILEGED.includes(caller))
      .map(({ contract, function: name }) => `${contract}.${name}`);
    expect({
      notInTheTable: found.filter((name) => !said.includes(name)),
      notFound: said.filter((name) => !found.includes(name)),
    }).to.deep.equal({ notInTheTable: [], notFound: [] });
    expect(found).not.to.be.empty;
  });

  it('P46: every right has the holders of the table, and everybody else gets the exact error', () => {
    for (const trial of trials) {
      const right = RIGHTS[rowOf(trial)?.caller ?? 'anyone'];
      if (right === undefined) continue;
      for (const { name, address } of actors) {
        const outcome = trial.outcomes.get(name);
        const what = `${trial.contract}.${trial.function} by ${name}`;
        expect(refusal(outcome, right, address), what).to.equal(!right.holders.includes(name));
      }
    }
  });

  it('test_attack_A23: stranger, deployer and a single owner of the wallet hold no right over any contract', () => {
    const powerless = ['stranger', 'deployer', 'wallet owner'];
    for (const trial of trials) {
      const caller = rowOf(trial)?.caller ?? 'anyone';
      const right = RIGHTS[caller];
      if (right === undefined || caller === 'walletOwner') continue;
      for (const { name, address } of actors.filter((actor) => powerless.includes(actor.name))) {
        expect(
          refusal(trial.outcomes.get(name), right, address),
          `${trial.contract}.${trial.function} by ${name}`,
        ).to.equal(true);
      }
    }
    const open = trials.filter((trial) => rowOf(trial)?.caller === 'walletOwner');
    for (const trial of open) {
      for (const name of ['stranger', 'deployer']) {
        expect(trial.outcomes.get(name)?.error, `${trial.contract}.${trial.function} by ${name}`).to.equal(
          'MultiSigNotOwner',
        );
      }
    }
  });

  it('P46: a right of governance opens nothing of an agent, a client or a validator', () => {
    for (const trial of trials.filter((other) => UNPRIVILEGED.includes(rowOf(other)?.caller ?? 'owner'))) {
      const errors = actors.map(({ name }) => trial.outcomes.get(name)?.error);
      expect(new Set(errors).size, `${trial.contract}.${trial.function}: ${errors.join(', ')}`).to.equal(1);
    }
  });

  it('P44: what may be scheduled with 24 hours is what a guardian may do at once, its end, and its replacement', async () => {
    const emergencies: string[] = [];
    for (const { contract, abi } of tried) {
      for (const name of changingFunctions(abi)) {
        const selector = name === 'receive()' ? '0x' : (abi.getFunction(name)?.selector ?? '0x');
        if (await timelock.isEmergencyCall(0, selector)) emergencies.push(`${contract}.${name}`);
      }
    }
    expect(emergencies.sort()).to.deep.equal([
      'SageRegistryV3.pause()',
      'SageRegistryV3.setGuardian(address)',
      'SageRegistryV3.unpause()',
      'StakedValidation.pause()',
      'StakedValidation.setGuardian(address)',
      'StakedValidation.unpause()',
      'TEEKeyRegistry.revoke(bytes32,string)',
      'TEEKeyRegistry.setGuardian(address)',
    ]);
  });

  it('P46: a function that is new, gone or misnamed is noticed', () => {
    const contracts = [
      { contractName: 'Thing', abi: ['function known()', 'function fresh(uint256)', 'function seen() view'] },
    ];
    const { rows: joined, problems } = joinAccess(
      { Thing: { 'known()': ['owner', ''], 'gone()': ['anyone', ''] } },
      contracts,
    );
    expect(joined).to.deep.equal([{ contract: 'Thing', function: 'known()', caller: 'owner', note: '' }]);
    expect(problems).to.deep.equal([
      'Thing.fresh(uint256) has no row: say in audit/access.json who may call it',
      'Thing.gone() is not there: take its row out of audit/access.json',
    ]);
    const misnamed = joinAccess(
      { Thing: { 'known()': ['everyone', ''], 'fresh(uint256)': ['anyone', ''] } },
      contracts,
    );
    expect(misnamed.problems[0]).to.match(/^Thing\.known\(\): "everyone" is none of anyone, self, /);
  });

  it('P46: the trial tells a right that no table knows', () => {
    const outcomes = (...errors: string[]): Trial['outcomes'] =>
      new Map(errors.map((error, index) => [`actor ${index}`, { error, args: [] }]));
    expect(isPrivileged({ contract: 'Thing', function: 'a()', outcomes: outcomes('ThingNotKing', 'ok') })).to.equal(
      true,
    );
    expect(
      isPrivileged({ contract: 'Thing', function: 'b()', outcomes: outcomes('ThingUnknown', 'ThingUnknown') }),
    ).to.equal(false);
    expect(
      isPrivileged({ contract: 'Thing', function: 'c()', outcomes: outcomes('OwnableUnauthorizedAccount') }),
    ).to.equal(true);
  });

  it('renders rights in bold', () => {
    const markdown = renderAccess([
      { contract: 'Thing', function: 'known()', caller: 'owner', note: 'at once' },
      { contract: 'Thing', function: 'open()', caller: 'anyone', note: '' },
    ]);
    expect(markdown).to.contain('## Thing\n');
    expect(markdown).to.contain('| `known()` | **owner: the timelock** | at once |\n| `open()` | anyone |  |\n');
  });
});

/** Privileged is what treats accounts differently, or refuses one for who it is. */
function isPrivileged({ outcomes }: Trial): boolean {
  const errors = [...outcomes.values()].map(({ error }) => error);
  const refusals = Object.values(RIGHTS).flatMap((right) => Object.keys(right.errors));
  return new Set(errors).size > 1 || errors.some((error) => refusals.includes(error));
}

/** Whether the outcome is the refusal of this account for want of the right, with all its arguments. */
function refusal(outcome: Outcome | undefined, right: Right, account: string): boolean {
  const expected = right.errors[outcome?.error ?? ''];
  if (expected === undefined) return false;
  expect(outcome?.args).to.deep.equal([account, ...expected]);
  return true;
}

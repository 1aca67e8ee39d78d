// The data that deployments are made of: networks, public registries, and Ignition's modules against the plan.
import { expect } from 'chai';
import { AbiCoder, getAddress } from 'ethers';
import hre from 'hardhat';
import { describe, it } from 'mocha';
import { chainClassOf } from '../../../scripts/deploy/chainClassOf.ts';
import { checkConfig } from '../../../scripts/deploy/config.ts';
import type { CheckedConfig, ExistingRegistries } from '../../../scripts/deploy/config.ts';
import { DeployConfigError, DeployStoppedError } from '../../../scripts/deploy/errors.ts';
import { estimateCost } from '../../../scripts/deploy/estimateCost.ts';
import { ignitionModule, partOfFuture } from '../../../scripts/deploy/ignitionModule.ts';
import { compareManifests } from '../../../scripts/deploy/manifest.ts';
import type { Manifest } from '../../../scripts/deploy/manifest.ts';
import { defineNetwork } from '../../../scripts/deploy/networks/defineNetwork.ts';
import type { NetworkOptions } from '../../../scripts/deploy/networks/defineNetwork.ts';
import { NETWORKS } from '../../../scripts/deploy/networks/index.ts';
import { MODULES, suitePlan } from '../../../scripts/deploy/plan.ts';
import { checkChainClass, publicRegistries } from '../../../scripts/deploy/publicRegistries.ts';
import { withCeiling } from '../../../scripts/deploy/withCeiling.ts';

const address = (digit: number): string => `0x${String(digit).repeat(40)}`;

const configOf = (existing: ExistingRegistries = {}): CheckedConfig =>
  checkConfig({
    network: 'local',
    governance: { owners: [address(1), address(2)], threshold: 2, guardian: address(3) },
    existing,
    rateHook: true,
  });

/** Field of the mistake that a call complains about. */
function mistakeIn(call: () => unknown): DeployConfigError {
  try {
    call();
  } catch (error) {
    if (error instanceof DeployConfigError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('networks', () => {
  it('are all different, and known by their chain ids', () => {
    const ids = Object.fromEntries(NETWORKS.map(({ name, chainId, chainClass }) => [name, [chainId, chainClass]]));
    expect(ids).to.deep.equal({
      localhost: [31337, 'local'],
      sepolia: [11155111, 'test'],
      baseSepolia: [84532, 'test'],
      mainnet: [1, 'main'],
      base: [8453, 'main'],
    });
    for (const { chainId, chainClass } of NETWORKS) expect(chainClassOf(BigInt(chainId))).to.equal(chainClass);
    for (const field of ['didNetwork', 'variables'] as const) {
      expect(new Set(NETWORKS.map((network) => network[field]))).to.have.property('size', NETWORKS.length);
    }
  });

  it('carry their chain id into the configuration of Hardhat, so that a node of another chain is refused', () => {
    for (const { name, chainId, chainType } of NETWORKS) {
      expect(hre.config.networks[name]).to.include({ type: 'http', chainId, chainType });
    }
  });

  it('keep the explorers that Hardhat knows', () => {
    const base = hre.config.chainDescriptors.get(8453n);
    expect(base?.blockExplorers.etherscan?.url).to.equal('https://basescan.org');
    expect(base?.hardforkHistory?.get('osaka')).to.deep.equal({ blockNumber: 0 });
    expect(hre.config.chainDescriptors.get(11155111n)?.hardforkHistory).to.equal(undefined);
  });

  const good: NetworkOptions = {
    name: 'devnet',
    title: 'Devnet',
    chainId: 7,
    chainType: 'l1',
    chainClass: 'test',
    didNetwork: 'devnet',
    variables: 'DEVNET',
    confirmations: 2,
    maxGwei: 0.25,
    rateHook: false,
  };

  it('are taken when every field is right', () => {
    expect(defineNetwork(good)).to.deep.equal({ ...good, maxFeePerGas: 250_000_000n });
  });

  const wrong: [field: keyof NetworkOptions, value: unknown][] = [
    ['chainId', 0],
    ['chainId', 1.5],
    ['chainClass', 'production'],
    ['didNetwork', 'Dev_Net'],
    ['didNetwork', 'a'.repeat(22)],
    ['variables', 'devnet'],
    ['confirmations', 0],
    ['maxGwei', 0],
    ['maxGwei', Infinity],
  ];
  for (const [field, value] of wrong) {
    it(`are refused with ${field} ${String(value)}`, () => {
      const mistake = mistakeIn(() => defineNetwork({ ...good, [field]: value }));
      expect(mistake).to.include({ field: `networks.devnet.${field}`, value });
    });
  }
});

describe('public registries', () => {
  it('are those of the class, and none of the other passes', () => {
    for (const [chainClass, other] of [
      ['main', 'test'],
      ['test', 'main'],
    ] as const) {
      const own = publicRegistries(chainClass);
      expect(() => checkChainClass(own, chainClass)).to.not.throw();
      for (const part of ['identityRegistry', 'reputationRegistry'] as const) {
        const foreign = publicRegistries(other)[part];
        const mistake = mistakeIn(() => checkChainClass({ ...own, [part]: foreign }, chainClass));
        expect(mistake).to.include({ field: `existing.${part}`, value: foreign });
        expect(mistake.message).to.include(`use ${String(own[part])}`);
      }
      expect(getAddress(String(own.identityRegistry))).to.equal(own.identityRegistry);
    }
  });

  it('exist on no local chain', () => {
    expect(mistakeIn(() => publicRegistries('local'))).to.include({ field: 'existing' });
    const foreign = publicRegistries('main');
    expect(mistakeIn(() => checkChainClass(foreign, 'local'))).to.include({ field: 'existing.identityRegistry' });
  });
});

describe("Ignition's modules", () => {
  for (const [what, existing] of [
    ['the whole suite', {}],
    ['a suite over other registries', { identityRegistry: address(4), reputationRegistry: address(5) }],
  ] as const) {
    it(`are ${what} of the plan, part by part, in numbered modules`, () => {
      const config = configOf(existing);
      const futures = [...ignitionModule(config).submodules].flatMap(({ futures: own }) => [...own]);
      expect(futures.map(({ id }) => partOfFuture(id))).to.deep.equal(suitePlan(config).map(({ part }) => part));
      const expected = MODULES.flatMap(({ id, steps }) => steps(config).map(({ part }) => `${id}#${part}`));
      expect(futures.map(({ id }) => id)).to.deep.equal(expected);
    });
  }
});

describe('manifests', () => {
  const manifest: Manifest = {
    format: 1,
    chainId: '7',
    genesis: '0x00',
    chainClass: 'test',
    deployer: address(9),
    strategy: { name: 'basic' },
    config: configOf(),
    code: { SageTimelock: '0x01' },
    compiler: { version: '0.8.36', evmVersion: 'cancun', viaIR: true, runs: 200 },
    source: { commit: 'a'.repeat(40), modified: false },
  };

  it('are the same when only the commit differs', () => {
    expect(compareManifests(manifest, { ...manifest, source: { commit: 'b'.repeat(40), modified: true } })).to.be.empty;
  });

  it('differ by code, deployer, strategy, owners and network, each with its field', () => {
    const now: Manifest = {
      ...manifest,
      deployer: address(8),
      strategy: { name: 'create2', salt: '0x02' },
      code: { SageTimelock: '0x03' },
      config: { ...manifest.config, network: 'other' },
    };
    expect(compareManifests(manifest, now)).to.deep.equal([
      { field: 'deployer', begun: address(9), now: address(8) },
      { field: 'strategy.name', begun: 'basic', now: 'create2' },
      { field: 'strategy.salt', begun: undefined, now: '0x02' },
      { field: 'config.network', begun: 'local', now: 'other' },
      { field: 'code.SageTimelock', begun: '0x01', now: '0x03' },
    ]);
  });
});

describe('the ceiling of the price', () => {
  it('holds for every transaction, also one whose fee was raised', async () => {
    const taken: unknown[] = [];
    const rpc = withCeiling({ request: ({ method }) => Promise.resolve(taken.push(method)) }, 10n);
    const send = (fees: object): Promise<unknown> => rpc.request({ method: 'eth_sendTransaction', params: [fees] });
    await send({ maxFeePerGas: '0xa', maxPriorityFeePerGas: '0x1' });
    await send({ gasPrice: '0xa' });
    await rpc.request({ method: 'eth_blockNumber', params: [] });
    for (const fees of [{ maxFeePerGas: '0xb', maxPriorityFeePerGas: '0x1' }, { gasPrice: '0xb' }]) {
      const outcome = await send(fees).catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(DeployStoppedError).and.include({ code: 'gas-price-too-high' });
    }
    expect(taken).to.deep.equal(['eth_sendTransaction', 'eth_sendTransaction', 'eth_blockNumber']);
  });
});

describe('the price of a plan', () => {
  const ORACLE = '0x420000000000000000000000000000000000000F';
  const planned = { part: 'multisig', contract: 'SimpleMultiSig', address: address(6), to: null, nonce: 0 } as const;
  const transactions = [{ ...planned, data: '0x6000', gasUsed: 100n, gasLimit: 110n }];

  it('adds the fee for data on L1 where the chain has an oracle for it', async () => {
    const { ethers } = await hre.network.create();
    const ceiling = 7n * 10n ** 9n;
    const without = await estimateCost(ethers.provider, transactions, ceiling, 'op');
    expect(without.l1Fee).to.equal(undefined);
    expect(without.expected).to.equal(100n * without.gasPrice);
    expect(without.offered).to.equal(110n * without.maxFeePerGas);
    expect(without.atMost).to.equal(110n * ceiling);
    // Answers 0x1234 to every call, in place of a chain of the OP stack.
    await ethers.provider.send('hardhat_setCode', [ORACLE, '0x6112345f5260205ff3']);
    const fee = AbiCoder.defaultAbiCoder().decode(['uint256'], `0x${'1234'.padStart(64, '0')}`)[0] as bigint;
    const cost = await estimateCost(ethers.provider, transactions, ceiling, 'op');
    expect(cost.l1Fee).to.equal(fee);
    expect(cost.expected - 100n * cost.gasPrice).to.equal(fee);
    expect(cost.offered - 110n * cost.maxFeePerGas).to.equal(fee);
    expect(cost.atMost - 110n * ceiling).to.equal(fee);
    expect((await estimateCost(ethers.provider, transactions, ceiling, 'l1')).l1Fee).to.equal(undefined);
  });
});

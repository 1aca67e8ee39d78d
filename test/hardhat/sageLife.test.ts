// The whole life of one agent on a chain in this process, told in the log: what each step does to its keys.
import { expect } from 'chai';
import { id } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import hre from 'hardhat';
import { after, before, describe, it } from 'mocha';
import { p256Key, secp256k1Key } from '../../scripts/lib/demoKeys.ts';
import type { DemoKey } from '../../scripts/lib/demoKeys.ts';
import { proveKeys } from '../../scripts/start/agentKeys.ts';
import { connectChain, deployRegistries } from '../../scripts/start/chain.ts';
import type { Chain, Registries } from '../../scripts/start/chain.ts';

const IDENTIFIER = 'whole-life';
const DID = `did:sage:local:${IDENTIFIER}`;
const MINUTE = 60;

describe('the life of an agent', () => {
  let chain: Chain;
  let registries: Registries;
  let alice: HardhatEthersSigner;
  let bob: HardhatEthersSigner;
  let agentId: bigint;
  const first = secp256k1Key(id('life: first'));
  const passkey = p256Key(id('life: passkey'));
  const second = secp256k1Key(id('life: second'));
  const bobs = secp256k1Key(id("life: bob's"));
  const keys: readonly (readonly [string, DemoKey])[] = [
    ['first', first],
    ['passkey', passkey],
    ['second', second],
    ["bob's", bobs],
  ];
  /** Moments within the steps, and which keys must have been valid then, whatever happens later. */
  const history: { step: string; at: number; valid: string[] }[] = [];

  before(async () => {
    chain = await connectChain(hre, 3);
    const signers = await chain.ethers.getSigners();
    const [deployer] = signers as [HardhatEthersSigner];
    [, alice, bob] = signers as [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
    registries = await deployRegistries(chain, deployer);
  });

  after(async () => {
    await chain.close();
  });

  const keyIdOf = ({ keyType, publicKey }: DemoKey): Promise<string> => registries.sage.keyIdOf(keyType, publicKey);

  async function now(): Promise<number> {
    const block = await chain.ethers.provider.getBlock('latest');
    return block?.timestamp ?? 0;
  }

  /** Checks which keys are valid now and were valid at every step before, and tells it. */
  async function live(step: string, valid: string[]): Promise<void> {
    const { sage } = registries;
    const at = await now();
    for (const [name, key] of keys) {
      expect(await sage.isKeyValid(agentId, await keyIdOf(key)), `${name} after ${step}`).to.equal(
        valid.includes(name),
      );
    }
    history.push({ step, at, valid });
    for (const past of history) {
      for (const [name, key] of keys) {
        const was = await sage.isKeyValidAt(agentId, await keyIdOf(key), past.at);
        expect(was, `${name} at "${past.step}", asked after "${step}"`).to.equal(past.valid.includes(name));
      }
    }
    console.log(`      ${step.padEnd(24)} block time ${at}  isKeyValidAt: ${valid.join(', ') || 'none'}`);
    await chain.wait(MINUTE);
  }

  it('commit, reveal', async () => {
    const sage = registries.sage.connect(alice);
    const inputs = await proveKeys(registries, [first, passkey], DID, alice.address, 0);
    const salt = id('life: salt');
    const commitment = await sage.registrationCommitment(alice.address, IDENTIFIER, inputs, 'ipfs://file', salt);
    await (await sage.commitRegistration(commitment)).wait();
    await chain.wait(MINUTE);
    await (await sage.registerAgentWithReveal(IDENTIFIER, inputs, 'ipfs://file', salt)).wait();
    agentId = await sage.agentByDID(DID);
    expect(await registries.identity.ownerOf(agentId)).to.equal(alice.address);
    expect(await registries.identity.tokenURI(agentId)).to.equal('ipfs://file');
    await live('commit, reveal', ['first', 'passkey']);
  });

  it('sign', async () => {
    const { sage } = registries;
    const digest = id('a message');
    for (const key of [first, passkey]) {
      const keyId = await keyIdOf(key);
      expect(await sage.verifySignature(agentId, keyId, digest, key.sign(digest))).to.equal(true);
      expect(await sage.verifySignature(agentId, keyId, id('another message'), key.sign(digest))).to.equal(false);
    }
    expect(await sage.verifySignature(agentId, await keyIdOf(first), digest, second.sign(digest))).to.equal(false);
  });

  it('rotate', async () => {
    const sage = registries.sage.connect(alice);
    const { nonce } = await sage.getAgent(agentId);
    const [input] = await proveKeys(registries, [second], DID, alice.address, Number(nonce));
    if (!input) throw new Error('one key gives one proof');
    await (await sage.rotateKey(agentId, await keyIdOf(first), input)).wait();
    const digest = id('a message');
    expect(await sage.verifySignature(agentId, await keyIdOf(first), digest, first.sign(digest))).to.equal(false);
    expect(await sage.verifySignature(agentId, await keyIdOf(second), digest, second.sign(digest))).to.equal(true);
    await live('rotate', ['passkey', 'second']);
  });

  it('transfer', async () => {
    const identity = registries.identity.connect(alice);
    await (await identity.transferFrom(alice.address, bob.address, agentId)).wait();
    const digest = id('a message');
    expect(await registries.sage.verifySignature(agentId, await keyIdOf(second), digest, second.sign(digest))).to.equal(
      false,
    );
    await live('transfer', []);
  });

  it('claim', async () => {
    const sage = registries.sage.connect(bob);
    const { nonce, isClaimed } = await sage.getAgent(agentId);
    expect(isClaimed).to.equal(false);
    const inputs = await proveKeys(registries, [bobs], DID, bob.address, Number(nonce));
    await (await sage.claimAgent(agentId, inputs)).wait();
    await live('claim', ["bob's"]);
  });

  it('deactivate, reactivate', async () => {
    const sage = registries.sage.connect(bob);
    await (await sage.deactivateAgent(agentId)).wait();
    await live('deactivate', []);
    await (await sage.reactivateAgent(agentId)).wait();
    await live('reactivate', ["bob's"]);
  });

  it('a key found compromised takes its past with it', async () => {
    const sage = registries.sage.connect(bob);
    const claimed = history.find(({ step }) => step === 'claim');
    await (await sage.revokeKey(agentId, await keyIdOf(bobs), (claimed?.at ?? 0) + 1)).wait();
    for (const past of history) {
      if (past.step === 'reactivate') past.valid = [];
    }
    await live('revoke, compromised', []);
  });
});

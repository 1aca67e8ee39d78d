import { SigningKey, computeAddress, hexlify, id, keccak256, toUtf8Bytes } from 'ethers';
import type { GasChain, GasContract } from './chain.ts';
import { hashOf } from './chain.ts';
import { HASH, URI53, dataUri1KiB } from './inputs.ts';
import { measureGetters } from './module.ts';
import type { GasModule } from './module.ts';
import type { Rows } from './rows.ts';

const ETHER = 10n ** 18n;
const WEEK = 7 * 24 * 3600;
const VOTERS = 100;
const SECP256K1 = 0;
const SGX = 0;
const TDX = 4;
const EVIDENCE = hexlify(toUtf8Bytes(dataUri1KiB('evidence')));
const PARAMETERS = [2n * ETHER, WEEK, 90 * 24 * 3600, 7000, 2000, 6000, 500];

/** A registry with 100 voters. */
interface Scene {
  chain: GasChain;
  registry: GasContract;
  owner: string;
  guardian: string;
  proposer: string;
  voters: string[];
}

export const teekeys: GasModule = {
  name: 'teekeys',
  measure: async (chain, rows) => {
    const [owner = '', guardian = '', proposer = '', ...voters] = await chain.people(3 + VOTERS);
    const registry = await chain.deploy('TEEKeyRegistry', owner, guardian);
    const scene = { chain, registry, owner, guardian, proposer, voters };
    await measureLife(scene, rows);
    await measureOtherEnds(scene, rows);
    await measureAdministration(scene, rows);
    await measureViews(scene, rows);
    return registry;
  },
};

/** Weights, a proposal, the votes of all, settlement and payment. */
async function measureLife({ chain, registry, owner, proposer, voters }: Scene, rows: Rows): Promise<void> {
  const weights = voters.map(() => 1_000_000n);
  rows.add(`setVoteWeights, ${VOTERS} new voters`, await registry.gas(owner, 'setVoteWeights', voters, weights));
  const key = uncompressedKey('first');
  rows.add('propose a TEE key, first', await registry.gas(stakeOf(proposer), 'propose', ...proposal(key)), {
    most: 230_000,
  });
  const [voter = '', ...others] = voters;
  rows.add('vote, first', await registry.gas(voter, 'vote', 1, true), { most: 75_000 });
  const votes: number[] = [];
  for (const other of others) votes.push(await registry.gas(other, 'vote', 1, true));
  rows.add(`vote, dearest of ${votes.length} more`, Math.max(...votes), { most: 75_000 });
  chain.wait(WEEK);
  rows.add(`settle, approved by ${VOTERS} voters`, await registry.gas(voter, 'settle', 1), { most: 130_000 });
  rows.add('teekeys.withdraw', await registry.gas(proposer, 'withdraw', proposer));
  rows.add('propose a TEE key, renewal', await registry.gas(stakeOf(proposer), 'propose', ...proposal(key)), {
    most: 230_000,
  });
  await registry.send(voter, 'vote', 2, true);
  for (const other of others) await registry.send(other, 'vote', 2, false);
  chain.wait(WEEK);
  rows.add(`settle, rejected by ${VOTERS} voters`, await registry.gas(voter, 'settle', 2), { most: 130_000 });
}

async function measureOtherEnds(scene: Scene, rows: Rows): Promise<void> {
  const { chain, registry, owner, guardian, proposer } = scene;
  const compressed = new SigningKey(keccak256(toUtf8Bytes('compressed'))).compressedPublicKey;
  const gas = await registry.gas(stakeOf(proposer), 'propose', ...proposal(compressed));
  rows.add('propose a TEE key, compressed', gas, { most: 230_000 });
  rows.add('revoke, with an open proposal', await registry.gas(guardian, 'revoke', keyId('compressed'), 'leaked'));
  chain.wait(WEEK);
  rows.add('settle, lapsed', await registry.gas(owner, 'settle', 3));
  await registry.send(stakeOf(proposer), 'propose', ...proposal(uncompressedKey('withdrawn')));
  rows.add('withdrawProposal', await registry.gas(proposer, 'withdrawProposal', 4));
  rows.add('withdrawTreasury', await registry.gas(owner, 'withdrawTreasury', owner, ETHER / 10n));
}

async function measureAdministration({ chain, registry, owner, guardian }: Scene, rows: Rows): Promise<void> {
  const next = await chain.person();
  rows.add('setVerifier', await registry.gas(owner, 'setVerifier', TDX, await deployVerifier(chain)));
  const key = uncompressedKey('with evidence');
  const args = [SECP256K1, key, TDX, hashOf('measurement'), URI53, keccak256(EVIDENCE), EVIDENCE];
  rows.add(
    'proposeWithEvidence, 1 KiB, without the verifier',
    await registry.gas(stakeOf(owner), 'proposeWithEvidence', ...args),
  );
  rows.add('setGuardian', await registry.gas(owner, 'setGuardian', guardian));
  rows.add('setParameters', await registry.gas(owner, 'setParameters', PARAMETERS));
  rows.add('transferOwnership', await registry.gas(owner, 'transferOwnership', next));
  rows.add('acceptOwnership', await registry.gas(next, 'acceptOwnership'));
  registry.measuredElsewhere('renounceOwnership');
}

async function measureViews({ registry, owner, voters, proposer }: Scene, rows: Rows): Promise<void> {
  const [voter] = voters;
  const view = async (call: string, signature: string, ...args: unknown[]): Promise<void> => {
    rows.add(call, await registry.gas(owner, signature, ...args));
  };
  await view('isTrusted', 'isTrusted', keyId('first'));
  await view('getKey', 'getKey', keyId('first'));
  await view('keyIdOf', 'keyIdOf', SECP256K1, uncompressedKey('first'));
  await view('getProposal', 'getProposal', 1);
  await view('getProposals, 4', 'getProposals', 0, 10);
  await view('getBallot', 'getBallot', 1, voter);
  await view('owedTo', 'owedTo', proposer);
  await view('verifierOf', 'verifierOf', TDX);
  await view('voteWeight', 'voteWeight', voter);
  await view('voteWeightAt', 'voteWeightAt', voter, 1);
  await view('totalVoteWeightAt', 'totalVoteWeightAt', 1);
  await view('teekeys.supportsInterface', 'supportsInterface', '0x01ffc9a7');
  await measureGetters('teekeys', registry, owner, rows);
}

/** The smallest verifier: it answers everything with a yes. */
async function deployVerifier(chain: GasChain): Promise<string> {
  const yes = id('verifyAttestation(uint8,uint8,bytes,bytes32,bytes)').slice(2, 10);
  const runtime = `63${yes}60e01b60005260206000f3`;
  const { contractAddress } = await chain.transact({
    from: await chain.person(),
    data: `0x6f${runtime}60005260106010f3`,
  });
  if (contractAddress === null) throw new Error('the verifier was not deployed');
  return contractAddress;
}

function stakeOf(from: string): { from: string; value: bigint } {
  return { from, value: ETHER };
}

function proposal(key: string): unknown[] {
  return [SECP256K1, key, SGX, hashOf('measurement'), URI53, HASH];
}

function uncompressedKey(text: string): string {
  return new SigningKey(keccak256(toUtf8Bytes(text))).publicKey;
}

function keyId(text: string): string {
  const address = computeAddress(uncompressedKey(text));
  return keccak256(`0x${'00'.repeat(32)}${'00'.repeat(12)}${address.slice(2)}`);
}

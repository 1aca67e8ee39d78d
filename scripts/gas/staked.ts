import { secp256k1Key, p256Key } from '../lib/demoKeys.ts';
import type { DemoKey } from '../lib/demoKeys.ts';
import type { GasChain, GasContract } from './chain.ts';
import { hashOf } from './chain.ts';
import { HASH, NO_HASH, URI53 } from './inputs.ts';
import { measureGetters } from './module.ts';
import type { GasModule } from './module.ts';
import type { Rows } from './rows.ts';

const ETHER = 10n ** 18n;
const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const STAKE = ETHER / 10n;
const DEPOSIT = ETHER;
const MOST_VALIDATORS = 100;
const MODE = { stake: 0, tee: 1, hybrid: 2 } as const;
const SGX = 0;
const RESPONSE = 87;
const MEASUREMENT = hashOf('measurement');
const PARAMETERS = [2n * DEPOSIT, 2n * STAKE, 5, 40, 7000, 2000, 9000, 2 * DAY, 5];
const BOUND = { open: 160_000, commit: 115_000, reveal: 80_000, finalize3: 250_000, finalize100: 3_500_000 };

/** The suite with one agent, whose owner asks, and a client that opens. */
interface Scene {
  chain: GasChain;
  registry: GasContract;
  teeKeys: GasContract;
  staked: GasContract;
  governance: string;
  guardian: string;
  owner: string;
  client: string;
  payee: string;
}

export const staked: GasModule = {
  name: 'staked',
  measure: async (chain, rows) => {
    const scene = await makeScene(chain);
    await measureThree(scene, rows);
    await measureMost(scene, rows);
    await measureRounds(scene, rows);
    await measureTEE(scene, rows);
    await measureAdministration(scene, rows);
    await measureViews(scene, rows);
    return scene.staked;
  },
};

async function makeScene(chain: GasChain): Promise<Scene> {
  const [governance = '', guardian = '', owner = '', client = '', payee = ''] = await chain.people(5);
  const identity = await chain.deploy('ERC8004IdentityRegistry');
  const registry = await chain.deploy('ERC8004ValidationRegistry', identity.address);
  const teeKeys = await chain.deploy('TEEKeyRegistry', governance, guardian);
  const p256Verifier = await chain.deploy('P256Verifier');
  const addresses = [registry.address, teeKeys.address, p256Verifier.address];
  const contract = await chain.deploy('StakedValidation', ...addresses, governance, guardian);
  await identity.send(owner, 'register()');
  return { chain, registry, teeKeys, staked: contract, governance, guardian, owner, client, payee };
}

/** The first request of all: three validators without record, who agree. */
async function measureThree(scene: Scene, rows: Rows): Promise<void> {
  const { chain, staked, owner, client } = scene;
  const request = await ask(scene, 'three');
  rows.add('authorizeRequester', await staked.gas(owner, 'authorizeRequester', request, client));
  const open = await staked.gas(withDeposit(client), 'openRequest', request, terms(MODE.stake));
  rows.add('openRequest, first of all', open, { most: BOUND.open });
  const validators = await chain.people(3);
  const commits = await commitAll(scene, request, validators);
  rows.add('commitVerdict, dearest of 3', Math.max(...commits), { most: BOUND.commit });
  chain.wait(HOUR);
  const reveals = await revealAll(scene, request, validators);
  rows.add('revealVerdict, dearest of 3', Math.max(...reveals), { most: BOUND.reveal });
  const gas = await staked.gas(client, 'finalize', request);
  rows.add('finalize, 3 validators agree, first of all', gas, { most: BOUND.finalize3 });
  rows.add('staked.withdraw', await staked.gas(validators[0] ?? '', 'withdraw', validators[0]));
}

/** A hundred validators without record: all reveal and are right, and none reveals. */
async function measureMost(scene: Scene, rows: Rows): Promise<void> {
  const { chain, staked, client } = scene;
  const agreed = await ask(scene, 'hundred agree');
  await open(scene, agreed, MODE.stake);
  const validators = await chain.people(MOST_VALIDATORS);
  const commits = await commitAll(scene, agreed, validators);
  rows.add(`commitVerdict, dearest of ${MOST_VALIDATORS}`, Math.max(...commits), { most: BOUND.commit });
  chain.wait(HOUR);
  const reveals = await revealAll(scene, agreed, validators);
  rows.add(`revealVerdict, dearest of ${MOST_VALIDATORS}`, Math.max(...reveals), { most: BOUND.reveal });
  const gas = await staked.gas(client, 'finalize', agreed);
  rows.add(`finalize, ${MOST_VALIDATORS} validators agree`, gas, { most: BOUND.finalize100 });

  const silent = await ask(scene, 'hundred silent');
  await open(scene, silent, MODE.stake);
  await commitAll(scene, silent, await chain.people(MOST_VALIDATORS));
  chain.wait(HOUR + DAY);
  const none = await staked.gas(client, 'finalize', silent);
  rows.add(`finalize, ${MOST_VALIDATORS} validators, none reveals`, none, { most: BOUND.finalize100 });
}

/** A request that expires and is opened again; its validators have records from the first one. */
async function measureRounds(scene: Scene, rows: Rows): Promise<void> {
  const { chain, staked, client } = scene;
  const request = await ask(scene, 'again');
  await open(scene, request, MODE.stake);
  chain.wait(HOUR);
  rows.add('finalize, nobody came', await staked.gas(client, 'finalize', request));
  const gas = await staked.gas(withDeposit(client), 'openRequest', request, terms(MODE.stake));
  rows.add('openRequest, second round', gas, { most: BOUND.open });
  const [right = '', alsoRight = '', wrong = ''] = await chain.people(3);
  await commitAll(scene, request, [right, alsoRight]);
  await commitAll(scene, request, [wrong], 0);
  chain.wait(HOUR);
  await revealAll(scene, request, [right, alsoRight]);
  await revealAll(scene, request, [wrong], 0);
  const finalize = await staked.gas(client, 'finalize', request);
  rows.add('finalize, 2 validators agree, 1 is slashed', finalize, { most: BOUND.finalize3 });
}

/** Answers by keys of both types, with and without judges. */
async function measureTEE(scene: Scene, rows: Rows): Promise<void> {
  const { chain, staked, client, payee } = scene;
  const keys = { secp256k1: secp256k1Key(hashOf('k1')), p256: p256Key(hashOf('p256')) };
  for (const key of Object.values(keys)) await approve(scene, key);
  for (const [name, key] of Object.entries(keys)) {
    const request = await ask(scene, `tee ${name}`);
    await open(scene, request, MODE.tee, MEASUREMENT);
    const answer = await answerOf(scene, request, key);
    rows.add(`answerWithTEE, ${name}, which decides`, await staked.gas(payee, 'answerWithTEE', request, answer));
  }
  const request = await ask(scene, 'hybrid');
  await scene.staked.send(scene.owner, 'authorizeRequester', request, client);
  const gas = await staked.gas(withDeposit(client), 'openRequest', request, terms(MODE.hybrid, MEASUREMENT));
  rows.add('openRequest, with a measurement', gas, { most: BOUND.open });
  const validators = await chain.people(3);
  await commitAll(scene, request, validators);
  chain.wait(HOUR);
  await revealAll(scene, request, validators);
  const answer = await answerOf(scene, request, keys.secp256k1);
  rows.add('answerWithTEE, secp256k1, beside judges', await staked.gas(payee, 'answerWithTEE', request, answer));
  const finalize = await staked.gas(client, 'finalize', request);
  rows.add('finalize, 3 validators and a TEE agree', finalize, { most: BOUND.finalize3 });
}

async function measureViews({ staked, client }: Scene, rows: Rows): Promise<void> {
  const request = hashOf('three');
  const most = hashOf('hundred agree');
  const [verdict] = await staked.read('getVerdict', request, 1, 0);
  const [validator] = verdict as [string];
  const view = async (call: string, signature: string, ...args: unknown[]): Promise<void> => {
    rows.add(call, await staked.gas(client, signature, ...args));
  };
  await view('getRequest', 'getRequest', request);
  await view('getRound', 'getRound', request, 1);
  await view('getVerdict', 'getVerdict', request, 1, 0);
  await view('getVerdictOf', 'getVerdictOf', request, 1, validator);
  await view(`getVerdicts, ${MOST_VALIDATORS}`, 'getVerdicts', most, 1, 0, MOST_VALIDATORS);
  await view(`getOutcome, ${MOST_VALIDATORS}`, 'getOutcome', most);
  await view('authorizedRequester', 'authorizedRequester', request);
  await view('requiredStake', 'requiredStake', request, validator);
  await view('verdictCommitment', 'verdictCommitment', request, 1, validator, RESPONSE, HASH);
  await view('teeVerdictDigest', 'teeVerdictDigest', request, 1, RESPONSE, HASH, client);
  await view('getParametersOf', 'getParametersOf', 1);
  await view('staked.owedTo', 'owedTo', client);
  await view('recordOf', 'recordOf', validator);
  await view('staked.supportsInterface', 'supportsInterface', '0x01ffc9a7');
  await measureGetters('staked', staked, client, rows);
}

async function measureAdministration({ chain, staked, governance, guardian }: Scene, rows: Rows): Promise<void> {
  const next = await chain.person();
  const call = async (from: string, signature: string, ...args: unknown[]): Promise<void> => {
    rows.add(`staked.${signature}`, await staked.gas(from, signature, ...args));
  };
  await call(governance, 'setParameters', PARAMETERS);
  await call(governance, 'setGuardian', guardian);
  await call(guardian, 'pause');
  await call(governance, 'unpause');
  await call(governance, 'withdrawTreasury', governance, ETHER);
  await call(governance, 'transferOwnership', next);
  await call(next, 'acceptOwnership');
  staked.measuredElsewhere('renounceOwnership');
}

async function ask({ registry, staked, owner }: Scene, name: string): Promise<string> {
  const request = hashOf(name);
  await registry.send(owner, 'validationRequest', staked.address, 0, URI53, request);
  return request;
}

async function open(scene: Scene, request: string, mode: number, measurement = NO_HASH): Promise<void> {
  await scene.staked.send(scene.owner, 'authorizeRequester', request, scene.client);
  await scene.staked.send(withDeposit(scene.client), 'openRequest', request, terms(mode, measurement));
}

async function commitAll(
  { staked }: Scene,
  request: string,
  validators: readonly string[],
  response = RESPONSE,
): Promise<number[]> {
  const round = await roundOf(staked, request);
  const gas: number[] = [];
  for (const validator of validators) {
    const args = [request, round, validator, response, hashOf(validator)];
    const [commitment] = await staked.read('verdictCommitment', ...args);
    gas.push(await staked.gas({ from: validator, value: STAKE }, 'commitVerdict', request, round, commitment));
  }
  return gas;
}

async function revealAll(
  { staked }: Scene,
  request: string,
  validators: readonly string[],
  response = RESPONSE,
): Promise<number[]> {
  const gas: number[] = [];
  for (const validator of validators) {
    gas.push(await staked.gas(validator, 'revealVerdict', request, response, hashOf(validator)));
  }
  return gas;
}

/** Proposed, approved by the only voter and settled. */
async function approve({ chain, teeKeys, governance }: Scene, key: DemoKey): Promise<void> {
  await teeKeys.send(governance, 'setVoteWeights', [governance], [1]);
  const proposal = [key.keyType, key.publicKey, SGX, MEASUREMENT, URI53, HASH];
  await teeKeys.send({ from: governance, value: ETHER }, 'propose', ...proposal);
  const [count] = await teeKeys.read('getProposalCount');
  await teeKeys.send(governance, 'vote', count, true);
  chain.wait(WEEK);
  await teeKeys.send(governance, 'settle', count);
}

async function answerOf({ teeKeys, staked, payee }: Scene, request: string, key: DemoKey): Promise<unknown[]> {
  const round = await roundOf(staked, request);
  const [digest] = await staked.read('teeVerdictDigest', request, round, RESPONSE, HASH, payee);
  const [keyId] = await teeKeys.read('keyIdOf', key.keyType, key.publicKey);
  return [key.keyType, keyId, RESPONSE, HASH, payee, key.attest(String(digest))];
}

async function roundOf(contract: GasContract, request: string): Promise<unknown> {
  const [found] = await contract.read('getRequest', request);
  const [[, , round]] = found as [unknown[]];
  return round;
}

function terms(mode: number, measurement = NO_HASH): unknown[] {
  return [mode, HOUR, mode === MODE.tee ? 0 : 3, measurement];
}

function withDeposit(from: string): { from: string; value: bigint } {
  return { from, value: DEPOSIT };
}

// The model of staked validation against the contract: random rounds, every wei, record and answer compared.
import { expect } from 'chai';
import { SigningKey, ZeroHash, keccak256, toBeHex, toUtf8Bytes } from 'ethers';
import { GasChain, hashOf } from '../../scripts/gas/chain.ts';
import type { GasContract } from '../../scripts/gas/chain.ts';
import { createRandom } from '../../scripts/simulation/createRandom.ts';
import type { Random } from '../../scripts/simulation/createRandom.ts';
import { DEFAULT_RULES, MAX_VALIDATORS } from '../../scripts/simulation/defaultRules.ts';
import { settleRound } from '../../scripts/simulation/settleRound.ts';
import { stakeFactor } from '../../scripts/simulation/stakeFactor.ts';
import { stakeFor } from '../../scripts/simulation/stakeFor.ts';
import type { JudgedRecord, Mode, Outcome, Round, Rules, TeeVerdict, Verdict } from '../../scripts/simulation/types.ts';
import { updateRecord } from '../../scripts/simulation/updateRecord.ts';

const ROUNDS = 60;
const SEED = 8004;
const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const ETHER = 10n ** 18n;
const MOST_JUDGES = 12;
/** One is revoked in some rounds, and then no more to be used. */
const TEE_KEYS = 8;
const MODES: readonly Mode[] = ['stake', 'tee', 'hybrid'];
const STATUSES = ['none', 'open', 'decided', 'disputed', 'expired'];
const SECP256K1 = 0;
const SGX = 0;

interface Judge {
  readonly address: string;
  /** How often it says something far off. */
  readonly carelessness: number;
  record: JudgedRecord;
}

/** What a round is to be; all drawn before anything happens on the chain. */
interface Plan {
  readonly rules: Rules;
  readonly round: Round;
  readonly judges: readonly Judge[];
}

interface Contracts {
  readonly staked: GasContract;
  readonly validation: GasContract;
  readonly teeKeys: GasContract;
}

/** The contract, and the model's idea of what it owes. */
class Scene {
  readonly owed = new Map<string, bigint>();
  readonly seen = new Set<string>();
  treasury = 0n;
  #requests = 0;
  readonly #keys: SigningKey[] = [];

  readonly chain: GasChain;
  readonly #contracts: Contracts;
  readonly #people: { owner: string; agentOwner: string };

  private constructor(chain: GasChain, contracts: Contracts, people: { owner: string; agentOwner: string }) {
    this.chain = chain;
    this.#contracts = contracts;
    this.#people = people;
  }

  static async create(): Promise<Scene> {
    const chain = await GasChain.create();
    const [owner = '', agentOwner = ''] = await chain.people(2);
    const identity = await chain.deploy('ERC8004IdentityRegistry');
    const validation = await chain.deploy('ERC8004ValidationRegistry', identity.address);
    const teeKeys = await chain.deploy('TEEKeyRegistry', owner, owner);
    const p256 = await chain.deploy('P256Verifier');
    const staked = await chain.deploy(
      'StakedValidation',
      validation.address,
      teeKeys.address,
      p256.address,
      owner,
      owner,
    );
    await identity.send(agentOwner, 'register()');
    const scene = new Scene(chain, { staked, validation, teeKeys }, { owner, agentOwner });
    await scene.#approveKeys();
    return scene;
  }

  async #approveKeys(): Promise<void> {
    const [chain, { teeKeys }, { owner }] = [this.chain, this.#contracts, this.#people];
    await teeKeys.send(owner, 'setVoteWeights', [owner], [1]);
    chain.wait(1);
    for (let i = 1; i <= TEE_KEYS; i++) {
      const key = new SigningKey(keccak256(toUtf8Bytes(`tee key ${i}`)));
      const from = { from: owner, value: ETHER };
      await teeKeys.send(from, 'propose', SECP256K1, key.publicKey, SGX, hashOf('code'), 'data:,', hashOf('evidence'));
      await teeKeys.send(owner, 'vote', i, true);
      this.#keys.push(key);
    }
    chain.wait(WEEK);
    for (let i = 1; i <= TEE_KEYS; i++) await teeKeys.send(owner, 'settle', i);
  }

  /** Plays a round on the chain, to its end. */
  async play({ rules, round, judges }: Plan): Promise<string> {
    const { staked, validation } = this.#contracts;
    const { owner, agentOwner } = this.#people;
    const request = hashOf(`request ${++this.#requests}`);
    await staked.send(owner, 'setParameters', parametersOf(rules));
    await validation.send(agentOwner, 'validationRequest', staked.address, 0, 'data:,', request);
    const terms = [MODES.indexOf(round.mode), HOUR, round.minValidators, ZeroHash];
    await staked.send({ from: agentOwner, value: round.deposit }, 'openRequest', request, terms);
    for (const [at, { address }] of judges.entries()) {
      const { stake = 0n, response = 0 } = round.verdicts[at] ?? {};
      expect(await staked.read('requiredStake', request, address)).to.deep.equal([stake]);
      const [commitment] = await staked.read('verdictCommitment', request, 1, address, response, hashOf(address));
      await staked.send({ from: address, value: stake }, 'commitVerdict', request, 1, commitment);
    }
    if (round.mode === 'tee' && round.tee !== undefined) await this.#answer(request, round.tee);
    this.chain.wait(HOUR);
    for (const [at, { address }] of judges.entries()) {
      const { response } = round.verdicts[at] ?? {};
      if (response !== undefined) await staked.send(address, 'revealVerdict', request, response, hashOf(address));
    }
    if (round.mode === 'hybrid' && round.tee !== undefined) await this.#answer(request, round.tee);
    if (round.mode !== 'tee' || round.tee === undefined) {
      this.chain.wait(DAY);
      await staked.send(owner, 'finalize', request);
    }
    return request;
  }

  get payee(): string {
    return `0x${'00'.repeat(18)}${toBeHex(this.#requests, 2).slice(2)}`;
  }

  /** The answer of a trusted key, which is revoked after it where the plan says so. */
  async #answer(request: string, { response, revoked }: TeeVerdict): Promise<void> {
    const [{ staked, teeKeys }, { owner }, payee] = [this.#contracts, this.#people, this.payee];
    const key = revoked ? this.#keys.pop() : this.#keys[0];
    if (key === undefined) throw new Error('more keys are revoked than there are');
    const [keyId] = await teeKeys.read('keyIdOf', SECP256K1, key.publicKey);
    const [digest] = await staked.read('teeVerdictDigest', request, 1, response, hashOf('evidence'), payee);
    const { serialized } = key.sign(String(digest));
    const answer = [SECP256K1, keyId, response, hashOf('evidence'), payee, serialized];
    await staked.send(owner, 'answerWithTEE', request, answer);
    if (revoked) await teeKeys.send(owner, 'revoke', keyId, 'leaked');
  }

  /** Books what the model says. */
  book({ round, judges }: Plan, outcome: Outcome): void {
    const credit = (address: string, amount: bigint): unknown =>
      this.owed.set(address, (this.owed.get(address) ?? 0n) + amount);
    credit(this.#people.agentOwner, outcome.refund);
    credit(this.payee, outcome.teeReward);
    this.treasury += outcome.toTreasury;
    outcome.settled.forEach(({ settlement, payout }, at) => {
      const judge = judges[at];
      if (judge === undefined) throw new Error('a settlement without a judge');
      credit(judge.address, payout);
      judge.record = updateRecord(judge.record, settlement);
      this.seen.add(settlement).add(`factor ${stakeFactor(judge.record)}`);
    });
    this.seen.add(`${round.mode} ${outcome.status}`);
  }

  /** Compares all that the contract keeps with all that the model keeps. */
  async compare(request: string, { judges }: Plan, { status, response }: Outcome): Promise<void> {
    const { staked, validation } = this.#contracts;
    const [{ latest }] = (await staked.read('getRequest', request)) as [
      { latest: { status: bigint; response: bigint } },
    ];
    expect(STATUSES[Number(latest.status)]).to.equal(status);
    expect(latest.response).to.equal(BigInt(response));
    const [, , posted, , , at] = (await validation.read('getValidationStatus', request)) as [
      string,
      bigint,
      bigint,
      string,
      string,
      bigint,
    ];
    expect(posted).to.equal(BigInt(response));
    if (status === 'decided') {
      const [outcome] = (await staked.read('getOutcome', request)) as [string];
      const [, , , hash] = (await validation.read('getValidationStatus', request)) as [string, bigint, bigint, string];
      expect(hash).to.equal(keccak256(outcome));
      expect(at).to.not.equal(0n);
    }
    for (const { address, record } of judges) {
      expect(await staked.read('recordOf', address)).to.deep.equal([BigInt(record.right), BigInt(record.wrong)]);
    }
    for (const address of [this.#people.agentOwner, this.payee, ...judges.map((judge) => judge.address)]) {
      expect(await staked.read('owedTo', address), address).to.deep.equal([this.owed.get(address) ?? 0n]);
    }
    const owed = [...this.owed.values()].reduce((sum, amount) => sum + amount, 0n);
    expect(await staked.read('getFunds')).to.deep.equal([0n, owed, this.treasury]);
  }

  async run(plan: Plan): Promise<Outcome> {
    const request = await this.play(plan);
    const outcome = settleRound(plan.rules, plan.round);
    this.book(plan, outcome);
    await this.compare(request, plan, outcome);
    return outcome;
  }
}

/** In the order of `IStakedRules.Parameters`. */
function parametersOf(rules: Rules): (bigint | number)[] {
  const { minDeposit, baseStake, tolerance, fullSlashDistance, consensusBps, rewardBps, slashBps } = rules;
  return [minDeposit, baseStake, tolerance, fullSlashDistance, consensusBps, rewardBps, slashBps, DAY, 3];
}

function drawRules(random: Random): Rules {
  if (random.unit() < 0.5) return DEFAULT_RULES;
  const tolerance = random.whole(0, 40);
  return {
    minDeposit: 1n,
    baseStake: 2n * BigInt(random.whole(1, 2 ** 31)) * 10n ** BigInt(random.whole(0, 8)),
    tolerance,
    fullSlashDistance: random.whole(tolerance + 1, 100),
    consensusBps: BigInt(random.whole(5_001, 10_000)),
    rewardBps: BigInt(random.whole(1, 10_000)),
    slashBps: BigInt(random.whole(1, 10_000)),
  };
}

/** Most say about the same, some anything, some nothing. */
function drawVerdict(judge: Judge, stake: bigint, truth: number, random: Random): Verdict {
  const luck = random.unit();
  if (luck < 0.1) return { stake, response: undefined };
  if (luck < 0.1 + judge.carelessness) return { stake, response: random.whole(0, 100) };
  return { stake, response: Math.min(100, Math.max(0, truth + random.whole(-4, 4))) };
}

function drawPlan(pool: readonly Judge[], random: Random, at: number, revocations: number): Plan {
  const rules = drawRules(random);
  const mode = MODES[[0, 0, 2, 0, 1, 2][at % 6] ?? 0] ?? 'stake';
  const truth = random.whole(0, 100);
  const start = random.whole(0, pool.length - 1);
  const count = mode === 'tee' ? 0 : random.unit() < 0.1 ? random.whole(0, 2) : random.whole(3, MOST_JUDGES);
  const judges = Array.from({ length: count }, (_, i) => pool[(start + i) % pool.length]).filter(
    (judge) => judge !== undefined,
  );
  const verdicts = judges.map((judge) => drawVerdict(judge, stakeFor(rules, judge.record), truth, random));
  const answers = mode !== 'stake' && random.unit() < 0.8;
  const tee = answers
    ? { response: truth, revoked: mode === 'hybrid' && at % 12 === 5 && revocations < TEE_KEYS - 1 }
    : undefined;
  const deposit = rules.minDeposit + BigInt(random.whole(0, 2 ** 32)) * 10n ** 8n;
  return { rules, judges, round: { mode, deposit, minValidators: mode === 'tee' ? 0 : 3, verdicts, tee } };
}

describe('the model of staked validation and the contract', function () {
  this.timeout(300_000);
  let scene: Scene;

  before(async () => {
    scene = await Scene.create();
  });

  after(() => scene.chain.close());

  it(`P22: ${ROUNDS} random rounds end alike to the wei`, async () => {
    const random = createRandom(SEED, 0);
    const addresses = await scene.chain.people(MOST_JUDGES + 2);
    const pool = addresses.map((address, at): Judge => {
      return { address, carelessness: at % 4 === 0 ? 0.7 : 0.03, record: { right: 0, wrong: 0 } };
    });
    let revocations = 0;
    for (let at = 0; at < ROUNDS; at++) {
      const plan = drawPlan(pool, random, at, revocations);
      if (plan.round.tee?.revoked === true) revocations++;
      await scene.run(plan);
    }
    expect(revocations, 'keys revoked after their answer').to.be.greaterThan(0);
    const reached = ['stake decided', 'stake disputed', 'stake expired', 'tee decided', 'tee expired'];
    const more = ['hybrid decided', 'hybrid disputed', 'hybrid expired', 'returned', 'agreed', 'dissented', 'withheld'];
    expect([...scene.seen]).to.include.members([...reached, ...more, 'factor 0.5', 'factor 1', 'factor 2']);
  });

  it(`P22: a round of ${MAX_VALIDATORS} ends alike to the wei`, async () => {
    const random = createRandom(SEED, 1);
    const addresses = await scene.chain.people(MAX_VALIDATORS);
    const judges = addresses.map((address): Judge => ({ address, carelessness: 0.1, record: { right: 0, wrong: 0 } }));
    const verdicts = judges.map((judge) => drawVerdict(judge, DEFAULT_RULES.baseStake, 70, random));
    const round: Round = { mode: 'stake', deposit: ETHER + 7n, minValidators: 3, verdicts, tee: undefined };
    const outcome = await scene.run({ rules: DEFAULT_RULES, judges, round });
    expect(outcome.status).to.equal('decided');
  });
});

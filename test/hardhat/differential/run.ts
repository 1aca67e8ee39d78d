import { AbiCoder } from 'ethers';
import {
  INTERFACES,
  decodeError,
  decodeResult,
  encodeCall,
  encodeError,
  encodeEvent,
  encodeResult,
  type ContractName,
  type EventRecord,
} from './abi.ts';
import { Cast } from './cast.ts';
import { Chain, type CallResult, type Log, type RawCall } from './chain.ts';
import { Generator, type Generated, type Scenario } from './generator.ts';
import { must } from './must.ts';
import { Inquiry, type Subject, type ViewCheck } from './inquiry.ts';
import { ReferenceModel, type Outcome } from './model.ts';
import { OPERATION_KINDS, callOf, type Operation, type OperationKind } from './operations.ts';
import { Random } from './random.ts';
import { emptyState } from './state.ts';
import { ReferenceViews } from './views.ts';

/** Something that the chain and the model disagree about. */
export interface Difference {
  /** How many operations had been judged. */
  readonly at: number;
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

interface Tally {
  ok: number;
  failed: number;
}

export interface Report {
  readonly seed: number;
  operations: number;
  readonly kinds: Record<OperationKind, Tally>;
  /** How often each error was met. */
  readonly errors: Map<string, number>;
  /** How often each way to go wrong ended in its error. */
  readonly scenarios: Map<string, number>;
  events: number;
  views: number;
  results: number;
  encodingsCompared: number;
  blocks: number;
  agents: number;
  feedback: number;
  requests: number;
  dearestTransaction: number;
  readonly differences: Difference[];
  seconds: number;
}

export interface RunOptions {
  readonly seed: number;
  readonly operations: number;
  /** Differences after which the run stops: once chain and model have parted, the rest follows. */
  readonly mostDifferences?: number;
  readonly makeViews?: (...args: ConstructorParameters<typeof ReferenceViews>) => ReferenceViews;
  readonly makeModel?: (...args: ConstructorParameters<typeof ReferenceModel>) => ReferenceModel;
}

const MOST_DIFFERENCES = 10;
/** Operations between two looks at the views of all that was touched. */
const VIEW_INTERVAL = 1000;
const BLOCK_SIZE = 60;
const MOST_DEFERRED = 25;
const VIEW_BATCH = 100;
/** One in so many encodings is compared with ethers'. */
const ENCODING_SAMPLE = 256;
const PROGRESS_MS = 10_000;

interface Sent {
  readonly op: Operation;
  readonly outcome: Outcome;
  readonly hash: string;
}

function show(value: unknown): string {
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item));
  return text.length > 1500 ? `${text.slice(0, 1500)}… (${text.length})` : text;
}

function showError(data: string): string {
  const error = decodeError(data);
  return error === undefined ? `revert data ${data}` : `${error.name}${show(error.args)}`;
}

/** Feeds the same operations to the registries and to the model, and compares all that can be seen. */
export class Run {
  readonly chain: Chain;
  readonly model: ReferenceModel;
  readonly cast: Cast;
  readonly report: Report;
  readonly #random: Random;
  readonly #generator: Generator;
  readonly #inquiry: Inquiry;
  readonly #options: RunOptions;
  readonly #scenarioOf = new Map<Operation, Scenario>();
  #pending: Sent[] = [];
  /** Whether an operation in the pending block changes the state. */
  #changed = false;
  #deferred: Operation[] = [];
  #touched = new Map<string, Subject>();
  #sinceViews = 0;
  #encodings = 0;
  #started = performance.now();
  #nextProgress = PROGRESS_MS;

  private constructor(chain: Chain, time: bigint, options: RunOptions) {
    const { seed, makeViews, makeModel } = options;
    this.chain = chain;
    this.#options = options;
    this.cast = new Cast(chain.surroundings);
    const state = emptyState();
    const views = makeViews?.(state, chain.surroundings) ?? new ReferenceViews(state, chain.surroundings);
    this.model = makeModel?.(views, this.cast.codes, time) ?? new ReferenceModel(views, this.cast.codes, time);
    this.#random = new Random(seed);
    this.#generator = new Generator(new Random(seed ^ 0x5a6e), this.model, this.cast);
    this.#inquiry = new Inquiry(views, this.cast, new Random(seed ^ 0x71e3));
    this.report = {
      seed,
      operations: 0,
      kinds: Object.fromEntries(OPERATION_KINDS.map((kind) => [kind, { ok: 0, failed: 0 }])) as Report['kinds'],
      errors: new Map(),
      scenarios: new Map(this.#generator.scenarios.map(({ name }) => [name, 0])),
      events: 0,
      views: 0,
      results: 0,
      encodingsCompared: 0,
      blocks: 0,
      agents: 0,
      feedback: 0,
      requests: 0,
      dearestTransaction: 0,
      differences: [],
      seconds: 0,
    };
  }

  static async start(options: RunOptions): Promise<Run> {
    const chain = await Chain.create();
    const { timestamp } = await chain.latestBlock();
    return new Run(chain, timestamp, options);
  }

  get #stopped(): boolean {
    return this.report.differences.length >= (this.#options.mostDifferences ?? MOST_DIFFERENCES);
  }

  /** All operations, then all views of everything. */
  async perform(): Promise<Report> {
    while (this.report.operations < this.#options.operations && !this.#stopped) {
      await this.#accept(this.#generator.next());
      if (this.#pending.length >= BLOCK_SIZE || this.#deferred.length >= MOST_DEFERRED) await this.#closeBlock();
      this.#progress();
    }
    while ((this.#pending.length > 0 || this.#deferred.length > 0) && !this.#stopped) await this.#closeBlock();
    await this.#compareTouched();
    await this.compareEverything(this.#inquiry);
    const { identity, reputation, validation } = this.model.state;
    this.report.agents = identity.agents.length;
    this.report.requests = validation.requests.size;
    this.report.feedback = [...reputation.books.values()].flatMap((books) => [...books.values()].flat()).length;
    this.report.blocks = (await this.chain.latestBlock()).number;
    this.report.seconds = (performance.now() - this.#started) / 1000;
    return this.report;
  }

  /** Compares all views of everything with what `inquiry` expects. */
  async compareEverything(inquiry: Inquiry): Promise<void> {
    let batch: ViewCheck[] = [];
    for (const subject of inquiry.everything()) {
      batch.push(...subject.views());
      if (batch.length < VIEW_BATCH) continue;
      await this.#compareViews(batch);
      batch = [];
      this.#progress();
      if (this.#stopped) return;
    }
    await this.#compareViews(batch);
  }

  // Operations

  /**
   * The model judges the operation. One that it accepts goes into the block that waits to be mined. One that it refuses
   * is put off until that block is mined: there its error can be asked for by a call on exactly the state that the
   * model has, after the model has judged it anew.
   */
  async #accept({ op, scenario }: Generated): Promise<void> {
    if (scenario !== undefined) this.#scenarioOf.set(op, scenario);
    const outcome = this.model.apply(op);
    if (outcome.ok) await this.#succeed(op, outcome);
    else this.#deferred.push(op);
  }

  async #succeed(op: Operation, outcome: Outcome & { ok: true }): Promise<void> {
    const call = this.#rawCall(op);
    if (outcome.result.length > 0 && this.#changed) await this.#mine();
    if (!this.#changed) {
      // Nothing has changed since the last block: what the function returns can be asked for.
      const { contract, signature } = callOf(op);
      const expected = encodeResult(contract, signature, outcome.result);
      this.#sample(contract, signature, 'outputs', outcome.result, expected);
      const result = await this.chain.call(op.sender, call);
      this.report.results += 1;
      if (!result.ok || result.data !== expected) {
        this.#differ(`result of ${show(op)}`, show(outcome.result), this.#showResult(contract, signature, result));
      }
    }
    this.#changed = true;
    await this.#send(op, outcome, call);
    this.#judged(op, outcome);
  }

  async #send(op: Operation, outcome: Outcome, call: RawCall): Promise<void> {
    this.#pending.push({ op, outcome, hash: await this.chain.send(op.sender, call) });
  }

  #judged(op: Operation, outcome: Outcome): void {
    const { report } = this;
    report.operations += 1;
    this.#sinceViews += 1;
    const scenario = this.#scenarioOf.get(op);
    this.#scenarioOf.delete(op);
    if (outcome.ok) {
      report.kinds[op.kind].ok += 1;
    } else {
      const { name } = outcome.error;
      report.kinds[op.kind].failed += 1;
      report.errors.set(name, (report.errors.get(name) ?? 0) + 1);
      if (scenario?.error === name) {
        report.scenarios.set(scenario.name, (report.scenarios.get(scenario.name) ?? 0) + 1);
      }
    }
    this.#generator.learn(op, outcome);
    for (const subject of this.#inquiry.touchedBy(op, outcome.ok ? outcome.events : [])) {
      this.#touched.set(subject.key, subject);
    }
  }

  async #closeBlock(): Promise<void> {
    await this.#mine();
    if (this.#sinceViews >= VIEW_INTERVAL) await this.#compareTouched();
    const deferred = this.#deferred;
    this.#deferred = [];
    while (deferred.length > 0 && !this.#changed) await this.#refuse(must(deferred.shift()));
    for (const op of deferred) await this.#accept({ op, scenario: this.#scenarioOf.get(op) });
    if (this.#deferred.length === 0) await this.#passTime();
  }

  /** An operation that the model refused, on a state that chain and model share. */
  async #refuse(op: Operation): Promise<void> {
    const outcome = this.model.apply(op);
    if (outcome.ok) {
      await this.#succeed(op, outcome);
      return;
    }
    const call = this.#rawCall(op);
    const expected = encodeError(outcome.error);
    const result = await this.chain.call(op.sender, call);
    if (result.ok || result.data !== expected) {
      const actual = result.ok ? 'success' : showError(result.data);
      this.#differ(`error of ${show(op)}`, `${outcome.error.name}${show(outcome.error.args)}`, actual);
    }
    // Also as a transaction: it must fail there too and leave nothing behind.
    await this.#send(op, outcome, call);
    this.#judged(op, outcome);
  }

  async #passTime(): Promise<void> {
    const random = this.#random;
    if (!random.chance(40)) return;
    await this.#mine();
    const seconds = random.weighted<() => number>([
      [70, () => random.between(1, 60)],
      [20, () => random.between(61, 600)],
      [10, () => random.between(601, 200_000)],
    ])();
    this.model.time += BigInt(seconds);
    await this.chain.mine(this.model.time);
  }

  async #mine(): Promise<void> {
    const sent = this.#pending;
    this.#pending = [];
    this.#changed = false;
    await this.chain.mine(this.model.time);
    const receipts = await Promise.all(sent.map(({ hash }) => this.chain.receipt(hash)));
    for (const [i, { op, outcome }] of sent.entries()) {
      const receipt = must(receipts[i]);
      const status = outcome.ok ? '0x1' : '0x0';
      if (receipt.status !== status) this.#differ(`status of ${show(op)}`, status, receipt.status);
      else this.#compareEvents(op, outcome.ok ? outcome.events : [], receipt.logs);
      this.report.dearestTransaction = Math.max(this.report.dearestTransaction, Number(receipt.gasUsed));
    }
  }

  #compareEvents(op: Operation, expected: readonly EventRecord[], logs: readonly Log[]): void {
    const { addresses } = this.chain.surroundings;
    if (expected.length !== logs.length) {
      this.#differ(`number of events of ${show(op)}`, show(expected), show(logs.map((log) => this.#showLog(log))));
      return;
    }
    for (const [i, event] of expected.entries()) {
      const log = must(logs[i]);
      const { topics, data } = encodeEvent(event);
      this.#sampleEvent(event, topics, data);
      this.report.events += 1;
      const same =
        log.address === addresses[event.contract] &&
        log.data === data &&
        log.topics.length === topics.length &&
        log.topics.every((topic, k) => topic === topics[k]);
      if (!same) this.#differ(`event ${i} of ${show(op)}`, show(event), this.#showLog(log));
    }
  }

  // Views

  async #compareTouched(): Promise<void> {
    const touched = this.#touched;
    this.#touched = new Map();
    this.#sinceViews = 0;
    let batch: ViewCheck[] = [];
    for (const subject of touched.values()) {
      batch.push(...subject.views());
      if (batch.length < VIEW_BATCH) continue;
      await this.#compareViews(batch);
      batch = [];
    }
    await this.#compareViews(batch);
  }

  async #compareViews(checks: readonly ViewCheck[]): Promise<void> {
    if (checks.length === 0 || this.#stopped) return;
    const { addresses } = this.chain.surroundings;
    const results = await this.chain.callMany(
      checks.map(({ contract, signature, args }) => {
        const data = encodeCall(contract, signature, args);
        this.#sample(contract, signature, 'inputs', args, `0x${data.slice(10)}`);
        return { to: addresses[contract], data };
      }),
    );
    for (const [i, check] of checks.entries()) this.#compareView(check, must(results[i]));
  }

  #compareView({ contract, signature, args, expected }: ViewCheck, result: CallResult): void {
    this.report.views += 1;
    const what = `${contract}.${signature}${show(args)}`;
    if ('error' in expected) {
      if (result.ok || result.data !== encodeError(expected.error)) {
        const { name, args: errorArgs } = expected.error;
        this.#differ(what, `${name}${show(errorArgs)}`, this.#showResult(contract, signature, result));
      }
      return;
    }
    const data = encodeResult(contract, signature, expected.values);
    this.#sample(contract, signature, 'outputs', expected.values, data);
    if (!result.ok || result.data !== data) {
      this.#differ(what, show(expected.values), this.#showResult(contract, signature, result));
    }
  }

  // Helpers

  #rawCall(op: Operation): RawCall {
    const { contract, signature, args } = callOf(op);
    const data = encodeCall(contract, signature, args);
    this.#sample(contract, signature, 'inputs', args, `0x${data.slice(10)}`);
    return { to: this.chain.surroundings.addresses[contract], data };
  }

  /** Compares one encoding in many with that of ethers, so that a fault of the codec can't hide one of a contract. */
  #sample(
    contract: ContractName,
    signature: string,
    side: 'inputs' | 'outputs',
    values: readonly unknown[],
    encoded: string,
  ): void {
    if (this.#encodings++ % ENCODING_SAMPLE !== 0) return;
    const fragment = INTERFACES[contract].getFunction(signature);
    if (fragment === null) throw new Error(`no function ${signature}`);
    this.#sampled(AbiCoder.defaultAbiCoder().encode(fragment[side], values), encoded);
  }

  #sampleEvent({ contract, name, args }: EventRecord, topics: readonly string[], data: string): void {
    if (this.#encodings++ % ENCODING_SAMPLE !== 0) return;
    const expected = INTERFACES[contract].encodeEventLog(name, args);
    this.#sampled(expected.topics.join() + expected.data, topics.join() + data);
  }

  #sampled(byEthers: string, encoded: string): void {
    if (byEthers !== encoded) throw new Error(`the codec is wrong: ${encoded} instead of ${byEthers}`);
    this.report.encodingsCompared += 1;
  }

  #differ(what: string, expected: string, actual: string): void {
    this.report.differences.push({ at: this.report.operations, what, expected, actual });
  }

  #showResult(contract: ContractName, signature: string, { ok, data }: CallResult): string {
    if (!ok) return showError(data);
    try {
      return show(decodeResult(contract, signature, data));
    } catch {
      return `undecodable ${data}`;
    }
  }

  #showLog(log: Log): string {
    try {
      return show(this.chain.decode(log));
    } catch {
      // What can't be decoded is a difference in itself and is shown as it came.
      return show(log);
    }
  }

  #progress(): void {
    const elapsed = performance.now() - this.#started;
    if (elapsed < this.#nextProgress) return;
    this.#nextProgress = elapsed + PROGRESS_MS;
    const { operations, views, events, differences } = this.report;
    process.stderr.write(
      `      ${Math.round(elapsed / 1000)} s: ${operations} operations, ${events} events, ${views} views, ` +
        `${differences.length} differences\n`,
    );
  }
}

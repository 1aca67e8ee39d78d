import { definitionOf } from './alertTable.ts';
import { codeOf, isGarbage } from './chain/WatchedChain.ts';
import type { WatchedChain } from './chain/WatchedChain.ts';
import type { Configuration } from './configuration.ts';
import { History } from './History.ts';
import { MonitorError } from './MonitorError.ts';
import { raisedAtBlock, raisedByClock, subjectOf } from './notifications.ts';
import { readBlocks } from './readBlocks.ts';
import type { BlocksRead } from './readBlocks.ts';
import { conditionsOf } from './rules/conditions.ts';
import type { Suite } from './suite.ts';
import type { Condition, Header, Notification } from './types.ts';
import type { OutputName, Pending, WatchState } from './WatchState.ts';

/** Where notifications go. One that throws gets the same again at the next poll. */
export interface Output {
  readonly name: OutputName;
  readonly deliver: (notification: Notification) => Promise<void>;
}

/** Where a step stands. */
export interface Position {
  /** The newest block of the node. */
  readonly head: Header;
  /** The last block that was read; undefined before the first. */
  readonly at: Header | undefined;
  readonly state: WatchState;
}

export interface WatcherOptions {
  readonly suite: Suite;
  readonly chain: WatchedChain;
  readonly configuration: Configuration;
  readonly outputs: readonly Output[];
  /** Keeps the state; returns when it is safe. */
  readonly save: (state: WatchState) => void;
  /** Called when a step has read all; what it can't read of the chain is an error of the step. */
  readonly measure?: (position: Position) => Promise<void>;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly stop?: AbortSignal | undefined;
  /** Told of progress and of errors, in words. */
  readonly say: (line: string) => void;
}

/** How a step ended. */
export interface StepResult {
  /** What was told, in order; resolutions and retractions too. */
  readonly told: readonly Notification[];
  /** The same with what is disabled. */
  readonly noticed: readonly Notification[];
  /** Whether everything with enough confirmations was read, and everything delivered. */
  readonly isComplete: boolean;
}

type HealthAlert = 'watcher-node-down' | 'watcher-node-garbage' | 'watcher-head-stuck' | 'watcher-webhook-failing';

/** Errors after which it makes no sense to go on. */
const FATAL = ['configuration-invalid', 'state-invalid', 'state-elsewhere', 'reorganisation-too-deep', 'chain-wrong'];

/** Beyond so many notifications that wait, the state is kept after every so many deliveries. */
const SAVED_ONE_BY_ONE = 100;

/**
 * Reads what is new on the chain and tells what has to be told.
 *
 * The state is kept before anything is delivered and after each delivery: after a stop at any moment nothing is lost, and at most
 * the notification that was under way (of a long queue, the last hundred) is delivered again, with the same id.
 */
export class Watcher {
  #state: WatchState;
  #noticed: Notification[] = [];
  #isGenesisChecked = false;
  readonly #options: WatcherOptions;

  constructor(state: WatchState, options: WatcherOptions) {
    this.#options = options;
    this.#state = { ...state, outbox: this.#deliverable(state.outbox) };
  }

  /** What is remembered now. */
  get state(): WatchState {
    return this.#state;
  }

  /**
   * One poll: up to the newest block with enough confirmations, in pieces that are kept one by one.
   *
   * @throws MonitorError `reorganisation-too-deep`, and ChainError `chain-wrong`: somebody has to look.
   */
  async step(): Promise<StepResult> {
    this.#noticed = [];
    const isRead = await this.#read();
    await this.#deliver();
    const noticed = this.#noticed;
    return { told: this.#enabled(noticed), noticed, isComplete: isRead && this.#state.outbox.length === 0 };
  }

  async #read(): Promise<boolean> {
    try {
      await this.#checkGenesis();
      const head = await this.#options.chain.head();
      this.#judgeHead(head);
      await this.#rewind();
      await this.#advance(head);
      await this.#options.measure?.({ head, at: this.#state.recent.at(-1), state: this.#state });
      this.#resolve('watcher-node-down');
      this.#resolve('watcher-node-garbage');
      return true;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'stopped') return false;
      if (FATAL.includes(code) || code === 'unexpected') throw error;
      const message = error instanceof Error ? error.message : String(error);
      this.#options.say(`${code}: ${message}`);
      // Replaced while it was read: what came in its place is read at the next poll.
      if (code !== 'chain-reorganised') {
        this.#raise(isGarbage(error) ? 'watcher-node-garbage' : 'watcher-node-down', { code, message });
      }
      return false;
    }
  }

  /** A local chain that was started anew has the same number and another first block. */
  async #checkGenesis(): Promise<void> {
    if (this.#isGenesisChecked) return;
    const hash = (await this.#options.chain.header(0))?.hash ?? 'nothing';
    const { genesis } = this.#state;
    if (hash !== genesis) {
      const message = `the state is of a chain that begins with ${genesis}, that of the node begins with ${hash}; name another state file`;
      throw new MonitorError('state-elsewhere', message);
    }
    this.#isGenesisChecked = true;
  }

  /** Drops blocks that were replaced, and retracts what was raised from them. */
  async #rewind(): Promise<void> {
    const { recent, raised, traffic, events } = this.#state;
    const last = recent.at(-1);
    if (last === undefined || (await this.#isCanonical(last)) !== false) return;
    const kept = await this.#canonicalPart(recent);
    const ancestor = kept.at(-1);
    if (ancestor === undefined) {
      const message = `all of the last ${recent.length} blocks that were read were replaced, down to ${recent[0]?.number ?? 0}; remove the state file, start with --from, and set reorganisationDepth higher`;
      throw new MonitorError('reorganisation-too-deep', message);
    }
    const isKept = ({ block }: { readonly block: number | null }): boolean => (block ?? 0) <= ancestor.number;
    const retracted = raised.filter((one) => !isKept(one)).map((one): Notification => ({ ...one, kind: 'retracted' }));
    const replacedBlocks = last.number - ancestor.number;
    const fields = { ancestor: ancestor.number, replacedBlocks, retracted: retracted.length };
    const notice = { alert: 'watcher-reorganisation', key: last.hash, fields } as const;
    this.#commit(
      {
        processed: ancestor.number,
        recent: kept,
        events: new History(events).until(ancestor.number).events,
        traffic: traffic.filter(isKept),
        raised: raised.filter(isKept),
      },
      [raisedByClock(notice, this.#options.now(), this.#options.suite), ...retracted],
    );
  }

  async #canonicalPart(recent: readonly Header[]): Promise<readonly Header[]> {
    for (let count = recent.length - 1; count > 0; count--) {
      const header = recent[count - 1];
      if (header !== undefined && (await this.#isCanonical(header)) === true) return recent.slice(0, count);
    }
    return [];
  }

  /** Whether a block is part of the chain; undefined where the node has no block of that number yet. */
  async #isCanonical(block: Header): Promise<boolean | undefined> {
    const now = await this.#options.chain.header(block.number);
    return now === undefined ? undefined : now.hash === block.hash;
  }

  async #advance(head: Header): Promise<void> {
    const { configuration, suite, chain, say } = this.#options;
    const target = head.number - configuration.confirmations;
    while (this.#state.processed < target) {
      const from = this.#state.processed + 1;
      const to = Math.min(this.#state.processed + configuration.maxRange, target);
      const read = await readBlocks({ from, to, target }, this.#state, { suite, chain, configuration });
      this.#take(read, to);
      if (to < target) say(`read up to block ${to} of ${target}`);
    }
  }

  /** Takes up a piece of the chain; what lasts is looked at where the piece was read whole. */
  #take(read: BlocksRead, to: number): void {
    const { recent, traffic, voteParticipation, revealShare, history, notices } = read;
    const last = recent.at(-1);
    const final = to - this.#options.configuration.reorganisationDepth;
    const changes = last?.number === to && to >= this.#state.from ? this.#conditions(read, last) : [];
    const raised = [...this.#state.raised, ...notices].filter(({ block }) => (block ?? 0) > final);
    const { events } = history.pruned(final);
    const position = { processed: to, recent, events, traffic, raised, voteParticipation, revealShare };
    this.#commit(position, [...notices, ...changes]);
  }

  #conditions({ history, traffic }: BlocksRead, block: Header): readonly Notification[] {
    const { configuration, suite } = this.#options;
    const now = conditionsOf({ thresholds: configuration.thresholds, history, traffic, time: block.time });
    return this.#compare(
      now.map((condition) => raisedAtBlock(condition, block, suite)),
      // The health of the watcher is told by its clock, without a block.
      (one) => one.block !== null,
    );
  }

  /** What is new among the things that last, and what has ended. */
  #compare(now: readonly Notification[], isMeant: (one: Notification) => boolean): readonly Notification[] {
    const before = this.#state.active.filter(isMeant);
    const known = new Set(before.map(subjectOf));
    const present = new Set(now.map(subjectOf));
    return [
      ...now.filter((one) => !known.has(subjectOf(one))),
      ...before
        .filter((one) => !present.has(subjectOf(one)))
        .map((one): Notification => ({ ...one, kind: 'resolved' })),
    ];
  }

  #judgeHead(head: Header): void {
    const ageSeconds = Math.floor(this.#options.now() - head.time);
    if (ageSeconds <= this.#options.configuration.maxHeadAgeSeconds) this.#resolve('watcher-head-stuck');
    else this.#raise('watcher-head-stuck', { head: head.number, ageSeconds });
  }

  #raise(alert: HealthAlert, fields: Condition['fields']): void {
    const notice = raisedByClock({ alert, key: 'own', fields }, this.#options.now(), this.#options.suite);
    this.#commit(
      {},
      this.#compare([notice], (one) => one.alert === alert),
    );
  }

  #resolve(alert: HealthAlert): void {
    this.#commit(
      {},
      this.#compare([], (one) => one.alert === alert),
    );
  }

  /** Keeps what changed together with what has to be told, before it is told. */
  #commit(change: Partial<WatchState>, notices: readonly Notification[]): void {
    const { outputs, save } = this.#options;
    if (notices.length === 0 && Object.keys(change).length === 0) return;
    const counts = { ...this.#state.counts };
    let { active } = this.#state;
    for (const notice of notices) {
      if (notice.kind === 'raised') counts[notice.alert] = (counts[notice.alert] ?? 0) + 1;
      if (definitionOf(notice.alert).lasts !== true) continue;
      active = active.filter((one) => subjectOf(one) !== subjectOf(notice));
      if (notice.kind === 'raised') active = [...active, notice];
    }
    const to = outputs.map(({ name }) => name);
    const pending = this.#enabled(notices).map((notification): Pending => ({ notification, to }));
    this.#state = { ...this.#state, ...change, counts, active, outbox: [...this.#state.outbox, ...pending] };
    save(this.#state);
    this.#noticed.push(...notices);
  }

  /** What is disabled is left out of what is told, and of nothing else: gauges show what is so. */
  #enabled(notices: readonly Notification[]): readonly Notification[] {
    const { disabled } = this.#options.configuration;
    return notices.filter(({ alert }) => !disabled.includes(alert));
  }

  /** What waits, without outputs that the configuration no longer has: nothing would ever arrive there. */
  #deliverable(outbox: readonly Pending[]): readonly Pending[] {
    const names = this.#options.outputs.map(({ name }) => name);
    return outbox
      .map(({ notification, to }): Pending => ({ notification, to: to.filter((name) => names.includes(name)) }))
      .filter(({ to }) => to.length > 0);
  }

  /** Delivers what waits, in its order. An output that fails is left alone until the next poll. */
  async #deliver(): Promise<void> {
    const failed = new Set<OutputName>();
    const before = this.#state.outbox.length;
    const delivered = await this.#deliverAll(failed);
    const hasWebhook = this.#options.outputs.some(({ name }) => name === 'webhook');
    // One that was taken out of the configuration fails no longer.
    if (!hasWebhook || (delivered.has('webhook') && !failed.has('webhook'))) {
      this.#resolve('watcher-webhook-failing');
      await this.#deliverAll(failed);
    }
    if (before === 0 && this.#state.outbox.length === 0) return;
    this.#state = { ...this.#state, outbox: this.#state.outbox.filter(({ to }) => to.length > 0) };
    this.#options.save(this.#state);
  }

  /** The list grows while it is gone through, when a failure is itself told. */
  async #deliverAll(failed: Set<OutputName>): Promise<ReadonlySet<OutputName>> {
    const delivered = new Set<OutputName>();
    for (let index = 0; index < this.#state.outbox.length; index++) {
      for (const { name, deliver } of this.#options.outputs) {
        // The lines need no time; whatever waits for the webhook is kept.
        if (name === 'webhook' && this.#options.stop?.aborted === true) continue;
        const pending = this.#state.outbox[index];
        if (pending === undefined || !pending.to.includes(name) || failed.has(name)) continue;
        try {
          await deliver(pending.notification);
        } catch (error) {
          failed.add(name);
          this.#judgeDelivery(name, error);
          continue;
        }
        delivered.add(name);
        this.#markDelivered(index, name);
      }
    }
    return delivered;
  }

  /** Lines that can't be written are a reason to stop; a webhook is told of by the lines. */
  #judgeDelivery(name: OutputName, error: unknown): void {
    if (name !== 'webhook') throw error;
    const message = error instanceof Error ? error.message : String(error);
    this.#options.say(`webhook: ${message}`);
    this.#raise('watcher-webhook-failing', { message });
  }

  #markDelivered(index: number, name: OutputName): void {
    const outbox = this.#state.outbox.map((pending, place) =>
      place === index ? { ...pending, to: pending.to.filter((one) => one !== name) } : pending,
    );
    this.#state = { ...this.#state, outbox };
    if (outbox.length <= SAVED_ONE_BY_ONE || index % SAVED_ONE_BY_ONE === 0) this.#options.save(this.#state);
  }
}

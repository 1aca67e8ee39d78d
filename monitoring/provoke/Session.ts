import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHttpRpc } from '../../sdk/typescript/src/chain/createHttpRpc.ts';
import { checkConfiguration } from '../configuration.ts';
import type { Configuration, Thresholds } from '../configuration.ts';
import { openWatcher } from '../openWatcher.ts';
import type { OpenWatcher, Start } from '../openWatcher.ts';
import { createWebhook } from '../outputs/webhook.ts';
import { suiteOf } from '../suite.ts';
import type { Notification } from '../types.ts';
import type { StepResult } from '../Watcher.ts';
import { FaultyNode } from './FaultyNode.ts';
import { Receiver } from './Receiver.ts';
import type { World } from './World.ts';

export const SECRET = 'correct horse battery staple';

export interface SessionOptions {
  readonly thresholds?: Partial<Thresholds>;
  readonly configuration?: Partial<Configuration>;
  /** A state file to go on from; it is copied. */
  readonly state?: string;
  readonly start?: Start;
  /** Whether alerts go to the stand-in receiver too. */
  readonly webhook?: boolean;
  /** Ends the watching. */
  readonly stop?: AbortSignal;
  /** Told of each line on progress and errors. */
  readonly onLine?: (line: string) => void;
}

let count = 0;

/** A watcher over a world, behind a node that can be made to fail, with a clock that can be moved. */
export class Session {
  readonly world: World;
  readonly node: FaultyNode;
  readonly receiver: Receiver;
  readonly stateFile: string;
  readonly configuration: Configuration;
  /** Everything that was told so far. */
  readonly told: Notification[] = [];
  /** Lines on progress and errors. */
  readonly said: string[] = [];
  /** What was written by the output of lines. */
  readonly lines: Notification[] = [];
  /** Seconds by which the watcher's clock is ahead of the chain's newest block. */
  clockAhead = 0;
  #opened: OpenWatcher | undefined;
  readonly #options: SessionOptions;

  private constructor(world: World, node: FaultyNode, receiver: Receiver, options: SessionOptions) {
    this.world = world;
    this.node = node;
    this.receiver = receiver;
    this.#options = options;
    this.stateFile = join(world.folder, `state-${++count}.json`);
    this.configuration = checkConfiguration({
      confirmations: 0,
      retries: 1,
      retryDelayMs: 1,
      ...options.configuration,
      thresholds: options.thresholds ?? {},
    });
  }

  static async open(world: World, options: SessionOptions = {}): Promise<Session> {
    const session = new Session(world, await FaultyNode.open(world.url), await Receiver.open(), options);
    if (options.state !== undefined) copyFileSync(options.state, session.stateFile);
    return session;
  }

  async close(): Promise<void> {
    await this.node.close();
    await this.receiver.close();
  }

  /** Opens the watcher anew, from its state file, as after a stop. */
  async restart(): Promise<OpenWatcher> {
    const { start, state, webhook = false, stop, onLine } = this.#options;
    const isNew = this.#opened === undefined && state === undefined;
    const time = await this.world.time();
    let ahead = time;
    const now = (): number => ahead + this.clockAhead;
    const refresh = async (): Promise<void> => {
      ahead = await this.world.time();
    };
    const retry = { retries: 1, delayMs: 1, sleep };
    const opened = await openWatcher({
      rpcs: [createHttpRpc(this.node.url, { maxBytes: this.configuration.maxAnswerBytes })],
      suite: suiteOf(this.world.book),
      configuration: this.configuration,
      stateFile: this.stateFile,
      start: isNew ? start : undefined,
      outputs: () => [
        { name: 'lines', deliver: (one) => Promise.resolve(void this.lines.push(one)) },
        ...(webhook ? [createWebhook({ url: this.receiver.url, secret: SECRET, timeoutMs: 2000, retry, now })] : []),
      ],
      now,
      sleep,
      stop,
      say: (line) => {
        this.said.push(line);
        onLine?.(line);
      },
    });
    const step = async (): Promise<StepResult> => {
      await refresh();
      return opened.step();
    };
    this.#opened = { ...opened, step };
    return this.#opened;
  }

  /** One poll; what was told in it. */
  async step(): Promise<StepResult> {
    const opened = this.#opened ?? (await this.restart());
    const result = await opened.step();
    this.told.push(...result.told);
    return result;
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

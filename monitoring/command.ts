import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readAddressBook, parseAddressBook, AddressBookError } from '../scripts/deploy/addressBook.ts';
import type { AddressBook } from '../scripts/deploy/addressBook.ts';
import { lockFolder } from '../scripts/deploy/lockFolder.ts';
import { DeployConfigError } from '../scripts/deploy/errors.ts';
import { DEPLOYMENTS, ROOT } from '../scripts/lib/paths.ts';
import { UsageError } from '../scripts/lib/usage.ts';
import { existsSync, readFileSync } from 'node:fs';
import { createHttpRpc } from '../sdk/typescript/src/chain/createHttpRpc.ts';
import { ChainError } from '../sdk/typescript/src/chain/ChainError.ts';
import { Endpoints } from '../sdk/typescript/src/chain/Endpoints.ts';
import { readQuantity } from '../sdk/typescript/src/chain/readQuantity.ts';
import type { Rpc } from '../sdk/typescript/src/chain/types.ts';
import { DEFAULT_CONFIGURATION, readConfiguration, readVariable } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import type { Metrics, MetricsServer } from './Metrics.ts';
import { MonitorError } from './MonitorError.ts';
import { openWatcher } from './openWatcher.ts';
import type { OpenWatcher, Start } from './openWatcher.ts';
import { createLines } from './outputs/lines.ts';
import { createWebhook } from './outputs/webhook.ts';
import { suiteOf } from './suite.ts';
import type { Output } from './Watcher.ts';

/** Exit codes. */
export const EXIT = { quiet: 0, failed: 1, usage: 2, raised: 3 } as const;

export const USAGE = `Usage: npm run watch -- [options]
  --rpc URL            a node; several times for several, asked in this order. For URLs without a secret; without it those in the
                       environment variable that the configuration names (SAGE_RPC_URL), separated by spaces
  --chain ID           the chain, so that the node isn't asked for it: with it the watcher starts while the node is down
  --addresses FILE     the address book; deployments/<chain id>.json when left out
  --config FILE        configuration (JSON), see monitoring/README.md; defaults when left out
  --print-config       print the configuration as it would hold, and end
  --state FILE         what was read and told already; .sage/monitoring/<chain id>.json when left out
  --from BLOCK         only without a state file: first block whose alerts are raised; "latest" (when left out) or "deployment"
  --once               read up to the newest block that has its confirmations, then end
  --json               one JSON object a line instead of words
  --metrics HOST:PORT  serve metrics for Prometheus at http://HOST:PORT/metrics; not with --once
  --help
Alerts go to standard output, progress and errors to standard error. Exit codes: 0 nothing was raised; 1 the chain could not be
read to its end, a delivery failed, or the watcher had to stop; 2 wrong options or configuration; 3 (--once) something was raised.`;

/** Where the command writes, and what it gets from its surroundings. */
export interface CommandIo {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly environment: NodeJS.ProcessEnv;
  /** Ends the watching. */
  readonly stop: AbortSignal;
}

interface Options {
  readonly rpc: readonly string[];
  readonly chain: bigint | undefined;
  readonly addresses: string | undefined;
  readonly state: string | undefined;
  readonly from: Start | undefined;
  readonly once: boolean;
  readonly json: boolean;
  readonly metrics: HostAndPort | undefined;
}

interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/**
 * The command `npm run watch`.
 *
 * @returns The exit code.
 */
export async function watchCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rpc: { type: 'string', multiple: true, default: [] },
      chain: { type: 'string' },
      addresses: { type: 'string' },
      config: { type: 'string' },
      'print-config': { type: 'boolean', default: false },
      state: { type: 'string' },
      from: { type: 'string' },
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      metrics: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    io.out(USAGE);
    return EXIT.quiet;
  }
  try {
    const configuration = values.config === undefined ? DEFAULT_CONFIGURATION : readConfiguration(values.config);
    if (values['print-config']) {
      io.out(JSON.stringify(configuration, undefined, 2));
      return EXIT.quiet;
    }
    const { rpc, addresses, state, once, json } = values;
    if (once && values.metrics !== undefined)
      throw new UsageError('--metrics: nobody could ask in time; leave out --once');
    const metrics = values.metrics === undefined ? undefined : readHostAndPort(values.metrics);
    const from = values.from === undefined ? undefined : readStart(values.from);
    const chain = values.chain === undefined ? undefined : readChainId(values.chain);
    return await watch({ rpc, chain, addresses, state, from, once, json, metrics }, configuration, io);
  } catch (error) {
    // Told to end before there was a state.
    if (error instanceof MonitorError && error.code === 'stopped' && !values.once) return EXIT.quiet;
    const told = exitCodeOf(error);
    if (told === undefined) throw error;
    io.err((error as Error).message);
    return told;
  }
}

async function watch(options: Options, configuration: Configuration, io: CommandIo): Promise<number> {
  const urls = options.rpc.length > 0 ? options.rpc : readUrls(configuration, io.environment);
  const { requestTimeoutMs: timeoutMs, maxAnswerBytes: maxBytes } = configuration;
  const rpcs = urls.map((url) => createHttpRpc(url, { timeoutMs, maxBytes }));
  const book = await findBook(options, rpcs, configuration);
  const stateFile = options.state ?? join(ROOT, '.sage', 'monitoring', `${book.chainId}.json`);
  const webhook = webhookSecrets(configuration, io.environment);
  const release = lockFolder(stateFile);
  let server: MetricsServer | undefined;
  try {
    const sleep = (milliseconds: number): Promise<void> => sleepUnless(io.stop, milliseconds);
    const retry = { retries: configuration.retries, delayMs: configuration.retryDelayMs, sleep };
    const outputs = (metrics: Metrics): readonly Output[] => [
      createLines(io.out, options.json),
      ...(webhook === undefined
        ? []
        : [
            createWebhook({
              ...webhook,
              timeoutMs,
              retry,
              now,
              onDelivery: (outcome) => metrics.count('sage_watch_webhook_deliveries_total', { outcome }),
            }),
          ]),
    ];
    const suite = suiteOf(book);
    const start = options.from;
    const opened = await openWatcher({
      rpcs,
      suite,
      configuration,
      stateFile,
      start,
      outputs,
      now,
      sleep,
      stop: io.stop,
      say: io.err,
    });
    if (options.once) return await once(opened);
    if (options.metrics !== undefined) {
      server = await opened.metrics.serve(options.metrics.host, options.metrics.port);
      io.err(`metrics at ${server.url}`);
    }
    while (!io.stop.aborted) {
      await opened.step();
      await sleep(configuration.pollSeconds * 1000);
    }
    return EXIT.quiet;
  } finally {
    await server?.close();
    release();
  }
}

async function once({ step }: OpenWatcher): Promise<number> {
  const { told, isComplete } = await step();
  if (!isComplete) return EXIT.failed;
  return told.some(({ kind }) => kind === 'raised') ? EXIT.raised : EXIT.quiet;
}

function webhookSecrets(
  { webhook }: Configuration,
  environment: NodeJS.ProcessEnv,
): { readonly url: string; readonly secret: string } | undefined {
  if (webhook === null) return undefined;
  const url = readVariable(webhook.urlVariable, environment);
  return { url, secret: readVariable(webhook.secretVariable, environment) };
}

function readUrls({ rpcVariable }: Configuration, environment: NodeJS.ProcessEnv): readonly string[] {
  return readVariable(rpcVariable, environment).trim().split(/\s+/);
}

/** The named book, or that of the chain that is named, or served by the nodes. */
async function findBook(
  { addresses: path, chain }: Options,
  rpcs: readonly Rpc[],
  { requestTimeoutMs: timeoutMs }: Configuration,
): Promise<AddressBook> {
  if (path !== undefined) {
    if (!existsSync(path)) throw new UsageError(`--addresses: there is no file ${path}; name an address book`);
    const book = parseAddressBook(readFileSync(path, 'utf8'), path);
    if (chain === undefined || book.chainId === String(chain)) return book;
    throw new UsageError(`--chain: ${chain}, but ${path} is of chain ${book.chainId}; leave one of them out`);
  }
  if (chain !== undefined) return readAddressBook(DEPLOYMENTS, chain);
  const [first] = rpcs;
  if (first === undefined) throw new UsageError('--rpc: name a node');
  const chainId = readQuantity(await first.request({ method: 'eth_chainId', params: [] }), 'eth_chainId');
  // Asks the others too, so that a node of another chain is told before anything is watched.
  await new Endpoints({ rpcs, chainId, timeoutMs, now, maxHeadAge: Infinity }).findHead('latest');
  return readAddressBook(DEPLOYMENTS, BigInt(chainId));
}

function readChainId(text: string): bigint {
  if (/^[1-9]\d{0,15}$/.test(text)) return BigInt(text);
  throw new UsageError(`--chain: ${JSON.stringify(text)} is no chain id; give a decimal number`);
}

function readStart(text: string): Start {
  if (text === 'latest' || text === 'deployment') return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`--from: ${JSON.stringify(text)} is no block; give a number, "latest" or "deployment"`);
}

function readHostAndPort(text: string): HostAndPort {
  const match = /^(?:\[([0-9a-f:]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(text);
  const port = Number(match?.[3]);
  const host = match?.[1] ?? match?.[2];
  if (host !== undefined && port <= 65_535) return { host, port };
  throw new UsageError(`--metrics: ${JSON.stringify(text)} is no address; give HOST:PORT, such as 127.0.0.1:9464`);
}

function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof AddressBookError || error instanceof DeployConfigError) return EXIT.usage;
  if (error instanceof MonitorError) return error.code === 'configuration-invalid' ? EXIT.usage : EXIT.failed;
  if (error instanceof ChainError) return error.code === 'options-invalid' ? EXIT.usage : EXIT.failed;
  return undefined;
}

function now(): number {
  return Date.now() / 1000;
}

function sleepUnless(stop: AbortSignal, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    stop.addEventListener('abort', done);
  });
}

import type { RegistrationFile, Service } from '../../sdk/typescript/src/index.ts';
import { demoNumber } from './demoNumber.ts';

/** One rating to be given; `client` is the index of the account that gives it. */
export interface PlannedFeedback {
  readonly client: number;
  readonly value: number;
  readonly valueDecimals: number;
  readonly tag1: string;
  readonly tag2: string;
  readonly endpoint: string;
}

/** Services that answer requests, with the response times in milliseconds that are usual for their kind. */
const RESPONSE_TIMES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  MCP: [90, 900],
  A2A: [400, 3500],
  OpenAPI: [40, 400],
};

/** The clients that measure rather than rate. */
const WATCHER = 0;
const METER = 1;

/** So many of the clients rate an agent with stars. */
const FEWEST_RATINGS = 3;

const isOnChainMatter = (file: RegistrationFile): boolean =>
  file.services.some(({ domains }) => domains?.some((domain) => domain.includes('blockchain')));

/**
 * The demo ratings of an agent, in the tags that the standard names: `reachable` for what has a web address, `uptime`,
 * `responseTime` and `successRate` for what answers requests, `blocktimeFreshness` for agents that read chains, and
 * `starred` by several clients. An agent that says it isn't active is found unreachable and rated by nobody.
 *
 * @param file The registration file.
 * @param clients How many client accounts there are.
 */
export function planFeedback(file: RegistrationFile, clients: number): PlannedFeedback[] {
  const measured = file.services.flatMap((service) => measure(file, service));
  if (file.active === false) return measured;
  if (isOnChainMatter(file)) {
    const value = demoNumber(1, 6, file.name, 'blocks');
    measured.push({ client: METER, value, valueDecimals: 0, tag1: 'blocktimeFreshness', tag2: '', endpoint: '' });
  }
  const raters = demoNumber(FEWEST_RATINGS, clients, file.name, 'raters');
  for (let client = 0; client < raters; client++) {
    const value = demoNumber(62, 100, file.name, 'stars', client);
    measured.push({ client, value, valueDecimals: 0, tag1: 'starred', tag2: '', endpoint: '' });
  }
  return measured;
}

function measure(file: RegistrationFile, { name, endpoint }: Service): PlannedFeedback[] {
  if (!endpoint.startsWith('https://')) return [];
  const about = (client: number, tag1: string, value: number, valueDecimals = 0, tag2 = ''): PlannedFeedback => ({
    client,
    value,
    valueDecimals,
    tag1,
    tag2,
    endpoint,
  });
  if (file.active === false) return [about(WATCHER, 'reachable', 0)];
  const times = RESPONSE_TIMES[name];
  if (!times) return [about(WATCHER, 'reachable', 1)];
  return [
    about(WATCHER, 'uptime', demoNumber(9870, 10_000, endpoint, 'uptime'), 2, 'month'),
    about(METER, 'responseTime', demoNumber(...times, endpoint, 'time')),
    about(METER, 'successRate', demoNumber(91, 100, endpoint, 'success')),
  ];
}

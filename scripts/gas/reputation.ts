import type { GasChain, GasContract } from './chain.ts';
import { ENDPOINT40, HASH, NO_HASH, TAG1, TAG2, URI53, VALUE } from './inputs.ts';
import { measureGetters } from './module.ts';
import type { GasModule } from './module.ts';
import { meanGas } from './rows.ts';
import type { Rows } from './rows.ts';
import { measureExclusion, measureSigned, measureTasks, measureTrustSummaries } from './trust.ts';

const MANY = 1000;
const FEW = 10;
const MEAN_OF = 8;
const BATCH = 10;

export interface Scene {
  chain: GasChain;
  registry: GasContract;
  /** An agent that a client has rated already. */
  newAgent: () => Promise<bigint>;
  /** An agent without any feedback. */
  bareAgent: () => Promise<bigint>;
}

/** What of a feedback is told apart here; the rest is as in the deployed registry's measurement. */
interface Feedback {
  decimals?: number;
  tag1?: string;
  tag2?: string;
}

export const reputation: GasModule = {
  name: 'reputation',
  measure: async (chain, rows) => {
    const identity = await chain.deploy('ERC8004IdentityRegistry');
    const owner = await chain.person();
    const validation = await chain.deploy('ERC8004ValidationRegistry', identity.address);
    const policy = await chain.deploy('TaskValidationPolicy', validation.address, owner, []);
    const registry = await chain.deploy('ERC8004ReputationRegistryV2', identity.address, policy.address);
    let agents = 0n;
    const bareAgent = async (): Promise<bigint> => {
      await identity.send(owner, 'register()');
      return agents++;
    };
    const newAgent = async (): Promise<bigint> => {
      const agent = await bareAgent();
      await registry.send(await chain.person(), 'giveFeedback', ...plain(agent));
      return agent;
    };
    const scene = { chain, registry, newAgent, bareAgent };
    await measureFeedback(scene, rows);
    await measureNewTags(scene, rows);
    await measureBatch(scene, rows);
    await measureRevocations(scene, rows);
    await measureResponses(scene, rows);
    await measureViews(scene, rows);
    await measureUniformSummaries(scene, rows);
    await measureMixedSummaries(scene, rows);
    const trust = { ...scene, identity, validation, policy, owner };
    await measureTasks(trust, rows);
    await measureTrustSummaries(trust, rows);
    await measureExclusion(trust, rows);
    await measureSigned(trust, rows);
    await measureGetters('reputation', registry, owner, rows);
    return registry;
  },
};

/** Arguments of `giveFeedback` without any text. */
function plain(agent: bigint): unknown[] {
  return [agent, VALUE, 0, '', '', '', '', NO_HASH];
}

/** Arguments of `giveFeedback` with tags, endpoint, URI and hash. */
export function full(agent: bigint, { decimals = 0, tag1 = TAG1, tag2 = TAG2 }: Feedback = {}): unknown[] {
  return [agent, VALUE, decimals, tag1, tag2, ENDPOINT40, URI53, HASH];
}

async function measureFeedback({ chain, registry, newAgent, bareAgent }: Scene, rows: Rows): Promise<void> {
  const give = (client: string, args: unknown[]): Promise<number> => registry.gas(client, 'giveFeedback', ...args);
  const [a, b] = [await chain.person(), await chain.person()];

  rows.add('giveFeedback, first of the agent, strings', await give(a, full(await bareAgent())), {
    deployed: 'giveFeedback, first of the agent, strings',
  });
  const agent = await newAgent();
  rows.add('giveFeedback, first by a client, strings', await give(a, full(agent)), {
    deployed: 'giveFeedback, first by a client, strings',
    bound: 0.55,
  });
  rows.add('giveFeedback, second by a client, strings', await give(a, full(agent)), {
    deployed: 'giveFeedback, second by a client, strings',
    bound: 0.63,
  });
  rows.add('giveFeedback, first of the agent, no strings', await give(b, plain(await bareAgent())), {
    deployed: 'giveFeedback, first of the agent, no strings',
  });
  rows.add('giveFeedback, first by a client, no strings', await give(b, plain(agent)), {
    deployed: 'giveFeedback, first by a client, no strings',
    bound: 0.62,
  });
  rows.add('giveFeedback, second by a client, no strings', await give(b, plain(agent)), {
    deployed: 'giveFeedback, second by a client, no strings',
    bound: 0.83,
  });
  const c = await chain.person();
  const tagsOnly = [agent, VALUE, 0, TAG1, TAG2, '', '', NO_HASH];
  await registry.send(c, 'giveFeedback', ...tagsOnly);
  rows.add('giveFeedback, second by a client, tags only', await give(c, tagsOnly), {
    deployed: 'giveFeedback, second by a client, tags only',
  });
  await measureMeanFeedback(give, agent, await chain.person(), rows);
}

async function measureMeanFeedback(
  give: (client: string, args: unknown[]) => Promise<number>,
  agent: bigint,
  client: string,
  rows: Rows,
): Promise<void> {
  const gas: number[] = [];
  while (gas.length < MEAN_OF) gas.push(await give(client, full(agent)));
  const second = 'giveFeedback, second by a client, strings';
  const deployed = gas.map((_, i) => (i === 0 ? 'giveFeedback, first by a client, strings' : second) as typeof second);
  rows.add(`giveFeedback, strings, mean of ${MEAN_OF} by one client`, meanGas(gas), { deployed });
  rows.add(`giveFeedback, strings, dearest after the first of these ${MEAN_OF}`, Math.max(...gas.slice(1)), {
    deployed: second,
  });
}

/** What a tag costs that nobody has used before, over the same call with a known tag of the same length. */
async function measureNewTags({ chain, registry, newAgent }: Scene, rows: Rows): Promise<void> {
  const agent = await newAgent();
  const first = async (feedback: Feedback): Promise<number> =>
    registry.gas(await chain.person(), 'giveFeedback', ...full(agent, feedback));
  const second = async (feedback: Feedback): Promise<number> => {
    const client = await chain.person();
    await registry.send(client, 'giveFeedback', ...full(agent));
    return registry.gas(client, 'giveFeedback', ...full(agent, feedback));
  };
  const known = await first({});
  rows.add('giveFeedback, first by a client: more for a new tag1', (await first({ tag1: 'quality' })) - known, {
    most: 26_000,
  });
  rows.add('giveFeedback, first by a client: more for a new tag2', (await first({ tag2: 'noon' })) - known, {
    most: 26_000,
  });
  rows.add('giveFeedback, first by a client: more for an interned tag1', (await first({ tag1: 'quality' })) - known);
  const other = await second({ tag1: 'quality' });
  rows.add('giveFeedback, second by a client: more for a new tag1', (await second({ tag1: 'clarity' })) - other, {
    most: 26_000,
  });
  const long = 'a tag of more than thirty-one bytes';
  rows.add(
    `giveFeedback, first by a client: more for a new tag1 of ${long.length} bytes`,
    (await first({ tag1: long })) - known,
  );
}

async function measureBatch({ chain, registry, newAgent }: Scene, rows: Rows): Promise<void> {
  const inputs: unknown[] = [];
  while (inputs.length < BATCH) inputs.push(full(await newAgent()));
  const client = await chain.person();
  const batch = await registry.gas(client, 'giveFeedbackBatch', inputs);
  rows.add(`giveFeedbackBatch of ${BATCH} agents, strings, per entry`, Math.ceil(batch / BATCH));
}

async function measureRevocations({ chain, registry, newAgent }: Scene, rows: Rows): Promise<void> {
  const agent = await newAgent();
  const give = async (client: string, count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await registry.send(client, 'giveFeedback', ...full(agent));
  };
  const revoke = (client: string, index: number): Promise<number> =>
    registry.gas(client, 'revokeFeedback', agent, index);
  const options = { deployed: 'revokeFeedback', bound: 1 } as const;
  const [a, b, c] = [await chain.person(), await chain.person(), await chain.person()];
  await give(a, 1);
  rows.add('revokeFeedback, sole feedback', await revoke(a, 1), options);
  await give(b, 3);
  rows.add('revokeFeedback, a later one', await revoke(b, 3), options);
  rows.add('revokeFeedback, the first of several', await revoke(b, 1), options);
  await give(c, MEAN_OF);
  const gas: number[] = [];
  while (gas.length < MEAN_OF) gas.push(await revoke(c, gas.length + 1));
  rows.add(`revokeFeedback, mean of ${MEAN_OF} by one client`, meanGas(gas), options);
}

async function measureResponses({ chain, registry, newAgent }: Scene, rows: Rows): Promise<void> {
  const agent = await newAgent();
  const client = await chain.person();
  await registry.send(client, 'giveFeedback', ...full(agent));
  const respond = (responder: string, index: number): Promise<number> =>
    registry.gas(responder, 'appendResponse', agent, client, index, URI53, HASH);
  const responder = await chain.person();
  rows.add('appendResponse, first', await respond(responder, 1), { deployed: 'appendResponse, first', bound: 0.47 });
  rows.add('appendResponse, again by the same responder', await respond(responder, 1), {
    deployed: 'appendResponse, again by the same responder',
  });
  rows.add('appendResponse, first by another responder', await respond(await chain.person(), 1), {
    deployed: 'appendResponse, first by another responder',
  });
  await registry.send(client, 'giveFeedback', ...full(agent));
  await registry.send(client, 'giveFeedback', ...full(agent));
  rows.add('appendResponse, first to a later feedback', await respond(responder, 3), {
    deployed: 'appendResponse, first',
  });
}

async function measureViews(scene: Scene, rows: Rows): Promise<void> {
  const { chain, registry } = scene;
  const agent = await scene.bareAgent();
  const client = await chain.person();
  await fill(scene, agent, client, 100, () => ({}));
  const view = async (call: string, signature: string, args: unknown[], options = {}): Promise<void> => {
    rows.add(call, await registry.gas(client, signature, ...args), options);
  };
  await view('readFeedback', 'readFeedback', [agent, client, 50]);
  await view('readAllFeedback, 100, one client', 'readAllFeedback', [agent, [client], '', '', true], {
    deployed: 'readAllFeedback, 100, one client',
  });
  await view('readAllFeedback, 100, all clients', 'readAllFeedback', [agent, [], '', '', true], {
    deployed: 'readAllFeedback, 100, all clients',
  });
  await view('readFeedbackPage, 100', 'readFeedbackPage', [agent, client, 1, 100]);
  await view('reputation.summarizePage, 100', 'summarizePage', [agent, client, 1, 100, '', '']);
  await view('getClients, one', 'getClients', [agent]);
  await view('getClientsPage, one', 'getClientsPage', [agent, 0, 100]);
  await view('getClientCount', 'getClientCount', [agent]);
  await view('getLastIndex', 'getLastIndex', [agent, client]);
  await view('getResponseCount, one feedback', 'getResponseCount', [agent, client, 1, []]);
  await view('getResponseCount, all of a client with 100', 'getResponseCount', [agent, client, 0, []]);
  await view('reputation.supportsInterface', 'supportsInterface', ['0x01ffc9a7']);
}

const SUMMARIES = [
  { name: 'no filter', tags: ['', ''] },
  { name: 'tag1', tags: [TAG1, ''] },
  { name: 'tag1 and tag2', tags: [TAG1, TAG2] },
] as const;

async function measureUniformSummaries(scene: Scene, rows: Rows): Promise<void> {
  const { chain, registry } = scene;
  const client = await chain.person();
  const many = await scene.bareAgent();
  const few = await scene.bareAgent();
  await fill(scene, many, client, MANY, () => ({}));
  await fill(scene, few, client, FEW, () => ({}));
  for (const { name, tags } of SUMMARIES) {
    const gas = await registry.gas(client, 'getSummary', many, [client], ...tags);
    const fewGas = await registry.gas(client, 'getSummary', few, [client], ...tags);
    rows.add(`reputation.getSummary, ${MANY} uniform, ${name}`, gas, {
      deployed: `reputation.getSummary, 1000, ${name}`,
      bound: 0.01,
    });
    rows.add(`reputation.getSummary, uniform, ${name}: ${MANY} over ${FEW}`, gas - fewGas, { most: 0 });
  }
}

const MIXED_TAGS1 = ['starred', 'reachable', 'uptime', 'successRate'];
const MIXED_TAGS2 = ['day', 'week', 'month', 'year'];

async function measureMixedSummaries(scene: Scene, rows: Rows): Promise<void> {
  const { chain, registry } = scene;
  const client = await chain.person();
  const agent = await scene.bareAgent();
  // Every combination of tags and decimals, so that no flag of uniformity helps.
  await fill(scene, agent, client, MANY, (i) => ({
    decimals: (i >> 4) % 4,
    tag1: MIXED_TAGS1[i % 4] ?? '',
    tag2: MIXED_TAGS2[(i >> 2) % 4] ?? '',
  }));
  const bounds = [0.45, 0.28, undefined];
  for (const [i, { name, tags }] of SUMMARIES.entries()) {
    const bound = bounds[i];
    rows.add(
      `reputation.getSummary, ${MANY} mixed, ${name}`,
      await registry.gas(client, 'getSummary', agent, [client], ...tags),
      { deployed: `reputation.getSummary, 1000, ${name}`, ...(bound === undefined ? {} : { bound }) },
    );
  }
  const stray = await scene.bareAgent();
  await fill(scene, stray, client, MANY, (i) => (i === 0 ? { tag1: 'uptime' } : { decimals: i % 4 }));
  rows.add(
    `reputation.getSummary, ${MANY}, mixed decimals and one stray tag1, tag1 of the others`,
    await registry.gas(client, 'getSummary', stray, [client], TAG1, ''),
    { deployed: 'reputation.getSummary, 1000, tag1' },
  );
}

async function fill(
  { registry }: Scene,
  agent: bigint,
  client: string,
  count: number,
  feedbackOf: (index: number) => Feedback,
): Promise<void> {
  for (let i = 0; i < count; i++) await registry.send(client, 'giveFeedback', ...full(agent, feedbackOf(i)));
}

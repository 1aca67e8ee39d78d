import type { GasChain, GasContract } from './chain.ts';
import { hashOf } from './chain.ts';
import { HASH, NO_HASH, URI53 } from './inputs.ts';
import { measureGetters } from './module.ts';
import type { GasModule } from './module.ts';
import { meanGas } from './rows.ts';
import type { Rows } from './rows.ts';

const REPEATS = 16;
const MANY = 1000;
const FEW = 10;

/** A registry with the agents, the owner and the validators that ask and answer. */
interface Scene {
  chain: GasChain;
  registry: GasContract;
  owner: string;
  newAgent: () => Promise<bigint>;
}

export const validation: GasModule = {
  name: 'validation',
  measure: async (chain, rows) => {
    const identity = await chain.deploy('ERC8004IdentityRegistry');
    const registry = await chain.deploy('ERC8004ValidationRegistry', identity.address);
    const owner = await chain.person();
    let agents = 0n;
    const newAgent = async (): Promise<bigint> => {
      await identity.send(owner, 'register()');
      return agents++;
    };
    const scene = { chain, registry, owner, newAgent };
    await measureRequests(scene, rows);
    await measureResponses(scene, rows);
    await measureViews(scene, rows);
    await measureUniformSummaries(scene, rows);
    await measureMixedSummaries(scene, rows);
    await measureGetters('validation', registry, owner, rows);
    return registry;
  },
};

async function measureRequests({ chain, registry, owner, newAgent }: Scene, rows: Rows): Promise<void> {
  const agent = await newAgent();
  const validator = await chain.person();
  const request = (text: string): Promise<number> =>
    registry.gas(owner, 'validationRequest', validator, agent, URI53, hashOf(text));
  rows.add('validationRequest, first of agent and validator', await request('request 0'), {
    deployed: 'validationRequest, first of agent and validator',
  });
  const later: number[] = [];
  while (later.length < REPEATS) later.push(await request(`request ${later.length + 1}`));
  rows.add(`validationRequest, mean of ${REPEATS} for one agent and validator`, meanGas(later), {
    deployed: 'validationRequest, later',
    bound: 0.58,
  });
  rows.add(`validationRequest, dearest of these ${REPEATS}`, Math.max(...later), {
    deployed: 'validationRequest, later',
  });
  const [bound] = await registry.read('boundRequestHash', agent, validator, hashOf('content'));
  rows.add(
    'validationRequest, bound hash',
    await registry.gas(owner, 'validationRequest', validator, agent, URI53, bound),
    { deployed: 'validationRequest, later' },
  );
}

async function measureResponses({ chain, registry, owner, newAgent }: Scene, rows: Rows): Promise<void> {
  const agent = await newAgent();
  const validator = await chain.person();
  const ask = async (text: string): Promise<string> => {
    await registry.send(owner, 'validationRequest', validator, agent, URI53, hashOf(text));
    return hashOf(text);
  };
  const respond = (...args: unknown[]): Promise<number> => registry.gas(validator, 'validationResponse', ...args);
  const first = await ask('first response');
  rows.add('validationResponse, first, known tag', await respond(first, 80, URI53, HASH, 'soft'), {
    deployed: 'validationResponse, first, tag',
    bound: 0.55,
  });
  rows.add('validationResponse, overwrite, another known tag', await respond(first, 100, URI53, HASH, 'hard'), {
    deployed: 'validationResponse, overwrite, other tag',
    bound: 0.8,
  });
  rows.add('validationResponse, overwrite, same tag', await respond(first, 90, URI53, HASH, 'hard'), {
    deployed: 'validationResponse, overwrite, other tag',
  });
  rows.add('validationResponse, first, no strings', await respond(await ask('no strings'), 80, '', NO_HASH, ''), {
    deployed: 'validationResponse, first, no strings',
  });
  const known = await respond(await ask('known tag'), 80, URI53, HASH, 'hard');
  rows.add('validationResponse, first, second tag of the agent', known, { deployed: 'validationResponse, first, tag' });
  rows.add('validationResponse, first, tag never seen', await respond(await ask('new tag'), 80, URI53, HASH, 'zeta'), {
    deployed: 'validationResponse, first, tag',
  });
}

async function measureViews(scene: Scene, rows: Rows): Promise<void> {
  const { chain, registry } = scene;
  const agent = await scene.newAgent();
  const validator = await chain.person();
  const hashes = await fill(scene, agent, validator, 'views', 100, () => 'soft');
  const request = hashes[50];
  const view = async (call: string, signature: string, ...args: unknown[]): Promise<void> => {
    rows.add(call, await registry.gas(validator, signature, ...args));
  };
  await view('getValidationStatus', 'getValidationStatus', request);
  await view('getAgentValidations, 100', 'getAgentValidations', agent);
  await view('getAgentValidationsPage, 100', 'getAgentValidationsPage', agent, 0, 100);
  await view('getAgentValidationCount', 'getAgentValidationCount', agent);
  await view('getValidatorRequests, 100', 'getValidatorRequests', validator);
  await view('getValidatorRequestsPage, 100', 'getValidatorRequestsPage', validator, 0, 100);
  await view('getValidatorRequestCount', 'getValidatorRequestCount', validator);
  await view('getIndependentSummary, 100, no filter', 'getIndependentSummary', agent, [], '');
  await view('getIndependentSummary, 100, tag', 'getIndependentSummary', agent, [], 'soft');
  await view('validation.summarizePage, 100, no filter', 'summarizePage', agent, 0, 100, [], '', false);
  await view('requestExists', 'requestExists', request);
  await view('isAnswered', 'isAnswered', request);
  await view('isSelfValidation', 'isSelfValidation', request);
  await view('boundRequestHash', 'boundRequestHash', agent, validator, HASH);
  await view('boundAgentOf', 'boundAgentOf', request);
  await view('validation.supportsInterface', 'supportsInterface', '0x01ffc9a7');
}

async function measureUniformSummaries(scene: Scene, rows: Rows): Promise<void> {
  const summary = await manyAndFew(scene, 'uniform', () => 'soft');
  const filters = [
    { name: 'no filter', filter: '', deployed: 'validation.getSummary, 1000, no filter' },
    { name: 'one tag throughout', filter: 'soft', deployed: 'validation.getSummary, 1000, tag' },
  ] as const;
  for (const { name, filter, deployed } of filters) {
    const many = await summary(MANY, filter);
    rows.add(`validation.getSummary, ${MANY}, ${name}`, many, { deployed, bound: 0.005 });
    rows.add(`validation.getSummary, ${name}: ${MANY} over ${FEW}`, many - (await summary(FEW, filter)), { most: 0 });
  }
  rows.add(`validation.getSummary, ${MANY}, one tag throughout, one validator`, await summary(MANY, 'soft', true), {
    deployed: 'validation.getSummary, 1000, validator and tag',
  });
}

async function measureMixedSummaries(scene: Scene, rows: Rows): Promise<void> {
  const two = await manyAndFew(scene, 'two tags', (i) => (i % 2 === 0 ? 'soft' : 'hard'));
  rows.add(`validation.getSummary, ${MANY}, two tags, one filtered`, await two(MANY, 'soft'), {
    deployed: 'validation.getSummary, 1000, tag',
  });
  const tags = ['soft', 'hard', 'uptime', 'reachable'];
  const mixed = await manyAndFew(scene, 'mixed', (i) => tags[i % tags.length] ?? '');
  rows.add(`validation.getSummary, ${MANY}, mixed tags, no filter`, await mixed(MANY, ''), {
    deployed: 'validation.getSummary, 1000, no filter',
  });
  // The first tag of an agent has a sum of its own; a later one has to be looked for.
  for (const [name, tag] of [
    ['its first tag', 'soft'],
    ['a later tag', 'uptime'],
  ] as const) {
    rows.add(`validation.getSummary, ${MANY}, mixed tags, filter on ${name}`, await mixed(MANY, tag), {
      deployed: 'validation.getSummary, 1000, tag',
      bound: 0.6,
    });
  }
}

type Summary = (count: typeof MANY | typeof FEW, tag: string, byValidator?: boolean) => Promise<number>;

/** Two agents with many and few answered requests to one validator; returns what their summaries take. */
async function manyAndFew(scene: Scene, text: string, tagOf: (index: number) => string): Promise<Summary> {
  const validator = await scene.chain.person();
  const agents = new Map<number, bigint>();
  for (const count of [FEW, MANY]) {
    const agent = await scene.newAgent();
    agents.set(count, agent);
    await fill(scene, agent, validator, `${text} ${count}`, count, tagOf);
  }
  return (count, tag, byValidator = false) =>
    scene.registry.gas(scene.owner, 'getSummary', agents.get(count), byValidator ? [validator] : [], tag);
}

async function fill(
  { registry, owner }: Scene,
  agent: bigint,
  validator: string,
  text: string,
  count: number,
  tagOf: (index: number) => string,
): Promise<string[]> {
  const hashes: string[] = [];
  for (let i = 0; i < count; i++) {
    const hash = hashOf(`${text} ${i}`);
    hashes.push(hash);
    await registry.send(owner, 'validationRequest', validator, agent, URI53, hash);
    await registry.send(validator, 'validationResponse', hash, 50 + (i % 50), URI53, HASH, tagOf(i));
  }
  return hashes;
}

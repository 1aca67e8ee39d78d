import { expect } from 'chai';
import { Interface } from 'ethers';
import type { ParamType } from 'ethers';
import hre from 'hardhat';
import { after, before, describe, it } from 'mocha';
import type { ContractName } from '../../examples/indexer/core/addressBook.ts';
import { HANDLERS, UNHEARD } from '../../examples/indexer/core/handlers/index.ts';
import { setUpSage } from '../../examples/indexer/core/handlers/sage.ts';
import { connectChain } from '../../scripts/start/chain.ts';
import type { Chain } from '../../scripts/start/chain.ts';
import { Inquiry } from './differential/inquiry.ts';
import { Random } from './differential/random.ts';
import { Run } from './differential/run.ts';
import { ReferenceViews } from './differential/views.ts';
import { askWorld, callView } from './indexer/askWorld.ts';
import type { Compare } from './indexer/askWorld.ts';
import { compareViews } from './indexer/compareViews.ts';
import type { AskedChain, Comparison } from './indexer/compareViews.ts';
import { makeForeignWorld, playForeign } from './indexer/foreignWorld.ts';
import type { ForeignWorld } from './indexer/foreignWorld.ts';
import { EVENTS, LogFeeder } from './indexer/feedLogs.ts';
import type { RawLog } from './indexer/feedLogs.ts';
import { MemoryStore } from './indexer/memoryStore.ts';
import { playScenario } from './indexer/playScenario.ts';
import type { RowSet } from './indexer/rowSet.ts';
import { stateOf } from './indexer/stateOf.ts';
import { VIEWS_WITHOUT_ROWS } from './indexer/viewsWithoutRows.ts';
import { abiOf, accountsNeeded, addressesOf, allLogs, makeWorld } from './indexer/world.ts';
import type { World } from './indexer/world.ts';

const CONTRACTS = Object.keys(HANDLERS) as ContractName[];
/** What no view shows. */
const WITHOUT_VIEW = ['Sage:HookFailed'];
/** Only over an identity registry that keeps no times of transfers. */
const ELSEWHERE = ['Sage:ControlConfirmed'];
/** Over one that keeps them, a transfer has told it before. */
const TOLD_BEFORE = ['Sage:EpochEnded'];
/** Undone by a later event in the scenario, for one contract each. */
const UNDONE = ['Sage:Paused', 'Staked:Unpaused'];
const RANDOM_OPERATIONS = 600;

interface TimedLog {
  readonly log: RawLog;
  readonly time: bigint;
}

describe('the indexer example', function () {
  this.timeout(600_000);
  let chain: Chain;
  let world: World;
  let logs: readonly TimedLog[];
  let compare: Compare;
  before(async () => {
    chain = await connectChain(hre, await accountsNeeded());
    world = await makeWorld(chain);
    await playScenario(world);
    logs = await allLogs(chain);
    compare = await askWorld(world);
  });
  after(() => chain.close());

  async function index(taken: readonly TimedLog[]): Promise<{ rows: RowSet; counts: ReadonlyMap<string, number> }> {
    const store = new MemoryStore(Number(world.registries.chainId));
    await setUpSage(store, (await world.registries.sage.getParameters()).tracksTransfers);
    const feeder = new LogFeeder(store, await addressesOf(world.registries));
    for (const { log, time } of taken) await feeder.feed(log, time);
    return { rows: store.rows(), counts: feeder.counts };
  }

  it('knows every event of the contracts, with a handler or a reason for none', async () => {
    for (const contract of CONTRACTS) {
      const compiled = eventsOf(new Interface(await abiOf(chain, contract)));
      expect(eventsOf(new Interface(EVENTS[contract])), contract).to.have.members(compiled);
      const names = new Interface(EVENTS[contract]).fragments.map((one) => ('name' in one ? String(one.name) : ''));
      const handled = [...Object.keys(HANDLERS[contract]), ...UNHEARD.filter((name) => names.includes(name))];
      expect(handled, contract).to.have.members(names);
    }
  });

  it('P48: after a scenario that makes every event the rows answer every view as the contracts do', async () => {
    const { rows, counts } = await index(logs);
    const { views, asked, differences } = await compare(rows);
    console.log(`      ${logs.length} logs, ${views} views compared, ${differences.length} differences`);
    expect(differences).to.deep.equal([]);
    expect(handledEvents().filter((name) => !counts.has(name) && !ELSEWHERE.includes(name))).to.deep.equal([]);
    const answered = [...asked].filter((name) => !isConstant(name));
    expect([...answered, ...Object.keys(VIEWS_WITHOUT_ROWS)]).to.have.members(await viewsOfContracts());
  });

  it('P48: a log left out is found, of whatever event', async () => {
    const addresses = await addressesOf(world.registries);
    const silent = [...WITHOUT_VIEW, ...ELSEWHERE, ...TOLD_BEFORE, ...UNDONE];
    for (const name of handledEvents().filter((one) => !silent.includes(one))) {
      const [contract, event] = name.split(':') as [ContractName, string];
      const topic = new Interface(EVENTS[contract]).getEvent(event)?.topicHash;
      const places = [...logs.keys()].filter((place) => {
        const log = logs[place]?.log;
        return log?.address === addresses[contract] && log.topics[0] === topic;
      });
      let found = false;
      // The last one may tell nothing new, such as an empty URI.
      for (const place of places.reverse()) if ((found = await isMissed(place, contract))) break;
      expect(found, name).to.equal(true);
    }
  });

  /** Whether it shows that a log is left out: a later one has nothing to change, or a view of the contract differs. */
  async function isMissed(place: number, contract: ContractName): Promise<boolean> {
    let rows: RowSet;
    try {
      ({ rows } = await index(logs.toSpliced(place, 1)));
      return (await compare(rows, contract)).differences.length > 0;
    } catch (error) {
      if (error instanceof Error && /^(no|a second) \w+|(is|are) missing$|^value out-of-bounds/.test(error.message))
        return true;
      throw error;
    }
  }

  async function viewsOfContracts(): Promise<string[]> {
    const views = new Set<string>();
    for (const contract of CONTRACTS) {
      new Interface(await abiOf(chain, contract)).forEachFunction(({ name, constant }) => {
        if (constant && !isConstant(name)) views.add(`${contract}.${name}`);
      });
    }
    return [...views];
  }

  it('P48: the same over an identity registry that keeps no times of transfers', async () => {
    const foreign = await connectChain(hre, 2);
    try {
      const played = await makeForeignWorld(foreign);
      const moments: string[] = [];
      const met = new Set<string>();
      await playForeign(played, async (moment) => {
        moments.push(moment);
        const { counts, differences } = await compareForeign(played);
        expect(differences, moment).to.deep.equal([]);
        for (const name of counts.keys()) met.add(name);
      });
      expect(moments).to.have.lengthOf(5);
      expect([...met]).to.include.members([...ELSEWHERE, ...TOLD_BEFORE]);
    } finally {
      await foreign.close();
    }
  });

  it(`P48: the same for ${RANDOM_OPERATIONS} random operations on the registries of the standard`, async () => {
    const run = await Run.start({ seed: 84, operations: RANDOM_OPERATIONS });
    const { chain: random, cast, report } = run;
    try {
      await run.perform();
      const { chainId, addresses } = random.surroundings;
      const store = new MemoryStore(Number(chainId));
      const { identity: Identity, reputation: Reputation, validation: Validation } = addresses;
      const feeder = new LogFeeder(store, { Identity, Reputation, Validation });
      for await (const log of random.allLogs())
        await feeder.feed(log as RawLog & typeof log, BigInt(log.blockTimestamp));
      const before = report.views;
      const views = new ReferenceViews(stateOf(store.rows()), random.surroundings);
      await run.compareEverything(new Inquiry(views, cast, new Random(48)));
      console.log(`      ${report.events} logs, ${report.views - before} views compared`);
      expect(report.differences).to.deep.equal([]);
    } finally {
      await random.close();
    }
  });
});

/** Compares SAGE's registry with the rows of all logs so far. */
async function compareForeign({
  chain,
  identity,
  sage,
}: ForeignWorld): Promise<Comparison & { readonly counts: ReadonlyMap<string, number> }> {
  const { provider } = chain.ethers;
  const { chainId } = await provider.getNetwork();
  const { tracksTransfers } = await sage.getParameters();
  expect(tracksTransfers).to.equal(false);
  const store = new MemoryStore(Number(chainId));
  await setUpSage(store, tracksTransfers);
  const lower = async (contract: { getAddress: () => Promise<string> }): Promise<string> =>
    (await contract.getAddress()).toLowerCase();
  const addresses = { Identity: await lower(identity), Sage: await lower(sage) };
  const feeder = new LogFeeder(store, addresses);
  for (const { log, time } of await allLogs(chain)) await feeder.feed(log, time);
  const known = {
    rows: store.rows(),
    now: BigInt((await provider.getBlock('latest'))?.timestamp ?? 0),
    addresses: { ...addresses, Reputation: '', Validation: '', Staked: '', TeeKeys: '', Policy: '' },
    accounts: (await chain.ethers.getSigners()).map(({ address }) => address.toLowerCase()),
  };
  const asked: AskedChain = {
    chainId,
    call: (to, data) => callView(provider, to, data),
    abiOf: (name) => abiOf(chain, name),
  };
  return { ...(await compareViews(asked, known, 'Sage')), counts: feeder.counts };
}

function handledEvents(): string[] {
  return CONTRACTS.flatMap((contract) => Object.keys(HANDLERS[contract]).map((event) => `${contract}:${event}`));
}

/** Whether a view is a constant of the code, by its name. */
function isConstant(view: string): boolean {
  return /(^|\.)[A-Z0-9_]+$/.test(view);
}

/** The events of an interface with all types, names and indexes. */
function eventsOf(contract: Interface): string[] {
  const show = ({ name, type, indexed, components }: ParamType): string =>
    `${components === null ? type : `(${components.map(show).join()})`}${indexed === true ? ' indexed' : ''} ${name}`;
  return contract.fragments.flatMap((fragment) =>
    fragment.type === 'event'
      ? [`${'name' in fragment ? String(fragment.name) : ''}(${fragment.inputs.map(show).join()})`]
      : [],
  );
}

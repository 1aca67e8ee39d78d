import { Contract, Interface, Result } from 'ethers';
import type { Provider } from 'ethers';
import { GovernanceMismatchError } from '../errors.ts';
import type { ReadArtifact } from '../deploySuite.ts';
import type { Part } from '../plan.ts';
import { isRefusedCall } from './isRefusedCall.ts';
import { readLogs } from './readLogs.ts';

/** A contract where it is said to be. */
export interface PlacedContract {
  readonly part: Part;
  /** Name of the artifact. */
  readonly contract: string;
  readonly address: string;
  /** Absent for a contract of others. */
  readonly deployment?: { readonly transaction: string; readonly block: number };
}

/** An event of a part's log. */
export interface PartEvent {
  readonly name: string;
  readonly args: Result;
  readonly transaction: string;
  readonly block: number;
}

/** What a view answers that reverts, or is not there. */
export const NO_ANSWER = 'no answer';

interface Known {
  readonly placed: PlacedContract;
  readonly contract: Contract;
}

/** Reads the contracts of a suite, all at the same block. */
export class SuiteReader {
  readonly provider: Provider;
  readonly block: number;
  readonly #known: ReadonlyMap<Part, Known>;
  readonly #logs = new Map<Part, Promise<PartEvent[]>>();

  private constructor(provider: Provider, block: number, known: ReadonlyMap<Part, Known>) {
    this.provider = provider;
    this.block = block;
    this.#known = known;
  }

  /** @param contracts Looked up by their part; what is not among them is not there. */
  static async open(
    contracts: readonly PlacedContract[],
    provider: Provider,
    readArtifact: ReadArtifact,
  ): Promise<SuiteReader> {
    const known = new Map<Part, Known>();
    for (const placed of contracts) {
      const { abi } = await readArtifact(placed.contract);
      known.set(placed.part, { placed, contract: new Contract(placed.address, Interface.from(abi), provider) });
    }
    return new SuiteReader(provider, await provider.getBlockNumber(), known);
  }

  has(part: Part): boolean {
    return this.#known.has(part);
  }

  /** @throws {GovernanceMismatchError} For a part that is not there. */
  of(part: Part): PlacedContract {
    return this.#get(part).placed;
  }

  get contracts(): PlacedContract[] {
    return [...this.#known.values()].map(({ placed }) => placed);
  }

  nameOf(part: Part): string {
    return this.#known.get(part)?.placed.contract ?? part;
  }

  interfaceOf(part: Part): Interface {
    return this.#get(part).contract.interface;
  }

  /** What a view answers; `NO_ANSWER` where it reverts or is not there. */
  async read(part: Part, signature: string, ...args: readonly unknown[]): Promise<unknown> {
    try {
      const view = this.#get(part).contract.getFunction(signature);
      return (await view(...args, { blockTag: this.block })) as unknown;
    } catch (error) {
      if (isRefusedCall(error)) return NO_ANSWER;
      throw error;
    }
  }

  /**
   * Reads the fields of a struct, or of several answers, that a view gives.
   *
   * @param member Name of the struct among several answers.
   * @returns Gives a field by its name; `NO_ANSWER` for each where the view gives none.
   */
  async fields(part: Part, signature: string, member?: string): Promise<(name: string) => unknown> {
    const answer = await this.read(part, signature);
    if (!(answer instanceof Result)) return () => NO_ANSWER;
    const struct =
      member !== undefined && answer.toObject()[member] instanceof Result
        ? (answer.getValue(member) as Result)
        : answer;
    return (name) => struct.getValue(name) as unknown;
  }

  /** The code at an address. */
  code(address: string): Promise<string> {
    return this.provider.getCode(address, this.block);
  }

  /** Events of a part since its deployment, in their order; of one name, or all. */
  async events(part: Part, name?: string): Promise<PartEvent[]> {
    let log = this.#logs.get(part);
    if (log === undefined) this.#logs.set(part, (log = this.#readLog(part)));
    return (await log).filter((event) => name === undefined || event.name === name);
  }

  /** Like `events`, without those of the deployment. */
  async changes(part: Part, name: string): Promise<PartEvent[]> {
    const first = this.of(part).deployment?.transaction;
    return (await this.events(part, name)).filter(({ transaction }) => transaction !== first);
  }

  async #readLog(part: Part): Promise<PartEvent[]> {
    const { placed, contract } = this.#get(part);
    const topics = eventTopics(contract.interface);
    const from = Math.min(placed.deployment?.block ?? 0, this.block);
    const logs = await readLogs(this.provider, { address: placed.address, topics: [topics] }, from, this.block);
    return logs.flatMap(({ topics: found, data, transactionHash, blockNumber }) => {
      const parsed = parse(contract.interface, found, data);
      return parsed === undefined ? [] : [{ ...parsed, transaction: transactionHash, block: blockNumber }];
    });
  }

  #get(part: Part): Known {
    const found = this.#known.get(part);
    if (found === undefined) throw new GovernanceMismatchError(part, 'address', 'not in the deployment', 'a contract');
    return found;
  }
}

/** What governance can change; agents' and users' events would be too many. */
const GOVERNED =
  /^(Role|Call|MinDelay|Owner|Threshold|Transaction(Executed)|SignedTransactionExecuted|Guardian|Governance|Hook(Set)|Paused|Unpaused|VoteWeightSet|Staked(Parameters|Guardian)Set|TEEKey(Parameters|Guardian|Verifier)Set)/;

function eventTopics(contract: Interface): string[] {
  const topics: string[] = [];
  contract.forEachEvent(({ name, topicHash }) => {
    if (GOVERNED.test(name)) topics.push(topicHash);
  });
  return topics;
}

/** A log that doesn't fit its topic was written by other code, which the comparison of code tells. */
function parse(
  contract: Interface,
  topics: readonly string[],
  data: string,
): { name: string; args: Result } | undefined {
  try {
    const parsed = contract.parseLog({ topics, data });
    return parsed === null ? undefined : { name: parsed.name, args: parsed.args };
  } catch (error) {
    if (isRefusedCall(error) || error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

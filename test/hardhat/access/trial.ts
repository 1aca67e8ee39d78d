// Calls every function of a suite that can change something, as different accounts, and tells how each call ended. Nothing is
// kept: the calls are `eth_call`.
import { ZeroHash, getAddress } from 'ethers';
import type { FunctionFragment, Interface, ParamType } from 'ethers';
import type { EthereumProvider } from 'hardhat/types/providers';

/** Somebody who tries. */
export interface Actor {
  readonly name: string;
  readonly address: string;
}

/** How a call ended: `ok`, or the error's name and arguments. */
export interface Outcome {
  readonly error: string;
  readonly args: readonly unknown[];
}

/** A function and how it ended for each actor. */
export interface Trial {
  readonly contract: string;
  readonly function: string;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

export interface TriedContract {
  readonly contract: string;
  readonly address: string;
  readonly abi: Interface;
}

/** Stands for every address that an argument asks for: an account without code and without any part in the suite. */
export const NOBODY = getAddress(`0x${'bada'.repeat(10)}`);

/**
 * @param contracts The contracts to call.
 * @param functions Their functions as `name(types)`, or `receive()`.
 * @param errors Where the names of errors come from: all contracts, because errors pass through from one to another.
 */
export async function tryFunction(
  provider: EthereumProvider,
  { contract, address, abi }: TriedContract,
  name: string,
  actors: readonly Actor[],
  errors: Interface,
): Promise<Trial> {
  const data = dataOf(abi, name);
  const outcomes = new Map<string, Outcome>();
  for (const actor of actors) {
    outcomes.set(actor.name, await outcomeOf(provider, { from: actor.address, to: address, data }, errors));
  }
  return { contract, function: name, outcomes };
}

async function outcomeOf(
  provider: EthereumProvider,
  call: { from: string; to: string; data: string },
  errors: Interface,
): Promise<Outcome> {
  const answer = await provider.request({ method: 'eth_call', params: [call, 'latest'] }).then(
    () => undefined,
    (error: unknown) => revertData(error),
  );
  if (answer === undefined) return { error: 'ok', args: [] };
  const parsed = errors.parseError(answer);
  if (parsed === null)
    throw new Error(`${call.data.slice(0, 10)} of ${call.to} ended with ${answer}, no error we know`);
  return { error: parsed.name, args: parsed.args.toArray() as unknown[] };
}

/** Hardhat puts the data beside the message, or where it has a trace, one step deeper. */
function revertData(error: unknown): string {
  const outer = error instanceof Error && 'data' in error ? error.data : undefined;
  const data = typeof outer === 'object' && outer !== null && 'data' in outer ? outer.data : outer;
  if (typeof data === 'string') return data;
  throw error;
}

function dataOf(abi: Interface, name: string): string {
  if (name === 'receive()') return '0x';
  const fragment = abi.getFunction(name);
  if (fragment === null) throw new Error(`there is no function ${name}`);
  return abi.encodeFunctionData(fragment, argumentsOf(fragment));
}

/** The least that decodes, but for ids, which name the second of a kind: agent 1 is there. */
function argumentsOf(fragment: FunctionFragment): unknown[] {
  return fragment.inputs.map((input) => valueOf(input));
}

function valueOf(type: ParamType): unknown {
  if (type.isArray()) return [];
  if (type.isTuple()) return type.components.map((component) => valueOf(component));
  if (type.type === 'address') return NOBODY;
  if (type.type === 'bool') return false;
  if (type.type === 'string') return '';
  if (type.type === 'bytes') return '0x';
  if (type.type === 'bytes32') return ZeroHash;
  if (/^u?int\d*$/.test(type.type)) return 1n;
  throw new Error(`no value for an argument of type ${type.type}`);
}

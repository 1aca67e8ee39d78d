import type { FunctionFragment, Interface } from 'ethers';
import type { Call } from '../../../scripts/governance/types.ts';
import type { Part } from '../../../scripts/deploy/plan.ts';
import type { TaskContext } from '../TaskContext.ts';
import { TaskError } from '../TaskError.ts';
import { FACTORIES } from '../connectPart.ts';

/** A call as the user writes it. */
export interface CallArguments {
  /** Part of the suite. */
  readonly target: string;
  /** Name or signature of the function. */
  readonly call: string;
  /** JSON list. */
  readonly args: string;
  /** Wei. */
  readonly value: bigint;
}

/**
 * Encodes a call of a part of the suite, checked by its ABI.
 *
 * @throws {TaskError} `unknown-part`, `unknown-function`, `function-reads`, `bad-arguments`, `bad-amount`; `part-missing`.
 */
export async function encodeCall(context: TaskContext, wanted: CallArguments): Promise<Call> {
  const part = toPart(wanted.target);
  const abi: Interface = FACTORIES[part].createInterface();
  const fragment = findFunction(abi, wanted.call, part);
  const data = encodeArguments(abi, fragment, readArguments(wanted.args));
  const { value } = wanted;
  if (value < 0n || (value > 0n && !fragment.payable)) {
    throw new TaskError('bad-amount', `${part}.${fragment.name} takes no ether; leave it out`, {
      field: '--value',
      value,
    });
  }
  return { target: await context.addressOf(part), value, data };
}

function toPart(target: string): Part {
  if (Object.hasOwn(FACTORIES, target)) return target as Part;
  throw new TaskError('unknown-part', `name one of ${Object.keys(FACTORIES).join(', ')}`, {
    field: '--target',
    value: target,
  });
}

function findFunction(abi: Interface, call: string, part: Part): FunctionFragment {
  const field = '--call';
  const functions = abi.fragments.filter((fragment): fragment is FunctionFragment => fragment.type === 'function');
  const changing = functions.filter(({ constant }) => !constant);
  const wanted = call.replaceAll(' ', '');
  const isWanted = (one: FunctionFragment): boolean => one.format('sighash') === wanted || one.name === wanted;
  const found = changing.filter(isWanted);
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  if (first === undefined && functions.some(isWanted)) {
    throw new TaskError('function-reads', 'the function changes nothing; no owner has to confirm it', {
      field,
      value: call,
    });
  }
  const choices = (first === undefined ? changing : found).map((one) => one.format('sighash')).sort();
  throw new TaskError('unknown-function', `${part} has these: ${choices.join(', ')}`, {
    field,
    value: call,
    details: { functions: choices },
  });
}

function readArguments(text: string): unknown[] {
  const refuse = (why: string, cause?: unknown): never => {
    throw new TaskError('bad-arguments', `${why}; give a JSON list such as '["0x…", "1000"]'`, {
      field: '--args',
      value: text,
      ...(cause !== undefined && { cause }),
    });
  };
  try {
    const args: unknown = JSON.parse(text, (_name, value: unknown) => {
      // JSON's numbers aren't exact beyond 2^53, and the loss would go unnoticed.
      if (typeof value === 'number' && !Number.isSafeInteger(value)) {
        return refuse(`${value} is no whole number that JSON holds exactly: write it as a text of digits`);
      }
      return value;
    });
    return Array.isArray(args) ? args : refuse('not a list');
  } catch (error) {
    if (error instanceof TaskError) throw error;
    return refuse('not JSON', error);
  }
}

function encodeArguments(abi: Interface, fragment: FunctionFragment, args: readonly unknown[]): string {
  try {
    return abi.encodeFunctionData(fragment, args);
  } catch (cause) {
    const why = cause instanceof Error && 'shortMessage' in cause ? String(cause.shortMessage) : String(cause);
    throw new TaskError('bad-arguments', `${why}; the function is ${fragment.format('full')}`, {
      field: '--args',
      value: args,
      cause,
    });
  }
}

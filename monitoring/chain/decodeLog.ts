import { EventFragment, Utf8ErrorFuncs, toUtf8String } from 'ethers';
import type { Interface, JsonFragment, ParamType, Result } from 'ethers';
import type { ChainLog } from '../../sdk/typescript/src/chain/types.ts';
import type { Hex } from '../../sdk/typescript/src/client/types.ts';
import { MonitorError } from '../MonitorError.ts';
import type { Suite } from '../suite.ts';
import type { ArgValue, EventPlace, SuiteEvent } from '../types.ts';

/** A log with its place. */
export interface PlacedLog extends ChainLog {
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: number;
}

/** A log of which contract and event are known, and nothing else yet. */
export interface FoundLog {
  readonly place: EventPlace;
  /** Of the event. */
  readonly name: string;
  /** Throws whatever ethers throws for a log that isn't encoded as the event is. */
  readonly decode: () => SuiteEvent;
}

/**
 * Finds the contract that sent a log, and its event.
 *
 * @param time Seconds since 1970, of the log's block.
 * @throws MonitorError `answer-contradicts` for a log that no contract of the suite can have sent.
 */
export function findLog(suite: Suite, log: PlacedLog, time: number): FoundLog {
  const contract = suite.byAddress.get(log.address);
  const where = `log ${log.logIndex} of block ${log.blockNumber}`;
  if (contract?.abi === undefined) throw contradiction(`${where} is of ${log.address}, which was not asked for`);
  const { part, address, abi } = contract;
  const fragment = log.topics[0] === undefined ? null : abi.getEvent(log.topics[0]);
  if (fragment === null) throw contradiction(`${where} is of ${part}, which has no such event; check the addresses`);
  const place = {
    part,
    address,
    block: log.blockNumber,
    blockHash: log.blockHash,
    time,
    transaction: log.transactionHash,
    logIndex: log.logIndex,
  };
  const { name } = fragment;
  return { place, name, decode: () => ({ ...place, name, args: decodeArgs(abi, fragment, log) }) };
}

/**
 * Texts are decoded as bytes, which are encoded alike: contracts check no UTF-8, and ethers gives an error in place of a text that
 * isn't.
 */
function decodeArgs(abi: Interface, fragment: EventFragment, log: PlacedLog): Record<string, ArgValue> {
  const json = fragment.format('json').replaceAll('"type":"string', '"type":"bytes');
  const raw = EventFragment.from(JSON.parse(json) as JsonFragment);
  return readStruct(fragment.inputs, abi.decodeEventLog(raw, log.data, [raw.topicHash, ...log.topics.slice(1)]));
}

function readStruct(inputs: readonly ParamType[], values: Result): Record<string, ArgValue> {
  const entries = inputs.map((input, index): [string, ArgValue] => [
    input.name === '' ? String(index) : input.name,
    readValue(input, values[index]),
  ]);
  return Object.fromEntries(entries);
}

function readValue(type: ParamType, value: unknown): ArgValue {
  if (type.isArray()) return [...(value as Result)].map((item) => readValue(type.arrayChildren, item));
  if (type.isTuple()) return readStruct(type.components, value as Result);
  if (typeof value === 'boolean') return value;
  if (type.type === 'string' && typeof value === 'string') return toUtf8String(value, Utf8ErrorFuncs.replace);
  if (typeof value === 'bigint' || typeof value === 'string') return String(value);
  // The topic of an indexed text is a hash; ethers wraps it.
  return (value as { readonly hash: string }).hash;
}

function contradiction(message: string): MonitorError {
  return new MonitorError('answer-contradicts', message);
}

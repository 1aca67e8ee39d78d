import type { ParamType, Result } from 'ethers';
import type { ChainLog } from '../../sdk/typescript/src/chain/types.ts';
import type { Hex } from '../../sdk/typescript/src/client/types.ts';
import { MonitorError } from '../MonitorError.ts';
import type { Suite } from '../suite.ts';
import type { ArgValue, SuiteEvent } from '../types.ts';

/** A log with its place. */
export interface PlacedLog extends ChainLog {
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: number;
}

/**
 * Reads a log by the ABI of the contract that sent it.
 *
 * @param time Seconds since 1970, of the log's block.
 * @throws MonitorError `answer-contradicts` for a log that no contract of the suite can have sent.
 */
export function decodeLog(suite: Suite, log: PlacedLog, time: number): SuiteEvent {
  const contract = suite.byAddress.get(log.address);
  const place = `log ${log.logIndex} of block ${log.blockNumber}`;
  if (contract?.abi === undefined) throw contradiction(`${place} is of ${log.address}, which was not asked for`);
  const { part, address, abi } = contract;
  const fragment = log.topics[0] === undefined ? null : abi.getEvent(log.topics[0]);
  if (fragment === null) throw contradiction(`${place} is of ${part}, which has no such event; check the addresses`);
  let args: Result;
  try {
    args = abi.decodeEventLog(fragment, log.data, log.topics);
  } catch (cause) {
    throw contradiction(`${place} does not decode as ${fragment.name} of ${part}; check the addresses`, cause);
  }
  return {
    part,
    address,
    name: fragment.name,
    args: readStruct(fragment.inputs, args),
    block: log.blockNumber,
    blockHash: log.blockHash,
    time,
    transaction: log.transactionHash,
    logIndex: log.logIndex,
  };
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
  if (typeof value === 'bigint' || typeof value === 'string') return String(value);
  // The topic of an indexed text is a hash; ethers wraps it.
  return (value as { readonly hash: string }).hash;
}

function contradiction(message: string, cause?: unknown): MonitorError {
  return new MonitorError('answer-contradicts', message, { cause });
}

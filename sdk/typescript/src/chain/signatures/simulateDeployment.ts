import { concatBytes } from '@noble/hashes/utils.js';
import { fromHex } from 'ox/Bytes';
import { fromBytes } from 'ox/Hex';
import type { Hex } from '../../client/types.ts';
import type { PinnedChain } from '../types.ts';
import type { Erc6492Signature } from './parseErc6492.ts';

/** Largest initialization code (EIP-3860). */
const MAX_INITCODE = 49_152;

/** The instructions that are used (Yellow Paper, appendix H). */
const OP = {
  codecopy: 0x39,
  returndatasize: 0x3d,
  pop: 0x50,
  mstore: 0x52,
  gas: 0x5a,
  call: 0xf1,
  return: 0xf3,
  staticcall: 0xfa,
} as const;

/** PUSH1 to PUSH32. */
const push = (bytes: Uint8Array): Uint8Array => Uint8Array.of(0x5f + bytes.length, ...bytes);
const number = (value: number): Uint8Array => push(Uint8Array.of(value >> 24, value >> 16, value >> 8, value));
const op = (code: number): Uint8Array => Uint8Array.of(code);

/**
 * Makes the call that deploys an account and asks it, in one `eth_call` without a contract: the program runs as the
 * creation of one, whose result would be its code. Nothing of it stays.
 *
 * @param chain Where.
 * @param wrapped Factory and its call.
 * @param account Whom to ask then.
 * @param question The call.
 * @returns The first word of the answer; undefined when there was none, or less than a word.
 * @throws ChainError when the chain can't be read.
 */
export async function simulateDeployment(
  chain: Pick<PinnedChain, 'call'>,
  wrapped: Erc6492Signature,
  account: Hex,
  question: Hex,
): Promise<Hex | undefined> {
  const program = buildProgram(
    fromHex(wrapped.factory),
    fromHex(wrapped.factoryData),
    fromHex(account),
    fromHex(question),
  );
  if (program.length > MAX_INITCODE) return undefined;
  const answer = await chain.call(null, fromBytes(program));
  if ('revert' in answer) return undefined;
  const [success, size, word] = [0, 1, 2].map((index) => answer.result.slice(2 + 64 * index, 66 + 64 * index));
  if (word?.length !== 64 || BigInt(`0x${success ?? ''}`) !== 1n || BigInt(`0x${size ?? ''}`) < 32n) return undefined;
  return `0x${word}`;
}

/**
 * Memory: the factory's call, the question, then three words of the result: success first, so that what would be the
 * contract's code never begins with 0xEF (EIP-3541).
 */
function buildProgram(factory: Uint8Array, call: Uint8Array, account: Uint8Array, question: Uint8Array): Uint8Array {
  const questionAt = call.length;
  const resultAt = questionAt + question.length;
  const assemble = (dataAt: number): Uint8Array =>
    concatBytes(
      // codecopy(0, dataAt, resultAt)
      number(resultAt),
      number(dataAt),
      number(0),
      op(OP.codecopy),
      // call(gas, factory, 0, 0, call.length, 0, 0): what it answers doesn't matter, the account decides
      number(0),
      number(0),
      number(call.length),
      number(0),
      number(0),
      push(factory),
      op(OP.gas),
      op(OP.call),
      op(OP.pop),
      // staticcall(gas, account, questionAt, question.length, resultAt + 64, 32)
      number(32),
      number(resultAt + 64),
      number(question.length),
      number(questionAt),
      push(account),
      op(OP.gas),
      op(OP.staticcall),
      // mstore(resultAt, success), mstore(resultAt + 32, returndatasize)
      number(resultAt),
      op(OP.mstore),
      op(OP.returndatasize),
      number(resultAt + 32),
      op(OP.mstore),
      // return(resultAt, 96)
      number(96),
      number(resultAt),
      op(OP.return),
    );
  const { length } = assemble(0);
  return concatBytes(assemble(length), call, question);
}

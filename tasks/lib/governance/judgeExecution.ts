import { getAddress, getBytes } from 'ethers';
import type { Confirmation } from '../../../scripts/governance/types.ts';
import { encodeErc1271Call } from '../../../sdk/typescript/src/chain/signatures/encodeErc1271Call.ts';
import { recoverAddress } from '../../../sdk/typescript/src/chain/signatures/recoverAddress.ts';
import type { PinnedChain } from '../../../sdk/typescript/src/chain/index.ts';
import type { Hex } from '../../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../TaskContext.ts';
import { TaskError } from '../TaskError.ts';
import { formatTime } from '../formatTime.ts';
import { pinLatest } from '../pinLatest.ts';
import { EXIT } from '../types.ts';
import type { ExecutionFile } from './executionFile.ts';

/** A signature of a file, and what it is worth now. */
export interface JudgedConfirmation extends Confirmation {
  readonly isOwner: boolean;
  readonly isValid: boolean;
}

/** An execution file against the chain. */
export interface JudgedExecution {
  /** What the owners sign. */
  readonly digest: string;
  readonly threshold: bigint;
  readonly owners: readonly string[];
  /** Whether the wallet has used the nonce: the execution happened, or another one took its place. */
  readonly nonceUsed: boolean;
  readonly expired: boolean;
  /** Whether an owner has left since: then all signatures are void. */
  readonly ownersChanged: boolean;
  readonly confirmations: readonly JudgedConfirmation[];
  /** Those that count. */
  readonly counted: readonly Confirmation[];
}

/** What a contract answers that confirms a signature (ERC-1271). */
const CONFIRMED = `0x1626ba7e${'0'.repeat(56)}`;

/**
 * Holds a file against the chain: is it this wallet's, can it still happen, which signatures count?
 *
 * @throws {TaskError} `wrong-chain` or `wrong-multisig` for the file of another wallet.
 */
export async function judgeExecution(context: TaskContext, file: ExecutionFile): Promise<JudgedExecution> {
  const multisig = await context.contract('multisig');
  await checkPlace(context, file, await multisig.getAddress());
  const owners = await multisig.getOwners();
  const { calls, nonce, minGas, deadline } = file;
  const digest = await multisig.executionDigest([...calls], nonce, minGas, deadline);
  const chain = await pinLatest(context);
  const confirmations: JudgedConfirmation[] = [];
  for (const confirmation of file.confirmations) {
    const isOwner = owners.includes(confirmation.owner);
    confirmations.push({ ...confirmation, isOwner, isValid: await hasSigned(chain, digest, confirmation) });
  }
  return {
    digest,
    threshold: await multisig.threshold(),
    owners,
    nonceUsed: await multisig.isNonceUsed(nonce),
    expired: BigInt(await context.chainTime()) > deadline,
    ownersChanged: (await multisig.ownersVersion()) !== file.ownersVersion,
    confirmations,
    counted: confirmations
      .filter(({ isOwner, isValid }) => isOwner && isValid)
      .map(({ owner, signature }) => ({ owner, signature })),
  };
}

async function checkPlace(context: TaskContext, file: ExecutionFile, address: string): Promise<void> {
  const chainId = await context.chainId();
  if (file.chainId !== chainId) {
    throw new TaskError('wrong-chain', `the file is for another chain than ${chainId}; choose its network`, {
      field: 'chainId',
      value: file.chainId,
    });
  }
  if (file.multisig !== address) {
    throw new TaskError('wrong-multisig', `the suite's wallet is ${address}; name the folder of the right suite`, {
      field: 'multisig',
      value: file.multisig,
    });
  }
}

/**
 * What keeps an execution from ever happening.
 *
 * @throws {TaskError} `nonce-used`, `expired` or `owners-changed`.
 */
export function checkAlive({ nonce, deadline }: ExecutionFile, judged: JudgedExecution): void {
  const refuse = (code: string, message: string): never => {
    throw new TaskError(code, message, { exitCode: EXIT.refused });
  };
  if (judged.nonceUsed) {
    refuse('nonce-used', `nonce ${nonce} is used: it was executed, or another took its place; propose it anew if not`);
  }
  if (judged.expired) refuse('expired', `the signatures ended at ${formatTime(deadline)}; propose it anew`);
  if (judged.ownersChanged) {
    refuse('owners-changed', 'an owner has left since it was proposed, so all signatures are void; propose it anew');
  }
}

/** As the wallet does: the owner's key, or the owner's contract. */
async function hasSigned(chain: PinnedChain, digest: string, { owner, signature }: Confirmation): Promise<boolean> {
  const signer = recoverAddress(getBytes(digest), getBytes(signature));
  if (signer !== undefined && getAddress(signer) === owner) return true;
  if ((await chain.code(owner as Hex)) === '0x') return false;
  const answer = await chain.call(owner as Hex, encodeErc1271Call(digest as Hex, signature as Hex));
  return 'result' in answer && answer.result.startsWith(CONFIRMED);
}

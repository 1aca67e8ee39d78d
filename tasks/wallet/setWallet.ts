import { getAddress, isHexString } from 'ethers';
import { prepareSetAgentWallet } from '../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { sentResult } from '../lib/sentResult.ts';
import { openSigner } from '../lib/keys/openKeys.ts';
import { requireOption } from '../lib/requireOption.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { buildWalletRequest } from './walletRequest.ts';
import type { WalletRequest } from './walletRequest.ts';

export interface SetWalletArguments extends WriteArguments {
  readonly agent: string;
  /** Address. */
  readonly wallet: string;
  /** Name of a key file; empty for an account of the network. */
  readonly key: string;
  /** Made elsewhere; empty for none. */
  readonly signature: string;
  /** A moment, with a signature only. */
  readonly deadline: string;
}

/**
 * Sets an agent's wallet with that account's consent: the signature of a key file, of an account of the network, or one
 * made elsewhere. A contract (ERC-1271) is asked by the registry whether it takes the signature.
 *
 * @throws {TaskError} `option-missing`, `option-conflict`, `bad-signature`, `key-other-account`, `no-account`
 */
export async function setWallet(context: TaskContext, args: SetWalletArguments): Promise<TaskResult> {
  checkOptions(args);
  const request = await buildWalletRequest(context, args);
  const { agentId, wallet, deadline } = request;
  const signature = await sign(context, args, request);
  const registry = (await context.addressOf('identityRegistry')) as Hex;
  const call = prepareSetAgentWallet(registry, { agentId, newWallet: wallet, deadline, signature });
  const receipt = await context.send(call, `Makes ${wallet} the wallet of agent ${agentId}: payments go there.`);
  const sentence = `${wallet} is the wallet of agent ${agentId}.`;
  return sentResult(receipt, { agentId, wallet, deadline }, [sentence]);
}

function checkOptions({ key, signature, deadline }: SetWalletArguments): void {
  if (signature === '') {
    if (deadline === '') return;
    throw new TaskError('option-conflict', 'it belongs to --signature; leave it out', {
      field: '--deadline',
      value: deadline,
    });
  }
  requireOption(deadline, '--deadline', 'give the deadline that was signed');
  if (key !== '') throw new TaskError('option-conflict', 'give --key or --signature', { field: '--key', value: key });
  if (!isHexString(signature) || signature.length % 2 !== 0) {
    throw new TaskError('bad-signature', 'give 0x and hex digits', { field: '--signature', value: signature });
  }
}

async function sign(context: TaskContext, args: SetWalletArguments, { wallet, request }: WalletRequest): Promise<Hex> {
  if (args.signature !== '') return args.signature as Hex;
  const { typedData } = request;
  if (args.key !== '') {
    const signer = await openSigner(context, args.key, '--key');
    const { provider } = await context.ethers();
    const isContract = (await provider.getCode(wallet)) !== '0x';
    if (!isContract && (signer.address === undefined || getAddress(signer.address) !== wallet)) {
      const wayOut = `it is ${signer.address ?? `a ${signer.keyType} key`}, but the wallet is ${wallet}; name its own key`;
      throw new TaskError('key-other-account', wayOut, { field: '--key', value: args.key });
    }
    return signer.signTypedData(typedData);
  }
  const { ethers } = await context.signingConnection();
  const account = (await ethers.getSigners()).find(({ address }) => address === wallet);
  if (account === undefined) {
    const wayOut = 'the network has no such account to sign; name a key file by --key, or bring a --signature';
    throw new TaskError('no-account', wayOut, { field: '--wallet', value: wallet });
  }
  const types = Object.fromEntries(Object.entries(typedData.types).map(([name, fields]) => [name, [...fields]]));
  return (await account.signTypedData(typedData.domain, types, typedData.message)) as Hex;
}

export default taskAction(setWallet);

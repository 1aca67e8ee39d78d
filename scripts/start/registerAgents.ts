import { id } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { AgentReference } from '../../sdk/typescript/src/index.ts';
import { findRevertData } from '../../tasks/lib/errors/findRevertData.ts';
import { planKeys, proveKeys } from './agentKeys.ts';
import type { KeyInput } from './agentKeys.ts';
import type { Accounts, Chain, Registries } from './chain.ts';
import { completeFile } from './completeFile.ts';
import { toDataUri } from './dataUri.ts';
import { planIdentifier } from './planIdentifier.ts';
import type { Count } from './progress.ts';
import type { AgentFile, RefusedFile, RegisteredAgent } from './types.ts';

/** Within the 5 minutes that the registry allows, with room for clocks that differ. */
const WALLET_DEADLINE_SECONDS = 240;

/** So few that all of a group are revealed well within the hour that a commitment lasts: a block takes a second. */
const GROUP = 200;

interface Commitment {
  readonly identifier: string;
  readonly did: string;
  readonly keys: readonly KeyInput[];
  readonly salt: string;
}

/** An agent between commitment and reveal. */
interface Pending extends Commitment {
  readonly from: AgentFile;
  readonly index: number;
  readonly owner: HardhatEthersSigner;
  readonly wallet: HardhatEthersSigner;
}

export interface Registered {
  readonly agents: readonly RegisteredAgent[];
  readonly refused: readonly RefusedFile[];
}

/**
 * Registers an agent for each file, owned by an account of its own, with a DID and keys, and gives those that take payments
 * a wallet.
 *
 * A DID is committed to first and revealed a minute later, so that nobody who sees the reveal can take it. All agents of a
 * group wait for the same minute.
 *
 * A file has to name its agent in `registrations`, and the id is known only after the registration. So the agent is
 * registered without URI first and the completed file is set after. Registering with the unfinished file would write a
 * long URI twice, which costs about double; guessing the next id would fail whenever somebody else comes between.
 */
export async function registerAgents(
  chain: Chain,
  registries: Registries,
  accounts: Accounts,
  files: readonly AgentFile[],
  count: Count,
): Promise<Registered> {
  const agents: RegisteredAgent[] = [];
  const refused: RefusedFile[] = [];
  for (let begin = 0; begin < files.length; begin += GROUP) {
    const end = Math.min(begin + GROUP, files.length);
    const pending: Pending[] = [];
    for (const [offset, from] of files.slice(begin, end).entries()) {
      const index = begin + offset;
      const owner = accounts.owners[index];
      const wallet = accounts.wallets[index];
      if (!owner || !wallet) throw new Error(`no account for ${from.path}`);
      const reason = await refusal(registries, owner, from);
      if (reason) refused.push({ path: from.path, issues: [reason] });
      else pending.push({ ...(await commit(registries, owner, from, index)), from, index, owner, wallet });
    }
    await chain.wait(Number((await registries.sage.getParameters()).minCommitmentAge));
    for (const one of pending) {
      const agentId = await reveal(registries, one);
      if (one.from.file.x402Support === true) await setWallet(registries, agentId, one.owner, one.wallet);
      agents.push({ agentId, did: one.did, from: one.from, account: one.index });
      count(agents.length + refused.length, files.length);
    }
  }
  return { agents, refused };
}

async function referTo({ identity, chainId }: Registries, agentId: bigint): Promise<AgentReference> {
  return { chainId, registry: await identity.getAddress(), agentId };
}

/** Asks the registry, without a transaction, whether it would keep the file: it has a limit of its own. */
async function refusal(
  registries: Registries,
  owner: HardhatEthersSigner,
  from: AgentFile,
): Promise<RefusedFile['issues'][number] | undefined> {
  const { identity } = registries;
  const uri = toDataUri(completeFile(await referTo(registries, await identity.agentCount()), from));
  try {
    await identity.connect(owner)['register(string)'].staticCall(uri);
    return undefined;
  } catch (error) {
    const data = findRevertData(error);
    const known = data === undefined ? null : identity.interface.parseError(data);
    if (known?.name !== 'IdentityURITooLong') throw error;
    const [length, maximum] = known.args as unknown as [bigint, bigint];
    const message =
      `the file is too long to be kept on the chain (${length} bytes as data URI, at most ${maximum}); ` +
      'shorten it, or put the image behind a link';
    return { code: 'file-too-long-for-chain', level: 'error', pointer: '', message };
  }
}

/** Commits to an agent's DID and keys. */
async function commit(
  registries: Registries,
  owner: HardhatEthersSigner,
  { file }: AgentFile,
  index: number,
): Promise<Commitment> {
  const sage = registries.sage.connect(owner);
  const identifier = planIdentifier(file.name, index);
  const did = await sage.didFor(identifier);
  const keys = await proveKeys(registries, await planKeys(registries, did, index), did, owner.address, 0);
  // Anybody can guess it here. A real one comes from a random generator and stays secret until the reveal.
  const salt = id(`demo salt ${did}`);
  const commitment = await sage.registrationCommitment(owner.address, identifier, keys, '', salt);
  await (await sage.commitRegistration(commitment)).wait();
  return { identifier, did, keys, salt };
}

async function reveal(registries: Registries, { identifier, did, keys, salt, owner, from }: Pending): Promise<bigint> {
  const sage = registries.sage.connect(owner);
  await (await sage.registerAgentWithReveal(identifier, [...keys], '', salt)).wait();
  const agentId = await sage.agentByDID(did);
  const uri = toDataUri(completeFile(await referTo(registries, agentId), from));
  await (await registries.identity.connect(owner).setAgentURI(agentId, uri)).wait();
  return agentId;
}

/** Names another account as the agent's wallet; the registry wants that account's consent, an EIP-712 signature. */
export async function setWallet(
  { identity, chainId }: Registries,
  agentId: bigint,
  owner: HardhatEthersSigner,
  wallet: HardhatEthersSigner,
): Promise<void> {
  const block = await identity.runner?.provider?.getBlock('latest');
  if (!block) throw new Error('the chain has no block');
  const deadline = BigInt(block.timestamp + WALLET_DEADLINE_SECONDS);
  const domain = {
    name: 'ERC8004IdentityRegistry',
    version: '1',
    chainId,
    verifyingContract: await identity.getAddress(),
  };
  const types = {
    AgentWalletSet: [
      { name: 'agentId', type: 'uint256' },
      { name: 'newWallet', type: 'address' },
      { name: 'owner', type: 'address' },
      { name: 'deadline', type: 'uint256' },
    ],
  };
  const consent = { agentId, newWallet: wallet.address, owner: owner.address, deadline };
  const signature = await wallet.signTypedData(domain, types, consent);
  await (await identity.connect(owner).setAgentWallet(agentId, wallet.address, deadline, signature)).wait();
}

import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { Accounts, Registries } from './chain.ts';
import { toDataUri } from './dataUri.ts';
import type { Count } from './progress.ts';
import type { AgentFile, RefusedFile, RegisteredAgent } from './types.ts';

/** Within the 5 minutes that the registry allows, with room for clocks that differ. */
const WALLET_DEADLINE_SECONDS = 240;

export interface Registered {
  readonly agents: readonly RegisteredAgent[];
  readonly refused: readonly RefusedFile[];
}

/**
 * Registers an agent for each file, owned by an account of its own, and gives those that take payments a wallet.
 *
 * A file has to name its agent in `registrations`, and the id is known only after the registration. So the agent is
 * registered without URI first and the completed file is set after. Registering with the unfinished file would write a
 * long URI twice, which costs about double; guessing the next id would fail whenever somebody else comes between.
 */
export async function registerAgents(
  registries: Registries,
  accounts: Accounts,
  files: readonly AgentFile[],
  count: Count,
): Promise<Registered> {
  const agents: RegisteredAgent[] = [];
  const refused: RefusedFile[] = [];
  for (const [index, from] of files.entries()) {
    const owner = accounts.owners[index];
    const wallet = accounts.wallets[index];
    if (!owner || !wallet) throw new Error(`no account for ${from.path}`);
    const reason = await refusal(registries, owner, from);
    if (reason) {
      refused.push({ path: from.path, issues: [reason] });
    } else {
      const agentId = await register(registries, owner, from);
      if (from.file.x402Support === true) await setWallet(registries, agentId, owner, wallet);
      agents.push({ agentId, from, account: index });
    }
    count(index + 1, files.length);
  }
  return { agents, refused };
}

/** The author's file, with this registration in place of an older one with the same registry. */
export async function completeFile(
  { identity, chainId }: Registries,
  agentId: bigint,
  { source, file }: AgentFile,
): Promise<Record<string, unknown>> {
  const agentRegistry = `eip155:${chainId}:${await identity.getAddress()}`;
  const others = file.registrations.filter(
    (entry) => entry.agentRegistry.toLowerCase() !== agentRegistry.toLowerCase(),
  );
  return { ...source, registrations: [...others, { agentId: Number(agentId), agentRegistry }] };
}

/** Asks the registry, without a transaction, whether it would keep the file: it has a limit of its own. */
async function refusal(
  registries: Registries,
  owner: HardhatEthersSigner,
  from: AgentFile,
): Promise<RefusedFile['issues'][number] | undefined> {
  const { identity } = registries;
  const uri = toDataUri(await completeFile(registries, await identity.agentCount(), from));
  try {
    await identity.connect(owner)['register(string)'].staticCall(uri);
    return undefined;
  } catch (error) {
    const data = revertData(error);
    const known = data === undefined ? null : identity.interface.parseError(data);
    if (known?.name !== 'IdentityURITooLong') throw error;
    const [length, maximum] = known.args as unknown as [bigint, bigint];
    const message =
      `the file is too long to be kept on the chain (${length} bytes as data URI, at most ${maximum}); ` +
      'shorten it, or put the image behind a link';
    return { code: 'file-too-long-for-chain', level: 'error', pointer: '', message };
  }
}

/** The bytes that a call reverted with, as ethers and Hardhat's own error both carry them. */
function revertData(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('data' in error)) return undefined;
  return typeof error.data === 'string' && error.data.startsWith('0x') ? error.data : undefined;
}

async function register(registries: Registries, owner: HardhatEthersSigner, from: AgentFile): Promise<bigint> {
  const identity = registries.identity.connect(owner);
  const receipt = await (await identity['register()']()).wait();
  const events = (receipt?.logs ?? []).map((log) => identity.interface.parseLog(log));
  const registered = events.find((event) => event?.name === 'Registered');
  if (!registered) throw new Error(`the registration of ${from.path} left no Registered event`);
  const agentId = registered.args.getValue('agentId') as bigint;
  await (await identity.setAgentURI(agentId, toDataUri(await completeFile(registries, agentId, from)))).wait();
  return agentId;
}

/** Names another account as the agent's wallet; the registry wants that account's consent, an EIP-712 signature. */
async function setWallet(
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

import { Signature, SigningKey, TypedDataEncoder, computeAddress } from 'ethers';
import type { GasChain, GasContract } from './chain.ts';
import { hashOf } from './chain.ts';
import { OTHER_URI46, URI46, dataUri1KiB } from './inputs.ts';
import { measureGetters } from './module.ts';
import type { GasModule } from './module.ts';
import type { Rows } from './rows.ts';

const REGISTER = 'register()';
const REGISTER_URI = 'register(string)';
const REGISTER_METADATA = 'register(string,(string,bytes)[])';
const KEY7 = 'version';
const BATCH = 10;

export const identity: GasModule = {
  name: 'identity',
  measure: async (chain, rows) => {
    const registry = await chain.deploy('ERC8004IdentityRegistry');
    const owner = await chain.person();
    await measureRegistration(chain, registry, owner, rows);
    await measureSetters(registry, owner, rows);
    await measureWallets(chain, registry, rows);
    await measureTransfers(chain, registry, rows);
    await measureViews(chain, registry, owner, rows);
    await measureGetters('identity', registry, owner, rows);
    return registry;
  },
};

async function measureRegistration(chain: GasChain, registry: GasContract, owner: string, rows: Rows): Promise<void> {
  const metadata = [
    ['agentName', '0x416c6963652030'],
    ['paymentAddress', await chain.person()],
  ];
  rows.add('register(), first agent of all', await registry.gas(owner, REGISTER), {
    deployed: 'register(), first agent of all',
  });
  rows.add('register(), same owner', await registry.gas(owner, REGISTER), { deployed: 'register(), same owner' });
  rows.add('register(), new owner', await registry.gas(await chain.person(), REGISTER), {
    deployed: 'register(), new owner',
  });
  rows.add('register(uri 46), same owner', await registry.gas(owner, REGISTER_URI, URI46), {
    deployed: 'register(uri 46), same owner',
  });
  rows.add('register(uri 46), new owner', await registry.gas(await chain.person(), REGISTER_URI, URI46), {
    deployed: 'register(uri 46), new owner',
    bound: 0.62,
  });
  rows.add('register(uri 46, 2 metadata), same owner', await registry.gas(owner, REGISTER_METADATA, URI46, metadata), {
    deployed: 'register(uri 46, 2 metadata), same owner',
  });
  const newOwner = await chain.person();
  rows.add(
    'register(uri 46, 2 metadata), new owner',
    await registry.gas(newOwner, REGISTER_METADATA, URI46, metadata),
    {
      deployed: 'register(uri 46, 2 metadata), new owner',
      bound: 0.7,
    },
  );
  const long = dataUri1KiB('first');
  rows.add('register(uri 1 KiB), new owner', await registry.gas(await chain.person(), REGISTER_URI, long), {
    deployed: 'register(uri 1 KiB), new owner',
    bound: 0.42,
  });
  const uris = Array.from({ length: BATCH }, () => URI46);
  const batch = await registry.gas(await chain.person(), 'registerBatch', uris);
  rows.add('registerFor (uri 46), new owner', await registry.gas(owner, 'registerFor', await chain.person(), URI46));
  rows.add(`registerBatch of ${BATCH} (uri 46), new owner, per agent`, Math.ceil(batch / BATCH));
}

async function measureSetters(registry: GasContract, owner: string, rows: Rows): Promise<void> {
  const agent = await register(registry, owner, URI46);
  rows.add('setAgentURI, 46 to 46 bytes', await registry.gas(owner, 'setAgentURI', agent, OTHER_URI46), {
    deployed: 'setAgentURI, 46 to 46 bytes',
  });
  const empty = await register(registry, owner, '');
  rows.add('setAgentURI, empty to 46 bytes', await registry.gas(owner, 'setAgentURI', empty, URI46), {
    deployed: 'setAgentURI, empty to 46 bytes',
  });
  rows.add('setAgentURI, 46 bytes to 1 KiB', await registry.gas(owner, 'setAgentURI', empty, dataUri1KiB('a')));
  rows.add('setAgentURI, 1 KiB to 1 KiB', await registry.gas(owner, 'setAgentURI', empty, dataUri1KiB('b')));
  rows.add('setAgentURI, 1 KiB to 46 bytes', await registry.gas(owner, 'setAgentURI', empty, URI46));
  for (const [length, key] of [
    [20, KEY7],
    [32, 'sources'],
  ] as const) {
    const value = (text: string): string => hashOf(text).slice(0, 2 + 2 * length);
    rows.add(`setMetadata, new, ${length} bytes`, await registry.gas(owner, 'setMetadata', agent, key, value('old')), {
      deployed: `setMetadata, new, ${length} bytes`,
    });
    const overwrite = await registry.gas(owner, 'setMetadata', agent, key, value('new'));
    rows.add(`setMetadata, overwrite, ${length} bytes`, overwrite, {
      deployed: `setMetadata, overwrite, ${length} bytes`,
    });
  }
}

async function measureWallets(chain: GasChain, registry: GasContract, rows: Rows): Promise<void> {
  const owner = await chain.person();
  const agent = await register(registry, owner, URI46);
  const setWallet = async (text: string): Promise<number> => {
    const key = new SigningKey(hashOf(text));
    const deadline = chain.nextTimestamp + 200;
    const message = { agentId: agent, newWallet: computeAddress(key), owner, deadline };
    const digest = TypedDataEncoder.hash(await domainOf(registry), WALLET_TYPES, message);
    const signature = Signature.from(key.sign(digest)).serialized;
    return registry.gas(owner, 'setAgentWallet', agent, message.newWallet, deadline, signature);
  };
  rows.add('setAgentWallet, first', await setWallet('wallet 1'), {
    deployed: 'setAgentWallet, overwriting',
    bound: 1.3,
  });
  rows.add('setAgentWallet, overwriting an explicit wallet', await setWallet('wallet 2'), {
    deployed: 'setAgentWallet, overwriting',
  });
  rows.add('unsetAgentWallet, explicit wallet', await registry.gas(owner, 'unsetAgentWallet', agent), {
    deployed: 'unsetAgentWallet',
  });
  rows.add('setAgentWallet, later (from unset)', await setWallet('wallet 3'), {
    deployed: 'setAgentWallet, from unset',
    bound: 0.68,
  });
  const other = await register(registry, owner, URI46);
  rows.add('unsetAgentWallet, wallet never set', await registry.gas(owner, 'unsetAgentWallet', other));
}

const WALLET_TYPES = {
  AgentWalletSet: [
    { name: 'agentId', type: 'uint256' },
    { name: 'newWallet', type: 'address' },
    { name: 'owner', type: 'address' },
    { name: 'deadline', type: 'uint256' },
  ],
};

async function domainOf(
  registry: GasContract,
): Promise<{ name: string; version: string; chainId: bigint; verifyingContract: string }> {
  const [, name, version, chainId] = await registry.read('eip712Domain');
  return {
    name: String(name),
    version: String(version),
    chainId: BigInt(String(chainId)),
    verifyingContract: registry.address,
  };
}

async function measureTransfers(chain: GasChain, registry: GasContract, rows: Rows): Promise<void> {
  const [owner, friend, operator] = await threePeople(chain);
  const agent = await register(registry, owner, URI46);
  await register(registry, owner, URI46);
  rows.add(
    'transferFrom, wallet set, to a new owner',
    await registry.gas(owner, 'transferFrom', owner, friend, agent),
    {
      deployed: 'transferFrom, wallet set, to a new owner',
    },
  );
  const back = await registry.gas(friend, 'transferFrom', friend, owner, agent);
  rows.add('transferFrom, wallet cleared, back, sender drops to 0', back, {
    deployed: 'transferFrom, wallet cleared, back, sender drops to 0',
  });
  const safe = 'safeTransferFrom(address,address,uint256)';
  rows.add('safeTransferFrom, to a new owner', await registry.gas(owner, safe, owner, operator, agent));
  const safeWithData = 'safeTransferFrom(address,address,uint256,bytes)';
  rows.add(
    'safeTransferFrom with data, back',
    await registry.gas(operator, safeWithData, operator, owner, agent, '0x01'),
  );
  rows.add('approve, to a new operator', await registry.gas(owner, 'approve', operator, agent), {
    deployed: 'approve, to a new operator',
  });
  rows.add('setApprovalForAll, on', await registry.gas(owner, 'setApprovalForAll', operator, true));
  rows.add('setApprovalForAll, off', await registry.gas(owner, 'setApprovalForAll', operator, false));
}

async function measureViews(chain: GasChain, registry: GasContract, owner: string, rows: Rows): Promise<void> {
  const stranger = await chain.person();
  const agent = await register(registry, owner, URI46);
  const long = await register(registry, owner, dataUri1KiB('view'));
  await registry.send(owner, 'setMetadata', agent, KEY7, '0x312e30');
  const view = async (call: string, signature: string, ...args: unknown[]): Promise<void> => {
    rows.add(call, await registry.gas(stranger, signature, ...args));
  };
  await view('tokenURI, 46 bytes', 'tokenURI', agent);
  await view('tokenURI, 1 KiB', 'tokenURI', long);
  await view('getAgentWallet, the owner', 'getAgentWallet', agent);
  await view('getMetadata, 3 bytes', 'getMetadata', agent, KEY7);
  await view('getMetadata, agentWallet', 'getMetadata', agent, 'agentWallet');
  await view('isAuthorizedOrOwner, the owner', 'isAuthorizedOrOwner', owner, agent);
  await view('isAuthorizedOrOwner, a stranger', 'isAuthorizedOrOwner', stranger, agent);
  await view('ownerOf', 'ownerOf', agent);
  await view('ownershipOf', 'ownershipOf', agent);
  await view('transferredAt', 'transferredAt', agent, 1);
  await view('balanceOf', 'balanceOf', owner);
  await view('exists', 'exists', agent);
  await view('getApproved', 'getApproved', agent);
  await view('isApprovedForAll', 'isApprovedForAll', owner, stranger);
  await view('identity.supportsInterface', 'supportsInterface', '0x80ac58cd');
}

async function register(registry: GasContract, owner: string, uri: string): Promise<bigint> {
  await registry.send(owner, REGISTER_URI, uri);
  const [count] = await registry.read('agentCount');
  return BigInt(String(count)) - 1n;
}

async function threePeople(chain: GasChain): Promise<[string, string, string]> {
  return [await chain.person(), await chain.person(), await chain.person()];
}

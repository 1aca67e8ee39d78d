import { AbiCoder, Wallet, getAddress, keccak256, toUtf8Bytes } from 'ethers';
import type { GasChain, GasContract } from './chain.ts';
import { hashOf } from './chain.ts';
import { measureGetters } from './module.ts';
import type { GasModule } from './module.ts';
import type { Rows } from './rows.ts';

const OWNERS = 5;
const THRESHOLD = 3;
const MOST_OWNERS = 50;
const FOREVER = 2n ** 40n;
const GWEI = 10n ** 9n;

const TYPES = {
  Call: [
    { name: 'target', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'data', type: 'bytes' },
  ],
};
const EXECUTION = {
  ...TYPES,
  Execution: [
    { name: 'calls', type: 'Call[]' },
    { name: 'nonce', type: 'uint256' },
    { name: 'minGas', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
    { name: 'ownersVersion', type: 'uint256' },
  ],
};
const MESSAGE = {
  WalletMessage: [
    { name: 'hash', type: 'bytes32' },
    { name: 'ownersVersion', type: 'uint256' },
  ],
};

interface Call {
  target: string;
  value: bigint;
  data: string;
}

/** A 3-of-5 wallet that owns a TEE key registry, whose guardian the measured calls set. */
interface Scene {
  chain: GasChain;
  wallet: GasContract;
  registry: GasContract;
  owners: Wallet[];
}

export const multisig: GasModule = {
  name: 'multisig',
  measure: async (chain, rows) => {
    const owners = await people(chain, 'owner', OWNERS);
    const wallet = await chain.deploy('SimpleMultiSig', addresses(owners), THRESHOLD);
    const registry = await chain.deploy('TEEKeyRegistry', wallet.address, wallet.address);
    const scene = { chain, wallet, registry, owners };
    await measureOnChain(scene, rows);
    await measureSignatures(scene, rows);
    await measureOwners(scene, rows);
    await measureViews(scene, rows);
    return wallet;
  },
};

async function measureOnChain(scene: Scene, rows: Rows): Promise<void> {
  const { wallet } = scene;
  const [first = '', second = '', third = ''] = addresses(scene.owners);
  const call = setGuardian(scene, 'guardian 0');
  const propose = (): Promise<number> => wallet.gas(first, 'propose', call.target, call.value, call.data);
  rows.add('multisig.propose, first', await propose(), { most: 110_000 });
  rows.add('multisig.propose, later', await propose(), { most: 110_000 });
  rows.add('multisig.confirm, second owner', await wallet.gas(second, 'confirm', 0), { most: 50_000 });
  rows.add('multisig.confirm, third owner', await wallet.gas(third, 'confirm', 0), { most: 50_000 });
  await wallet.send(first, 'revokeConfirmation', 1);
  rows.add('multisig.confirm, no other', await wallet.gas(second, 'confirm', 1), { most: 50_000 });
  rows.add('multisig.revokeConfirmation', await wallet.gas(second, 'revokeConfirmation', 1));
  rows.add('multisig.execute, 3 of 5', await wallet.gas(first, 'execute', 0, [call]));
  const batch = Array.from({ length: 10 }, (_, index) => setGuardian(scene, `guardian ${index}`));
  rows.add('multisig.proposeBatch, 10 calls', await wallet.gas(first, 'proposeBatch', batch));
  await wallet.send(second, 'confirm', 2);
  await wallet.send(third, 'confirm', 2);
  rows.add('multisig.execute, 10 calls', await wallet.gas(first, 'execute', 2, batch));
}

async function measureSignatures(scene: Scene, rows: Rows): Promise<void> {
  const { chain, wallet, owners } = scene;
  const relayer = await chain.person();
  const three = owners.slice(0, THRESHOLD);
  const signed = (call: Call, nonce: number): Promise<unknown[]> => signExecution(wallet, three, [call], nonce);
  const call = setGuardian(scene, 'guardian 1');
  rows.add(
    'multisig.executeWithSignatures, 3 signatures, a call',
    await wallet.gas(relayer, 'executeWithSignatures', ...(await signed(call, 1))),
    { most: 90_000 },
  );
  rows.add(
    'multisig.executeWithSignatures, 3 signatures, a call, first of 256 nonces',
    await wallet.gas(relayer, 'executeWithSignatures', ...(await signed(setGuardian(scene, 'guardian 2'), 256))),
  );
  await chain.fund(wallet.address);
  const payment = { target: relayer, value: GWEI, data: '0x' };
  rows.add(
    'multisig.executeWithSignatures, 3 signatures, a payment',
    await wallet.gas(relayer, 'executeWithSignatures', ...(await signed(payment, 2))),
    { most: 90_000 },
  );
  const cancel = { target: wallet.address, value: 0n, data: wallet.encode('cancelNonce', 77) };
  rows.add(
    'multisig.cancelNonce, by 3 signatures',
    await wallet.gas(relayer, 'executeWithSignatures', ...(await signed(cancel, 3))),
  );
  wallet.measuredElsewhere('cancelNonce');
}

async function measureOwners(scene: Scene, rows: Rows): Promise<void> {
  const { chain, wallet, owners } = scene;
  const relayer = await chain.person();
  const [newOwner = '', other = ''] = await chain.people(2);
  const three = owners.slice(0, THRESHOLD);
  const steps: [string, unknown[]][] = [
    ['addOwner', [newOwner, THRESHOLD]],
    ['replaceOwner', [newOwner, other]],
    ['removeOwner', [other, THRESHOLD]],
    ['changeThreshold', [THRESHOLD]],
  ];
  let nonce = 4;
  for (const [name, args] of steps) {
    const call = { target: wallet.address, value: 0n, data: wallet.encode(name, ...args) };
    const signed = await signExecution(wallet, three, [call], nonce++);
    rows.add(`multisig.${name}, by 3 signatures`, await wallet.gas(relayer, 'executeWithSignatures', ...signed));
    wallet.measuredElsewhere(name);
  }
  const many = await people(chain, 'one of many', MOST_OWNERS);
  const large = await chain.deploy('SimpleMultiSig', addresses(many), MOST_OWNERS);
  const payment = [{ target: relayer, value: 0n, data: '0x' }];
  const all = await signExecution(large, many, payment, 1);
  rows.add(
    `multisig.executeWithSignatures, ${MOST_OWNERS} signatures`,
    await large.gas(relayer, 'executeWithSignatures', ...all),
  );
  const [first = '', ...others] = addresses(many);
  await large.send(first, 'proposeBatch', payment);
  for (const owner of others) await large.send(owner, 'confirm', 0);
  rows.add(`multisig.execute, ${MOST_OWNERS} confirmations`, await large.gas(first, 'execute', 0, payment));
}

async function measureViews(scene: Scene, rows: Rows): Promise<void> {
  const { wallet, owners } = scene;
  const [owner = ''] = addresses(owners);
  const calls = [setGuardian(scene, 'guardian 0')];
  const view = async (call: string, signature: string, ...args: unknown[]): Promise<void> => {
    rows.add(`multisig.${call}`, await wallet.gas(owner, signature, ...args));
  };
  await view('getTransaction', 'getTransaction', 0);
  await view('getTransactions, 3', 'getTransactions', 0, 10);
  await view('isConfirmed', 'isConfirmed', 0, owner);
  await view('isOwner', 'isOwner', owner);
  await view('isNonceUsed', 'isNonceUsed', 1);
  await view('hashCalls', 'hashCalls', calls);
  await view('executionDigest', 'executionDigest', calls, 1, 0, FOREVER);
  await view('messageDigest', 'messageDigest', hashOf('message'));
  await view('supportsInterface', 'supportsInterface', '0x01ffc9a7');
  await view('isValidSignature', 'isValidSignature', hashOf('message'), await signMessage(wallet, owners));
  await view('onERC721Received', 'onERC721Received', owner, owner, 1, '0x');
  await view('onERC1155Received', 'onERC1155Received', owner, owner, 1, 1, '0x');
  await view('onERC1155BatchReceived', 'onERC1155BatchReceived', owner, owner, [1], [1], '0x');
  await measureGetters('multisig', wallet, owner, rows);
}

/** The arguments of `executeWithSignatures`. */
async function signExecution(wallet: GasContract, signers: Wallet[], calls: Call[], nonce: number): Promise<unknown[]> {
  const message = { calls, nonce, minGas: 0n, deadline: FOREVER, ownersVersion: await versionOf(wallet) };
  const confirmations = await signAll(wallet, signers, EXECUTION, message);
  return [calls, nonce, 0n, FOREVER, confirmations];
}

async function signMessage(wallet: GasContract, signers: Wallet[]): Promise<string> {
  const message = { hash: hashOf('message'), ownersVersion: await versionOf(wallet) };
  const confirmations = await signAll(wallet, signers, MESSAGE, message);
  return AbiCoder.defaultAbiCoder().encode(['(address,bytes)[]'], [confirmations]);
}

function signAll(
  wallet: GasContract,
  signers: Wallet[],
  types: Record<string, { name: string; type: string }[]>,
  message: Record<string, unknown>,
): Promise<[string, string][]> {
  const domain = { name: 'SimpleMultiSig', version: '1', chainId: 31337, verifyingContract: wallet.address };
  const sorted = [...signers].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  return Promise.all(
    sorted.map(
      async (signer) => [signer.address, await signer.signTypedData(domain, types, message)] as [string, string],
    ),
  );
}

async function versionOf(wallet: GasContract): Promise<unknown> {
  const [version] = await wallet.read('ownersVersion');
  return version;
}

function setGuardian({ registry }: Scene, text: string): Call {
  const guardian = getAddress(hashOf(text).slice(0, 42));
  return { target: registry.address, value: 0n, data: registry.encode('setGuardian', guardian) };
}

async function people(chain: GasChain, text: string, count: number): Promise<Wallet[]> {
  const wallets = Array.from({ length: count }, (_, index) => new Wallet(keccak256(toUtf8Bytes(`${text} ${index}`))));
  for (const { address } of wallets) await chain.fund(address);
  return wallets;
}

function addresses(wallets: readonly Wallet[]): string[] {
  return wallets.map(({ address }) => address);
}

import { getAddress, id } from 'ethers';
import type { GasChain, GasContract } from './chain.ts';
import { hashOf } from './chain.ts';
import { measureGetters } from './module.ts';
import type { GasModule } from './module.ts';
import type { Rows } from './rows.ts';

const HOUR = 3600;
const DELAY = 48 * HOUR;
const EMERGENCY_DELAY = 24 * HOUR;
const NONE = `0x${'00'.repeat(32)}`;
const BATCH = 10;
const PROPOSER_ROLE = id('PROPOSER_ROLE');
const EXECUTOR_ROLE = id('EXECUTOR_ROLE');

/** A timelock that owns a TEE key registry, whose guardian the measured calls set. */
interface Scene {
  chain: GasChain;
  timelock: GasContract;
  registry: GasContract;
  proposer: string;
  anybody: string;
}

export const timelock: GasModule = {
  name: 'timelock',
  measure: async (chain, rows) => {
    const [proposer = '', anybody = ''] = await chain.people(2);
    const contract = await chain.deploy('SageTimelock', DELAY, proposer);
    const registry = await chain.deploy('TEEKeyRegistry', contract.address, anybody);
    const scene = { chain, timelock: contract, registry, proposer, anybody };
    await measureOperations(scene, rows);
    await measureBatch(scene, rows);
    await measureItself(scene, rows);
    await measureViews(scene, rows);
    return contract;
  },
};

async function measureOperations(scene: Scene, rows: Rows): Promise<void> {
  const { chain, timelock: contract, proposer, anybody, registry } = scene;
  const setVerifier = registry.encode('setVerifier', 0, NONE.slice(0, 42));
  const change = [registry.address, 0, setVerifier, NONE, hashOf('change')];
  rows.add('timelock.schedule', await contract.gas(proposer, 'schedule', ...change, DELAY));
  chain.wait(DELAY);
  rows.add('timelock.execute', await contract.gas(anybody, 'execute', ...change));
  const replace = [registry.address, 0, setGuardian(scene, 'emergency'), NONE, hashOf('emergency')];
  rows.add('timelock.schedule, emergency', await contract.gas(proposer, 'schedule', ...replace, EMERGENCY_DELAY));
  const operation = await contract.read('hashOperation', ...replace);
  rows.add('timelock.cancel', await contract.gas(proposer, 'cancel', ...operation));
}

async function measureBatch(scene: Scene, rows: Rows): Promise<void> {
  const { chain, timelock: contract, proposer, anybody, registry } = scene;
  const calls = Array.from({ length: BATCH }, (_, index) => setGuardian(scene, `guardian ${index}`));
  const batch = [calls.map(() => registry.address), calls.map(() => 0), calls, NONE, hashOf('batch')];
  const scheduled = await contract.gas(proposer, 'scheduleBatch', ...batch, DELAY);
  rows.add(`timelock.scheduleBatch, ${BATCH} calls`, scheduled);
  chain.wait(DELAY);
  rows.add(`timelock.executeBatch, ${BATCH} calls`, await contract.gas(anybody, 'executeBatch', ...batch));
  rows.add('timelock.hashOperationBatch, 10 calls', await contract.gas(anybody, 'hashOperationBatch', ...batch));
}

/** What only the timelock may do to itself, called by it outright. */
async function measureItself({ chain, timelock: contract, proposer }: Scene, rows: Rows): Promise<void> {
  await chain.fund(contract.address);
  const next = await chain.person();
  const own = async (call: string, signature: string, ...args: unknown[]): Promise<void> => {
    rows.add(`timelock.${call}`, await contract.gas(contract.address, signature, ...args));
  };
  await own('updateDelay', 'updateDelay', 2 * DELAY);
  await own('grantRole, a second proposer', 'grantRole', PROPOSER_ROLE, next);
  await own('revokeRole, of two proposers', 'revokeRole', PROPOSER_ROLE, next);
  await contract.send(contract.address, 'grantRole', PROPOSER_ROLE, next);
  rows.add('timelock.renounceRole', await contract.gas(proposer, 'renounceRole', PROPOSER_ROLE, proposer));
}

async function measureViews(scene: Scene, rows: Rows): Promise<void> {
  const { timelock: contract, anybody, registry } = scene;
  const call = [registry.address, 0, setGuardian(scene, 'view'), NONE, NONE];
  const view = async (signature: string, ...args: unknown[]): Promise<void> => {
    rows.add(`timelock.${signature}`, await contract.gas(anybody, signature, ...args));
  };
  await view('hashOperation', ...call);
  await view('isEmergencyCall', 0, setGuardian(scene, 'view'));
  for (const signature of ['isOperation', 'isOperationPending', 'isOperationReady', 'isOperationDone']) {
    await view(signature, NONE);
  }
  await view('getOperationState', NONE);
  await view('getTimestamp', NONE);
  await view('hasRole', PROPOSER_ROLE, anybody);
  await view('getRoleAdmin', PROPOSER_ROLE);
  await view('getRoleMember', PROPOSER_ROLE, 0);
  await view('getRoleMemberCount', PROPOSER_ROLE);
  await view('getRoleMembers', EXECUTOR_ROLE);
  await view('supportsInterface', '0x01ffc9a7');
  await view('onERC721Received', anybody, anybody, 1, '0x');
  await view('onERC1155Received', anybody, anybody, 1, 1, '0x');
  await view('onERC1155BatchReceived', anybody, anybody, [1], [1], '0x');
  await measureGetters('timelock', contract, anybody, rows);
}

function setGuardian({ registry }: Scene, text: string): string {
  return registry.encode('setGuardian', getAddress(hashOf(text).slice(0, 42)));
}

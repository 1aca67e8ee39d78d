import { hexlify, toUtf8Bytes } from 'ethers';
import { at, sent, spareAccounts } from './world.ts';
import type { World } from './world.ts';

/** Longer than an index of the database could hold. */
const LONG_KEY = 'k'.repeat(3000);

/** Agents without DID in all ways, metadata, approvals, operators, wallets and transfers, also back and to oneself. */
export async function playIdentity(world: World): Promise<void> {
  const { accounts, registries, agents } = world;
  const { identity } = registries;
  const [plain, other] = await spareAccounts(world);
  if (!plain || !other) throw new Error('spare accounts are needed');
  const ours = identity.connect(plain);
  const first = await identity.agentCount();
  const data = hexlify(toUtf8Bytes('gold'));
  await sent(ours['register()']());
  await sent(ours['register(string)']('https://agent.example/a.json'));
  const metadata = [
    { metadataKey: 'plan', metadataValue: data },
    { metadataKey: LONG_KEY, metadataValue: '0x01' },
    { metadataKey: 'plan', metadataValue: '0x02' },
    { metadataKey: '', metadataValue: '0x' },
  ];
  await sent(ours['register(string,(string,bytes)[])']('ipfs://bafy', metadata));
  await sent(ours.registerBatch(['', 'https://agent.example/b.json']));
  await sent(ours.registerFor(other.address, 'https://agent.example/for.json'));
  await sent(ours.setMetadata(first, 'größe', data));
  await sent(ours.setMetadata(first, LONG_KEY, data));
  await sent(ours.setMetadata(first, LONG_KEY, '0x03'));
  await sent(ours.setAgentURI(first, 'https://agent.example/new.json'));
  await sent(ours.unsetAgentWallet(first));
  await sent(ours.approve(other.address, first + 1n));
  await sent(ours.approve(other.address, first + 2n));
  await sent(ours.approve(`0x${'0'.repeat(40)}`, first + 2n));
  await sent(ours.setApprovalForAll(other.address, true));
  await sent(ours.setApprovalForAll(accounts.buyer.address, true));
  await sent(ours.setApprovalForAll(accounts.buyer.address, false));
  await sent(ours.transferFrom(plain.address, plain.address, first + 1n));
  await sent(ours.transferFrom(plain.address, other.address, first + 3n));
  await sent(identity.connect(other).transferFrom(other.address, plain.address, first + 3n));
  // A validator that is the agent's side only by then, and one that isn't any more.
  const { validation } = registries;
  const hashes = [1, 2].map((number) => `0x${String(number).padStart(64, '0')}`);
  const agentId = at(agents, 3).agentId;
  const owner = at(accounts.owners, at(agents, 3).account);
  await sent(validation.connect(owner).validationRequest(other.address, agentId, '', at(hashes, 0)));
  await sent(identity.connect(owner).setApprovalForAll(other.address, true));
  await sent(validation.connect(owner).validationRequest(other.address, agentId, 'ipfs://what', at(hashes, 1)));
  const answers = validation.connect(other);
  await sent(answers.validationResponse(at(hashes, 0), 0, '', `0x${'0'.repeat(64)}`, ''));
  await sent(answers.validationResponse(at(hashes, 1), 40, 'ipfs://why', `0x${'ab'.repeat(32)}`, 'hard'));
  await sent(answers.validationResponse(at(hashes, 1), 60, '', `0x${'0'.repeat(64)}`, 'soft'));
  await sent(identity.connect(owner).setApprovalForAll(other.address, false));
}

import { hashOf } from './chain.ts';
import { HASH } from './inputs.ts';
import { measureGetters } from './module.ts';
import type { GasModule } from './module.ts';

export const policy: GasModule = {
  name: 'policy',
  measure: async (chain, rows) => {
    const identity = await chain.deploy('ERC8004IdentityRegistry');
    const validation = await chain.deploy('ERC8004ValidationRegistry', identity.address);
    const [owner, heir, registry, client, validator] = await chain.people(5);
    if (owner === undefined || heir === undefined || registry === undefined) throw new Error('too few people');
    const contract = await chain.deploy('TaskValidationPolicy', validation.address, owner, []);
    const add = async (call: string, from: string, signature: string, ...args: unknown[]): Promise<void> => {
      rows.add(call, await contract.gas(from, signature, ...args));
    };

    await add('setGovernanceValidator', owner, 'setGovernanceValidator', validator, true);
    await add('setGovernanceThreshold', owner, 'setGovernanceThreshold', 90);
    await identity.send(owner, 'register()');
    const task = [client, hashOf('task'), 0, validator] as const;
    const [requestHash] = await contract.read('taskRequestHash', registry, ...task);
    await validation.send(owner, 'validationRequest', validator, 0, '', requestHash);
    await validation.send(String(validator), 'validationResponse', requestHash, 90, '', HASH, 'soft');
    await add('judge', registry, 'judge', ...task);
    await add('taskRequestHash', registry, 'taskRequestHash', registry, ...task);
    await add('isGovernanceValidator', registry, 'isGovernanceValidator', validator);
    await measureGetters('policy', contract, registry, rows);
    await add('policy.transferOwnership', owner, 'transferOwnership', heir);
    await add('policy.acceptOwnership', heir, 'acceptOwnership');
    await add('policy.renounceOwnership', heir, 'renounceOwnership');
    return contract;
  },
};

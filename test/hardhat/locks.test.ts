// How what is locked meets what is. The step "locks" of npm test holds the contracts themselves to it.
import { expect } from 'chai';
import { id } from 'ethers';
import { describe, it } from 'mocha';
import { compareLocks } from '../../scripts/lib/compareLocks.ts';
import { SNAPSHOTS, readJson } from '../../scripts/lib/paths.ts';
import type { Locks } from '../../scripts/lib/readLocks.ts';

const kept = readJson(`${SNAPSHOTS}/locks.json`) as Locks;
const NAME = 'KeyProofs.KEY_PROOF_TYPEHASH';

describe('locks of storage and type hashes', () => {
  it('hold the hash of each type', () => {
    for (const { type, hash } of Object.values(kept.typeHashes)) expect(hash).to.equal(id(type));
  });

  it('hold every contract with storage', () => {
    expect(kept.storage).to.include.keys('SageRegistryV3', 'StakedValidation', 'TEEKeyRegistry', 'SageTimelock');
    expect(kept.storage['SageRegistryV3']).to.have.length.greaterThan(5);
  });

  it('tell a variable that moved, was added or is gone', () => {
    const storage = { ...kept.storage, Extra: ['0+0 a: uint256'] };
    const [first = '', ...rest] = kept.storage['TEEKeyRegistry'] ?? [];
    const moved = first.replace('0+0', '1+0');
    const now = { ...kept, storage: { ...storage, TEEKeyRegistry: [moved, ...rest] } };
    expect(compareLocks(kept, now)).to.deep.equal([
      'Extra: storage has 0+0 a: uint256, not locked',
      `TEEKeyRegistry: storage no longer has ${first}`,
      `TEEKeyRegistry: storage has ${moved}, not locked`,
    ]);
  });

  it('tell a type that changed, was added or is gone', () => {
    const { [NAME]: one, ...others } = kept.typeHashes;
    const changed = { type: 'KeyProof(bytes32 keyId)', hash: id('KeyProof(bytes32 keyId)') };
    expect(compareLocks(kept, { ...kept, typeHashes: { ...others, [NAME]: changed } })).to.deep.equal([
      `${NAME}: is ${changed.type}, locked is ${one?.type ?? ''}`,
    ]);
    expect(compareLocks(kept, { ...kept, typeHashes: others })).to.deep.equal([
      `${NAME}: is gone, locked is ${one?.type ?? ''}`,
    ]);
    expect(compareLocks({ ...kept, typeHashes: others }, kept)).to.deep.equal([
      `${NAME}: is ${one?.type ?? ''}, locked is nothing`,
    ]);
  });

  it('are met by themselves', () => {
    expect(compareLocks(kept, kept)).to.deep.equal([]);
  });
});

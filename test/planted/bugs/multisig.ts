import type { PlantedBug } from '../types.ts';

export const bugs: readonly PlantedBug[] = [
  {
    id: 'P38-threshold-first',
    numbers: ['P38'],
    title: 'The threshold is checked before the owner has gone: it may end above the number of owners.',
    file: 'contracts/base/OwnerSet.sol',
    find: `        _leave(owner);
        _setThreshold(newThreshold);`,
    replace: `        _setThreshold(newThreshold);
        _leave(owner);`,
    test: { runner: 'forge', path: 'test/foundry/multisig/Owners.t.sol', name: 'test_P38_changes_revert' },
  },
  {
    id: 'P38-moved-owner-misplaced',
    numbers: ['P38'],
    title: 'The owner that fills a gap in the list keeps its former position.',
    file: 'contracts/base/OwnerSet.sol',
    find: `        _seats[last].position = position;
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Owners.t.sol',
      name: 'test_P38_removeOwner_anyPlaceOfTheList',
    },
  },
  {
    id: 'P39-marks-count',
    numbers: ['P39'],
    title: 'The mark of a proposal counts as one confirmation.',
    file: 'contracts/base/OwnerSet.sol',
    find: 'uint256 bits = set[word] & _present[word];',
    replace: 'uint256 bits = set[word];',
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Transactions.t.sol',
      name: 'test_P39_execute_revertsWithMultiSigTooFewConfirmations',
    },
  },
  {
    id: 'P39-same-owner-twice',
    numbers: ['P39'],
    title: "One owner's signature can be given several times.",
    file: 'contracts/SimpleMultiSig.sol',
    find: 'if (owner <= last) revert MultiSigUnsorted(index, owner);',
    replace: 'if (owner < last) revert MultiSigUnsorted(index, owner);',
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Signatures.t.sol',
      name: 'test_P39_executeWithSignatures_revertsWithMultiSigUnsorted',
    },
  },
  {
    id: 'P40-marked-afterwards',
    numbers: ['P40'],
    title: 'A transaction is marked as executed only after its calls were made.',
    file: 'contracts/SimpleMultiSig.sol',
    find: `        _confirmed[transactionId][0] |= EXECUTED;
        _run(calls);
`,
    replace: `        _run(calls);
        _confirmed[transactionId][0] |= EXECUTED;
`,
    test: { runner: 'forge', path: 'test/foundry/multisig/Attacks.t.sol', name: 'test_P40_reenteredByTheTarget' },
  },
  {
    id: 'P41-version-left-out',
    numbers: ['P41'],
    title: 'Signatures do not name the version of the owners: those of an owner who left and came back count again.',
    file: 'contracts/SimpleMultiSig.sol',
    find: 'nonce, minGas, deadline, ownersVersion()))',
    replace: 'nonce, minGas, deadline, uint256(0)))',
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Signatures.t.sol',
      name: 'test_P41_executeWithSignatures_afterAnOwnerLeft',
    },
  },
  {
    id: 'P41-seat-kept',
    numbers: ['P41'],
    title: 'An owner who leaves stays in the set of those whose confirmations count.',
    file: 'contracts/base/OwnerSet.sol',
    find: `        _present[word] ^= bit;
`,
    replace: `        if (bit == 0) _present[word] ^= bit;
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Owners.t.sol',
      name: 'test_P41_aReturningOwnersConfirmationsDontCount',
    },
  },
  {
    id: 'P42-failure-swallowed',
    numbers: ['P42'],
    title: 'A call that fails is passed over, and the transaction counts as executed.',
    file: 'contracts/SimpleMultiSig.sol',
    find: 'if (!success) revert MultiSigCallFailed(i, item.target, returned);',
    replace: 'if (!success && returned.length > MAX_REASON) revert MultiSigCallFailed(i, item.target, returned);',
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Transactions.t.sol',
      name: 'test_P42_execute_aFailingCallUndoesAllAndIsRetryable',
    },
  },
  {
    id: 'P43-owner-replaces',
    numbers: ['P43'],
    title: 'Anybody can replace an owner.',
    file: 'contracts/base/OwnerSet.sol',
    find: 'function replaceOwner(address owner, address newOwner) external onlySelf {',
    replace: 'function replaceOwner(address owner, address newOwner) external {',
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Owners.t.sol',
      name: 'testFuzz_P43_administrationOnlyByTheWalletItself',
    },
  },
  {
    id: 'P13-owner-contract-any-answer',
    numbers: ['P13'],
    title: 'A contract among the owners confirms by any answer at all.',
    file: 'contracts/libraries/BoundedCall.sol',
    find: 'yes := and(success, and(gt(returndatasize(), 0x1f), eq(mload(0), magic)))',
    replace: 'yes := and(success, gt(returndatasize(), 0x1f))',
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Signatures.t.sol',
      name: 'test_P13_executeWithSignatures_hostileOwners',
    },
  },
  {
    id: 'A22-megabyte-copied',
    numbers: ['A22'],
    title: 'All that a failing call returns is copied, at the expense of who executes.',
    file: 'contracts/libraries/BoundedCall.sol',
    find: `            if gt(size, maximum) { size := maximum }
            returned :=`,
    replace: '            returned :=',
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Attacks.t.sol',
      name: 'test_attack_A22_aFailingCallReturnsAMegabyte',
    },
  },
  {
    id: 'A22-owners-fixed',
    numbers: ['A22'],
    title: 'The threshold can never be changed.',
    file: 'contracts/base/OwnerSet.sol',
    find: `        _settings.threshold = uint32(newThreshold);
`,
    replace: `        if (_settings.threshold == 0) _settings.threshold = uint32(newThreshold);
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Attacks.t.sol',
      name: 'test_attack_A22_ownersAndThresholdCanBeChanged',
    },
  },
  {
    id: 'A23-an-owner-administers',
    numbers: ['A23'],
    title: 'A single owner may do what only the wallet may.',
    file: 'contracts/base/OwnerSet.sol',
    find: 'if (msg.sender != address(this)) revert MultiSigOnlySelf(msg.sender);',
    replace: 'if (msg.sender != address(this) && !isOwner(msg.sender)) revert MultiSigOnlySelf(msg.sender);',
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/Attacks.t.sol',
      name: 'test_attack_A23_administrationByAnOwner',
    },
  },
  {
    id: 'P48-nonce-without-event',
    numbers: ['P48'],
    title: 'The log does not tell that a nonce was cancelled.',
    file: 'contracts/SimpleMultiSig.sol',
    find: `        emit NonceCancelled(nonce);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/multisig/MultiSigInvariant.t.sol',
      name: 'invariant_P48_theLogsTellTheState',
    },
  },
];

import type { PlantedBug } from '../types.ts';

export const bugs: readonly PlantedBug[] = [
  {
    id: 'P1-committer-left-out',
    numbers: ['P1'],
    title:
      'The digest of a registration leaves out who commits, so that a watcher can commit the copy of a commitment and reveal it.',
    file: 'contracts/base/KeyProofs.sol',
    find: 'abi.encode(REGISTRATION_TYPEHASH, committer, didHash, keysHash, uriHash, salt)',
    replace: 'abi.encode(REGISTRATION_TYPEHASH, didHash, keysHash, uriHash, salt)',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/Commitments.t.sol',
      name: 'testFuzz_P1_copiedCommitmentIsUselessToAnotherSender',
    },
  },
  {
    id: 'P1-uri-left-out',
    numbers: ['P1'],
    title: 'The digest of a registration leaves out the agent URI, so that another one can be revealed.',
    file: 'contracts/base/KeyProofs.sol',
    find: 'abi.encode(REGISTRATION_TYPEHASH, committer, didHash, keysHash, uriHash, salt)',
    replace: 'abi.encode(REGISTRATION_TYPEHASH, committer, didHash, keysHash, salt)',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/Commitments.t.sol',
      name: 'testFuzz_P1_everyCommittedValueIsBound',
    },
  },
  {
    id: 'P2-anybody-pauses',
    numbers: ['P2'],
    title: 'Anybody can pause the registry, which holds up every pending reveal.',
    file: 'contracts/base/RegistrationGate.sol',
    find: `        if (msg.sender != _guardian && msg.sender != owner()) revert SageNotGuardian(msg.sender);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/Commitments.t.sol',
      name: 'testFuzz_P2_nobodyStopsOrDelaysARegistration',
    },
  },
  {
    id: 'P2-count-of-the-present-owner',
    numbers: ['P2'],
    title: 'An agent that was passed on counts against its new owner, who never asked for it.',
    file: 'contracts/SageRegistryV3.sol',
    find: '        return _recordOwnership(agentId);',
    replace: `        isClaimed = _recordOwnership(agentId);
        if (!isClaimed) _countAgent(IERC721(_identityRegistry()).ownerOf(agentId));`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/Commitments.t.sol',
      name: 'test_P2_strangersCannotFillTheCountOfAgents',
    },
  },
  {
    id: 'P3-one-second-late',
    numbers: ['P3'],
    title: 'A reveal is refused in the first second in which it should succeed.',
    file: 'contracts/base/RegistrationGate.sol',
    find: 'if (age < MIN_COMMITMENT_AGE) {',
    replace: 'if (age <= MIN_COMMITMENT_AGE) {',
    test: { runner: 'forge', path: 'test/foundry/sage/Commitments.t.sol', name: 'test_P3_edgesOfTheTimeToReveal' },
  },
  {
    id: 'P4-keys-packed',
    numbers: ['P4'],
    title: 'The public keys of a registration are hashed one after the other without their lengths.',
    file: 'contracts/base/KeyProofs.sol',
    find: `        bytes32[] memory hashes = new bytes32[](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            hashes[i] = keccak256(abi.encode(KEY_TYPEHASH, keys[i].keyType, keccak256(keys[i].publicKey)));
        }
        return keccak256(abi.encodePacked(hashes));`,
    replace: `        bytes memory joined = abi.encode(KEY_TYPEHASH);
        for (uint256 i; i < keys.length; ++i) {
            joined = abi.encodePacked(joined, keys[i].publicKey);
        }
        return keccak256(joined);`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/RegistrationHashes.t.sol',
      name: 'testFuzz_P4_bytesMovedBetweenFieldsChangeTheCommitment',
    },
  },
  {
    id: 'P4-key-type-left-out',
    numbers: ['P4'],
    title:
      'The type of a key is not part of what is committed: the same bytes can be revealed as a key of another type.',
    file: 'contracts/base/KeyProofs.sol',
    find: 'abi.encode(KEY_TYPEHASH, keys[i].keyType, keccak256(keys[i].publicKey))',
    replace: 'abi.encode(KEY_TYPEHASH, keccak256(keys[i].publicKey))',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/RegistrationHashes.t.sol',
      name: 'testFuzz_P4_numberAndTypeOfKeysChangeTheCommitment',
    },
  },
  {
    id: 'P5-commitment-stays',
    numbers: ['P5'],
    title: 'A commitment that was revealed stays, and can be revealed again.',
    file: 'contracts/base/RegistrationGate.sol',
    find: `        delete _commitments[msg.sender][commitment];
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/Commitments.t.sol',
      name: 'testFuzz_P5_commitmentIsUsedOnceAndNotInItsBlock',
    },
  },
  {
    id: 'P6-longest-identifier',
    numbers: ['P6'],
    title: 'The longest identifiers that the method allows are refused.',
    file: 'contracts/libraries/DidSyntax.sol',
    find: 'if (length == 0 || length > MAX_IDENTIFIER)',
    replace: 'if (length == 0 || length >= MAX_IDENTIFIER)',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/DidSyntax.t.sol',
      name: 'test_P6_theRegistryTakesTheShortestAndTheLongest',
    },
  },
  {
    id: 'P6-binding-without-commitment',
    numbers: ['P6'],
    title: 'Binding an existing agent asks for no commitment.',
    file: 'contracts/base/RegistrationGate.sol',
    find: `        if (made == 0) revert SageCommitmentUnknown(msg.sender, commitment);
`,
    replace: `        if (made == 0) return gate;
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/Commitments.t.sol',
      name: 'test_attack_A01_P6_noRegistrationWithoutCommitment',
    },
  },
  {
    id: 'P7-owner-left-out',
    numbers: ['P7'],
    title: 'What a key signs does not name the owner: the proof works for whoever owns the agent next.',
    file: 'contracts/base/KeyProofs.sol',
    find: 'abi.encode(KEY_PROOF_TYPEHASH, didHash, owner, keyId, nonce)',
    replace: 'abi.encode(KEY_PROOF_TYPEHASH, didHash, keyId, nonce)',
    test: { runner: 'forge', path: 'test/foundry/sage/keyProofs.t.sol', name: 'testFuzz_P7_aProofForAnotherOwner' },
  },
  {
    id: 'P8-nonce-stays-on-revocation',
    numbers: ['P8'],
    title: 'The nonce does not rise when a key is revoked.',
    file: 'contracts/base/KeyLedger.sol',
    find: '_store(agentId, agent.nonce() == KeyRecords.MAX_NONCE ? agent : agent.withNextNonce());',
    replace: '_store(agentId, agent);',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/addKey.t.sol',
      name: 'testFuzz_P8_nonceRisesByOneAndNoDigestIsTakenTwice',
    },
  },
  {
    id: 'P9-raw-ecrecover',
    numbers: ['P9'],
    title: 'Signatures are recovered by the bare precompile, which takes a high s: of each proof there are two.',
    file: 'contracts/libraries/KeySignatures.sol',
    find: `        (address signer,,) = ECDSA.tryRecoverCalldata(digest, signature);
        return signer;`,
    replace: `        if (signature.length != 65) return address(0);
        return ecrecover(digest, uint8(signature[64]), bytes32(signature), bytes32(signature[32:]));`,
    test: { runner: 'forge', path: 'test/foundry/sage/keyProofs.t.sol', name: 'testFuzz_P9_highSOfSecp256k1' },
  },
  {
    id: 'P10-ownership-not-asked',
    numbers: ['P10'],
    title: 'Whether a key is valid now is told without asking who owns the agent.',
    file: 'contracts/base/KeyLedger.sol',
    find: 'inForce = isCurrent && !agent.isDeactivated() && _isClaimedNow(agentId, agent);',
    replace: 'inForce = isCurrent && !agent.isDeactivated();',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/ownership.t.sol',
      name: 'test_P10_theFormerOwnersKeysAreOutAtOnce',
    },
  },
  {
    id: 'P10-last-transfer-ends',
    numbers: ['P10'],
    title: "The time of the last transfer ends the former owner's keys, not that of the first.",
    file: 'contracts/base/KeyLedger.sol',
    find: 'transferredAt(agentId, agent.control() + 1);',
    replace: 'transferredAt(agentId, agent.control() + 2);',
    test: { runner: 'forge', path: 'test/foundry/sage/ownership.t.sol', name: 'testFuzz_P10_theEndIsTheFirstTransfer' },
  },
  {
    id: 'P11-count-stays',
    numbers: ['P11'],
    title: 'A revoked key goes on counting as active.',
    file: 'contracts/base/KeyLedger.sol',
    find: `            agent = agent.withoutKey();
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/SageInvariants.t.sol',
      name: 'invariant_P5_P6_P8_P10_P11_P12_P48_viewsEqualGhostsAndLogs',
    },
  },
  {
    id: 'P12-revoked-is-in-force',
    numbers: ['P12'],
    title: 'A revoked key goes on verifying signatures.',
    file: 'contracts/base/KeyLedger.sol',
    find: 'key.exists() && key.validUntil() == 0 && key.epoch() == agent.epoch();',
    replace: 'key.exists() && key.epoch() == agent.epoch();',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/revokeKey.t.sol',
      name: 'test_P12_aRevokedKeyNeverVerifiesAgain',
    },
  },
  {
    id: 'P12-compromise-moves-forward',
    numbers: ['P12'],
    title:
      'A compromise that was declared can be moved to a later moment, which makes signatures of the thief valid again.',
    file: 'contracts/base/KeyLedger.sol',
    find: '} else if (compromisedSince == 0 || !_isBefore(compromisedSince, key.compromisedSince())) {',
    replace: '} else if (compromisedSince == 0) {',
    test: { runner: 'forge', path: 'test/foundry/sage/epochEnds.t.sol', name: 'test_P12_compromiseNeverMovesForward' },
  },
  {
    id: 'P12b-newer-than-the-block',
    numbers: ['P12b', 'A46'],
    title: 'The contract is not asked about signatures that are newer than the block: the seller goes on signing.',
    file: 'sdk/typescript/src/verdict/checkKey.ts',
    find: 'const inForce = judgement.use(',
    replace: 'const inForce = askedAt < signedAt || judgement.use(',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/verdict/replay.test.ts',
      name: 'P12b: A46: the contract is asked about messages that are newer than the block, as of the block',
    },
  },
  {
    id: 'P12b-deactivated-now',
    numbers: ['P12b'],
    title: 'Validity in the past asks whether the agent is deactivated now.',
    file: 'contracts/base/KeyLedger.sol',
    find: 'if (_deactivations[agentId].upperLookup(uint48(timestamp)) != 0) return (false, state);',
    replace: 'if (_agents[agentId].isDeactivated()) return (false, state);',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/keyHistory.t.sol',
      name: 'testFuzz_P12b_validityEqualsAReplayOfTheLogs',
    },
  },
  {
    id: 'P13-little-gas-is-no',
    numbers: ['P13'],
    title: 'A contract account that gets too little gas counts as one that said no.',
    file: 'contracts/libraries/BoundedCall.sol',
    find: `        _requireGas(gasLimit);
        assembly ("memory-safe") {
            success := staticcall(`,
    replace: `        assembly ("memory-safe") {
            success := staticcall(`,
    test: { runner: 'forge', path: 'test/foundry/sage/keyProofs.t.sol', name: 'test_P13_tooLittleGasIsNoAnswer' },
  },
  {
    id: 'P14-little-gas-skips-the-hook',
    numbers: ['P14'],
    title: 'A caller that gives too little gas gets round the hook.',
    file: 'contracts/libraries/BoundedCall.sol',
    find: `        _requireGas(gasLimit);
        assembly ("memory-safe") {
            success := call(`,
    replace: `        assembly ("memory-safe") {
            success := call(`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/RegistrationHooks.t.sol',
      name: 'test_P14_tooLittleGasAfterwardsReverts',
    },
  },
  {
    id: 'P14-hook-reenters',
    numbers: ['P14'],
    title: 'Binding an agent can be entered again while a registration is under way.',
    file: 'contracts/SageRegistryV3.sol',
    find: `KeyInput[] calldata keys, bytes32 salt)
        external
        nonReentrant
`,
    replace: `KeyInput[] calldata keys, bytes32 salt)
        external
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/RegistrationHooks.t.sol',
      name: 'test_P14_hookCannotReenterBefore',
    },
  },
  {
    id: 'P48-reveal-without-event',
    numbers: ['P48'],
    title: 'The log does not tell which commitment a reveal has used up.',
    file: 'contracts/base/RegistrationGate.sol',
    find: `        emit RegistrationRevealed(msg.sender, commitment);
`,
    replace: '',
    test: { runner: 'forge', path: 'test/foundry/sage/smoke.t.sol', name: 'test_P48_aRevealTellsItsCommitment' },
  },
  {
    id: 'A01-former-version',
    numbers: ['A01'],
    title: 'Who never committed registers all the same: a path for callers of a former version was left in.',
    file: 'contracts/base/RegistrationGate.sol',
    find: 'if (made == 0) revert SageCommitmentUnknown(msg.sender, commitment);',
    replace: 'if (made == 0) return gate;',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/Commitments.t.sol',
      name: 'test_attack_A01_watcherCannotTakeTheDidAtReveal',
    },
  },
  {
    id: 'A02-keys-packed',
    numbers: ['A02'],
    title: 'The keys of a registration are hashed in packed encoding.',
    file: 'contracts/base/KeyProofs.sol',
    find: `        bytes32[] memory hashes = new bytes32[](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            hashes[i] = keccak256(abi.encode(KEY_TYPEHASH, keys[i].keyType, keccak256(keys[i].publicKey)));
        }
        return keccak256(abi.encodePacked(hashes));`,
    replace: `        bytes memory joined = abi.encode(KEY_TYPEHASH);
        for (uint256 i; i < keys.length; ++i) {
            joined = abi.encodePacked(joined, keys[i].publicKey);
        }
        return keccak256(joined);`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/RegistrationHashes.t.sol',
      name: 'test_attack_A02_bytesMovedBetweenKeysRevealNothing',
    },
  },
  {
    id: 'A03-account-answers-for-keys',
    numbers: ['A03'],
    title: "A P-256 key needs no proof of its own: the transaction of the agent's account is taken for one.",
    file: 'contracts/base/KeyProofs.sol',
    find: 'return KeySignatures.verifyP256(P256_VERIFIER, _asMessage(digest), proof, key.x, key.y);',
    replace: 'return proof.length == 64 && digest != 0 && key.x != 0;',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/controllers.t.sol',
      name: 'test_attack_A03_theOwnerByTransactionTheKeyByProof',
    },
  },
  {
    id: 'A04-only-the-latest',
    numbers: ['A04'],
    title: 'Only the key that was added last can be revoked.',
    file: 'contracts/base/KeyLedger.sol',
    find: `if (!key.exists()) revert SageKeyUnknown(agentId, keyId);
        if (key.epoch()`,
    replace: `if (key.nonce() + 1 != agent.nonce()) revert SageKeyUnknown(agentId, keyId);
        if (key.epoch()`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/keyAttacks.t.sol',
      name: 'test_attack_A04_everyKeyOfEveryAgentCanBeRevoked',
    },
  },
  {
    id: 'A05-wrong-exponent',
    numbers: ['A05'],
    title: 'Compressed keys pass the check of their format, and then never the square root.',
    file: 'contracts/libraries/Curves.sol',
    find: 'Math.modExp(square, (curve.p + 1) / 4, curve.p)',
    replace: 'Math.modExp(square, (curve.p - 1) / 4, curve.p)',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/publicKeys.t.sol',
      name: 'test_attack_A05_everyAcceptedFormatCanBeAddedAndUsed',
    },
  },
  {
    id: 'A06-capitals',
    numbers: ['A06'],
    title: 'Capital letters are taken in identifiers: one name has many DIDs.',
    file: 'contracts/libraries/DidSyntax.sol',
    find: '| ((1 << 26) - 1) << 0x61;',
    replace: '| ((1 << 26) - 1) << 0x61 | ((1 << 26) - 1) << 0x41;',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/DidSyntax.t.sol',
      name: 'test_attack_A06_otherSpellingsAreRefusedEverywhere',
    },
  },
  {
    id: 'A07-search-for-the-key',
    numbers: ['A07'],
    title: 'Revoking searches the list of all keys that the agent ever had.',
    file: 'contracts/base/KeyLedger.sol',
    find: `if (!key.exists()) revert SageKeyUnknown(agentId, keyId);
        if (key.epoch()`,
    replace: `uint256 place;
        while (place < agent.nonce() && _keyIds[agentId][place] != keyId) ++place;
        if (place == agent.nonce()) revert SageKeyUnknown(agentId, keyId);
        if (key.epoch()`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/keyAttacks.t.sol',
      name: 'test_attack_A07_revokingCostsTheSameWithTenKeys',
    },
  },
  {
    id: 'A08-anybody-tells-the-hook',
    numbers: ['A08'],
    title: 'Anybody can tell the hook of registrations that never were, and so lock an account out.',
    file: 'contracts/RegistrationRateHook.sol',
    find: 'function afterRegister(address account, uint256, string calldata) external onlyRegistry {',
    replace: 'function afterRegister(address account, uint256, string calldata) external {',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/RegistrationRateHook.t.sol',
      name: 'testFuzz_attack_A08_onlyTheRegistryTellsTheHook',
    },
  },
  {
    id: 'A23-anybody-blocks',
    numbers: ['A23'],
    title: 'Anybody can block an account from registering.',
    file: 'contracts/RegistrationRateHook.sol',
    find: 'function setBlocked(address account, bool blocked) external onlyOwner {',
    replace: 'function setBlocked(address account, bool blocked) external {',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/RegistrationRateHook.t.sol',
      name: 'testFuzz_attack_A23_strangersCannotAdministerTheHook',
    },
  },
  {
    id: 'A24-point-not-checked',
    numbers: ['A24'],
    title: 'A public key is taken without a look whether it lies on its curve.',
    file: 'contracts/libraries/PublicKeys.sol',
    find: `            if (!Curves.contains(curve, uint256(x), uint256(y))) revert PublicKeyNotOnCurve(keyType, x, y);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/publicKeys.t.sol',
      name: 'testFuzz_attack_A24_RevertWhen_aPointIsOffItsCurve',
    },
  },
  {
    id: 'A24-emitted-is-proved',
    numbers: ['A24'],
    title: 'An Ed25519 key whose proof nobody has checked is stored as proved.',
    file: 'contracts/base/KeyLedger.sol',
    find: `            state = KeyState.ProofEmitted;
`,
    replace: `            state = KeyState.Proved;
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/addKey.t.sol',
      name: 'test_attack_A24_ed25519_withoutVerifier_isInForceButNotValid',
    },
  },
  {
    id: 'A25-any-owner',
    numbers: ['A25'],
    title: 'Whoever holds any agent at all passes as controller of every agent.',
    file: 'contracts/base/KeyLedger.sol',
    find: 'if (owner != msg.sender && !_isAgentSide(msg.sender, agentId)) revert SageNotController(agentId, msg.sender);',
    replace:
      'if (IERC721(_identityRegistry()).balanceOf(msg.sender) == 0) revert SageNotController(agentId, msg.sender);',
    test: { runner: 'forge', path: 'test/foundry/sage/controllers.t.sol', name: 'test_attack_A25_othersMayNothing' },
  },
  {
    id: 'A26-anybody-reactivates',
    numbers: ['A26'],
    title: 'Anybody can put a deactivated agent back into service.',
    file: 'contracts/SageRegistryV3.sol',
    find: `        AgentWord agent = _controlledAgent(agentId);
        if (!agent.isDeactivated())`,
    replace: `        AgentWord agent = _agentOf(agentId);
        if (!agent.isDeactivated())`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/controllers.t.sol',
      name: 'test_attack_A26_nobodyElseReactivates',
    },
  },
  {
    id: 'A28-compromise-not-served',
    numbers: ['A28'],
    title: 'Looking back, a key is served for the time in which it was compromised.',
    file: 'contracts/base/KeyLedger.sol',
    find: 'if (!_isBefore(timestamp, key.validUntil()) || !_isBefore(timestamp, key.compromisedSince())) {',
    replace: 'if (!_isBefore(timestamp, key.validUntil())) {',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/keyAttacks.t.sol',
      name: 'test_attack_A28_noViewServesARevokedKey',
    },
  },
  {
    id: 'A29-bound-twice',
    numbers: ['A29'],
    title: 'An agent that has a DID can be bound a second time, which makes it begin anew.',
    file: 'contracts/SageRegistryV3.sol',
    find: `        if (_isBound(agentId)) revert SageAgentAlreadyBound(agentId, didOf(agentId));
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/Registration.t.sol',
      name: 'test_attack_A29_furtherRegistrationsResetNothing',
    },
  },
  {
    id: 'A30-owner-writes-rates',
    numbers: ['A30'],
    title: 'The owner of the hook can write rates as if it were the registry.',
    file: 'contracts/RegistrationRateHook.sol',
    find: 'if (msg.sender != REGISTRY) revert RateHookNotRegistry(msg.sender);',
    replace: 'if (msg.sender != REGISTRY && msg.sender != owner()) revert RateHookNotRegistry(msg.sender);',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/RegistrationRateHook.t.sol',
      name: 'test_attack_A30_evenTheOwnerCannotWriteRates',
    },
  },
  {
    id: 'A38-order-of-fields',
    numbers: ['A38'],
    title: 'Owner and key id stand in another order in the digest than in its type string.',
    file: 'contracts/base/KeyProofs.sol',
    find: 'abi.encode(KEY_PROOF_TYPEHASH, didHash, owner, keyId, nonce)',
    replace: 'abi.encode(KEY_PROOF_TYPEHASH, didHash, keyId, owner, nonce)',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/digests.t.sol',
      name: 'testFuzz_attack_A38_keyProofDigestByHand',
    },
  },
  {
    id: 'A45-owner-sets-cards',
    numbers: ['A45'],
    title: 'Governance may write the card of every agent, a switch from the time of testing.',
    file: 'contracts/SageRegistryV3.sol',
    find: `        _controlledAgent(agentId);
        uint256 length`,
    replace: `        if (msg.sender != owner()) _controlledAgent(agentId);
        uint256 length`,
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/RegistrationAccess.t.sol',
      name: 'test_attack_A45_ownerHasNoBypass',
    },
  },
  {
    id: 'A46-keys-come-back',
    numbers: ['A46'],
    title: "An agent that comes back to its seller brings the seller's old keys back into force.",
    file: 'contracts/base/KeyLedger.sol',
    find: 'return !TRACKS_TRANSFERS || agent.control() == transfers;',
    replace: 'return !TRACKS_TRANSFERS || agent.control() <= transfers;',
    test: {
      runner: 'forge',
      path: 'test/foundry/sage/ownership.t.sol',
      name: 'test_attack_A46_awayAndBackWithoutClaim',
    },
  },
];

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyState} from "../../../contracts/types/KeyState.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {ForgeEd25519Verifier} from "../mocks/sage/Ed25519Verifiers.sol";
import {SlowWallet} from "../mocks/sage/SigningWallets.sol";
import {KeyFixture} from "./KeyFixture.sol";

contract AddKeyTest is KeyFixture {
    function test_RevertWhen_theAgentIsNotBound() public {
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(2));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentNotBound.selector, 77));
        vm.prank(alice);
        registry.addKey(77, input);
    }

    function test_RevertWhen_tenKeysAreActive() public {
        _fill(10);
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(99));
        expectCount(11);
        vm.prank(alice);
        registry.addKey(agentId, input);
        // One less makes room for one.
        revokeBy(alice, second, 0);
        assertEq(activeKeys(), 9);
        addKey(agentId, secp256k1Key(99));
        assertEq(activeKeys(), 10);
    }

    function test_RevertWhen_theNoncesAreUsedUp() public {
        _setNonce(type(uint24).max - 1);
        addKey(agentId, secp256k1Key(2));
        assertEq(nonce(), type(uint24).max);
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(3));
        expect(ISageRegistryV3.SageNonceExhausted.selector);
        vm.prank(alice);
        registry.addKey(agentId, input);
        expect(ISageRegistryV3.SageNonceExhausted.selector);
        vm.prank(alice);
        registry.rotateKey(agentId, first, input);
        // Revocation never ends, and moves no nonce any more.
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.KeyRevoked(agentId, first, 0, type(uint24).max);
        revokeBy(alice, first, 0);
        revokeBy(alice, first, block.timestamp);
        revokeBy(alice, keyIdOf(secp256k1Key(2)), 0);
        assertEq(nonce(), type(uint24).max);
        assertEq(activeKeys(), 1);
        assertFalse(isValid(first));
    }

    function test_RevertWhen_theKeyIsKnown() public {
        _refusesKnown(secp256k1Key(1));
        revokeBy(alice, second, 0);
        _refusesKnown(p256Key(1));
        transfer(alice, bob);
        claim(agentId, bob, list(secp256k1Key(2)));
        _refusesKnown(secp256k1Key(1));
    }

    /// @dev A shared key proves itself for each agent by itself: the proof names DID and owner.
    function test_anotherAgentMayHaveTheSameKey() public {
        uint256 other = register(bob, "bob-1", list(secp256k1Key(1)));
        assertTrue(registry.isKeyValid(other, first));
        assertTrue(isValid(first));
        vm.prank(bob);
        registry.revokeKey(other, first, 0);
        assertFalse(registry.isKeyValid(other, first));
        assertTrue(isValid(first));
        // But the proof of one agent is none for the other.
        ISageRegistryV3.KeyInput memory input = inputOf(secp256k1Key(3), DID, alice, 2);
        bytes32 keyId = keyIdOf(secp256k1Key(3));
        bytes32 digest = registry.keyProofDigest("did:sage:testnet:bob-1", bob, keyId, 2);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageProofInvalid.selector, keyId, digest));
        vm.prank(bob);
        registry.addKey(other, input);
    }

    function test_secp256k1_storesAndEmits() public {
        _addsProved(secp256k1Key(2));
    }

    function test_p256_storesAndEmits() public {
        _addsProved(p256Key(2));
    }

    function test_erc1271_storesAndEmits() public {
        _addsProved(erc1271Key(address(new SlowWallet(0))));
    }

    function test_ed25519_withVerifier_storesAndEmits() public {
        registry = deployRegistry(address(agents), address(new ForgeEd25519Verifier()));
        agentId = register(alice, "alice-1", list(secp256k1Key(1), p256Key(1)));
        _addsProved(ed25519Key(2));
    }

    /// @dev A24: it is never called valid.
    function test_attack_A24_ed25519_withoutVerifier_isInForceButNotValid() public {
        TestKey memory key = ed25519Key(2);
        bytes32 keyId = keyIdOf(key);
        ISageRegistryV3.KeyInput memory input = nextInput(key);
        _expectAdded(keyId, input, KeyState.ProofEmitted);
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.KeyProofEmitted(agentId, keyId, input.proof);
        vm.prank(alice);
        registry.addKey(agentId, input);
        _checkStored(keyId, KeyType.Ed25519, KeyState.ProofEmitted, keccak256(input.proof));
        _checkUnproved(keyId);
        assertFalse(registry.verifySignature(agentId, keyId, DIGEST, signatureOf(key, DIGEST)));
    }

    function testFuzz_ed25519_RevertWhen_theProofIsNot64Bytes(bytes calldata proof) public {
        vm.assume(proof.length != 64);
        ISageRegistryV3.KeyInput memory input = nextInput(ed25519Key(2));
        input.proof = proof;
        _refuses(input);
    }

    // X25519

    function test_x25519_attestedBySecp256k1() public {
        _attests(secp256k1Key(1), KeyState.Attested);
    }

    function test_x25519_attestedByP256() public {
        _attests(p256Key(1), KeyState.Attested);
    }

    function test_x25519_attestedByErc1271() public {
        TestKey memory attester = erc1271Key(address(new SlowWallet(0)));
        addKey(agentId, attester);
        _attests(attester, KeyState.Attested);
    }

    function test_x25519_attestedByEd25519WithVerifier() public {
        registry = deployRegistry(address(agents), address(new ForgeEd25519Verifier()));
        agentId = register(alice, "alice-1", list(secp256k1Key(1), ed25519Key(1)));
        _attests(ed25519Key(1), KeyState.Attested);
    }

    function test_attack_A24_x25519_attestedByAKeyThatCannotBeChecked() public {
        addKey(agentId, ed25519Key(1));
        _attests(ed25519Key(1), KeyState.AttestationEmitted);
    }

    function test_x25519_RevertWhen_theProofHoldsNoKeyId() public {
        for (uint256 length; length < 32; ++length) {
            _refuses(ISageRegistryV3.KeyInput(KeyType.X25519, publicKeyOf(x25519Key(1)), new bytes(length)));
        }
    }

    function testFuzz_x25519_RevertWhen_theAttesterDidNotSign(uint256 seed, bytes calldata signature) public {
        // P-256 takes long without precompile.
        bytes32 attesterId = seed % 32 != 0 ? first : second;
        bytes memory proof = abi.encodePacked(attesterId, signature);
        _refuses(ISageRegistryV3.KeyInput(KeyType.X25519, publicKeyOf(x25519Key(1)), proof));
        // Of another nonce, owner or DID.
        TestKey memory attester = seed % 32 != 0 ? secp256k1Key(1) : p256Key(1);
        _refuses(attestedInput(x25519Key(1), attester, DID, alice, 3));
        _refuses(attestedInput(x25519Key(1), attester, DID, bob, 2));
        _refuses(attestedInput(x25519Key(1), attester, "did:sage:testnet:alice-2", alice, 2));
    }

    /// @dev The raw digest is for `verifySignature` alone.
    function test_x25519_RevertWhen_p256SignsTheDigestItself() public {
        bytes32 digest = registry.keyProofDigest(DID, alice, keyIdOf(x25519Key(1)), 2);
        bytes memory proof = abi.encodePacked(second, signatureOf(p256Key(1), digest));
        _refuses(ISageRegistryV3.KeyInput(KeyType.X25519, publicKeyOf(x25519Key(1)), proof));
    }

    function test_attack_A24_x25519_RevertWhen_theAttesterIsNoneOfTheAgentsKeysInForce() public {
        // Unknown.
        _refusesAttester(secp256k1Key(2), 2);
        // Of another agent.
        register(bob, "bob-1", list(secp256k1Key(2)));
        _refusesAttester(secp256k1Key(2), 2);
        // Revoked.
        revokeBy(alice, first, 0);
        _refusesAttester(secp256k1Key(1), 3);
        // Not able to sign.
        ISageRegistryV3.KeyInput memory input = attestedInput(x25519Key(5), p256Key(1), DID, alice, 3);
        vm.prank(alice);
        registry.addKey(agentId, input);
        bytes memory proof = abi.encodePacked(keyIdOf(x25519Key(5)), new bytes(65));
        _refusesAttestation(keyIdOf(x25519Key(5)), proof);
        // Itself.
        _refusesAttestation(keyIdOf(x25519Key(1)), abi.encodePacked(keyIdOf(x25519Key(1)), new bytes(65)));
        // Of the owner before.
        transfer(alice, bob);
        claim(agentId, bob, list(secp256k1Key(3)));
        input = attestedInput(x25519Key(1), p256Key(1), DID, bob, 5);
        vm.expectRevert(
            abi.encodeWithSelector(ISageRegistryV3.SageAttesterInvalid.selector, keyIdOf(x25519Key(1)), second)
        );
        vm.prank(bob);
        registry.addKey(agentId, input);
    }

    /// @dev In one call a key can attest the next, not the one before.
    function test_x25519_attestedByAKeyOfTheSameClaim() public {
        transfer(alice, bob);
        ISageRegistryV3.KeyInput[] memory inputs = new ISageRegistryV3.KeyInput[](2);
        inputs[0] = attestedInput(x25519Key(1), secp256k1Key(2), DID, bob, 2);
        inputs[1] = inputOf(secp256k1Key(2), DID, bob, 3);
        vm.expectRevert(
            abi.encodeWithSelector(
                ISageRegistryV3.SageAttesterInvalid.selector, keyIdOf(x25519Key(1)), keyIdOf(secp256k1Key(2))
            )
        );
        vm.prank(bob);
        registry.claimAgent(agentId, inputs);
        inputs[0] = inputOf(secp256k1Key(2), DID, bob, 2);
        inputs[1] = attestedInput(x25519Key(1), secp256k1Key(2), DID, bob, 3);
        vm.prank(bob);
        registry.claimAgent(agentId, inputs);
        assertState(x25519Key(1), KeyState.Attested);
    }

    /// @dev The attestation stays when the attester goes: it says what was so when the key was added.
    function test_x25519_outlivesItsAttester() public {
        _attests(secp256k1Key(1), KeyState.Attested);
        revokeBy(alice, first, block.timestamp - 50);
        assertTrue(isValid(keyIdOf(x25519Key(1))));
    }

    function test_worksWhileDeactivated() public {
        vm.startPrank(alice);
        registry.deactivateAgent(agentId);
        vm.stopPrank();
        addKey(agentId, secp256k1Key(2));
        assertFalse(isValid(keyIdOf(secp256k1Key(2))));
        vm.prank(alice);
        registry.reactivateAgent(agentId);
        assertTrue(isValid(keyIdOf(secp256k1Key(2))));
    }

    /// @dev P8: whatever happens, the nonce rises by one with every change, and no digest is taken twice.
    function testFuzz_P8_nonceRisesByOneAndNoDigestIsTakenTwice(uint256 seed) public {
        uint256 expected = 2;
        ISageRegistryV3.KeyInput memory last = nextInput(secp256k1Key(2));
        addKey(agentId, secp256k1Key(2));
        ++expected;
        bytes32 live = keyIdOf(secp256k1Key(2));
        for (uint256 i = 3; i < 9; ++i) {
            _refusesAgain(last, expected);
            uint256 action = (seed >> (8 * i)) % 3;
            TestKey memory key = secp256k1Key(i);
            if (action == 0) {
                revokeBy(alice, live, 0);
                ++expected;
                assertEq(nonce(), expected);
            }
            last = nextInput(key);
            vm.prank(alice);
            if (action == 1) registry.rotateKey(agentId, live, last);
            else registry.addKey(agentId, last);
            live = keyIdOf(key);
            assertEq(nonce(), ++expected);
            assertEq(registry.getKey(agentId, live).nonce, expected - 1);
        }
    }

    /// @dev The proof again, and the proof with another key's bytes: neither ever works.
    function _refusesAgain(ISageRegistryV3.KeyInput memory used, uint256 expected) private {
        expect(ISageRegistryV3.SageKeyKnown.selector, registry.keyIdOf(used.keyType, used.publicKey));
        vm.prank(alice);
        registry.addKey(agentId, used);
        ISageRegistryV3.KeyInput memory other = nextInput(secp256k1Key(1000));
        other.proof = used.proof;
        _refuses(other);
        assertEq(nonce(), expected);
    }

    function _refusesKnown(TestKey memory key) private {
        ISageRegistryV3.KeyInput memory input = nextInput(key);
        address owner = registry.getAgent(agentId).owner;
        expect(ISageRegistryV3.SageKeyKnown.selector, keyIdOf(key));
        vm.prank(owner);
        registry.addKey(agentId, input);
    }

    function _refuses(ISageRegistryV3.KeyInput memory input) private {
        expectProofInvalid(registry.keyIdOf(input.keyType, input.publicKey));
        vm.prank(alice);
        registry.addKey(agentId, input);
    }

    function _refusesAttester(TestKey memory attester, uint256 nonce_) private {
        ISageRegistryV3.KeyInput memory input = attestedInput(x25519Key(1), attester, DID, alice, nonce_);
        _refusesAttestation(keyIdOf(attester), input.proof);
    }

    function _refusesAttestation(bytes32 attesterId, bytes memory proof) private {
        ISageRegistryV3.KeyInput memory input =
            ISageRegistryV3.KeyInput(KeyType.X25519, publicKeyOf(x25519Key(1)), proof);
        bytes32 keyId = keyIdOf(x25519Key(1));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAttesterInvalid.selector, keyId, attesterId));
        vm.prank(alice);
        registry.addKey(agentId, input);
    }

    function _attests(TestKey memory attester, KeyState state) private {
        bytes32 keyId = keyIdOf(x25519Key(1));
        ISageRegistryV3.KeyInput memory input = attestedInput(x25519Key(1), attester, DID, alice, nonce());
        _expectAdded(keyId, input, state);
        bool isEmitted = state == KeyState.AttestationEmitted;
        if (isEmitted) {
            vm.expectEmit(address(registry));
            emit ISageRegistryV3.KeyProofEmitted(agentId, keyId, input.proof);
        }
        vm.prank(alice);
        registry.addKey(agentId, input);
        _checkStored(keyId, KeyType.X25519, state, isEmitted ? keccak256(input.proof) : bytes32(0));
        if (isEmitted) _checkUnproved(keyId);
        else assertTrue(isValid(keyId));
        assertFalse(registry.verifySignature(agentId, keyId, DIGEST, new bytes(65)));
    }

    function _addsProved(TestKey memory key) private {
        bytes32 keyId = keyIdOf(key);
        ISageRegistryV3.KeyInput memory input = nextInput(key);
        vm.recordLogs();
        _expectAdded(keyId, input, KeyState.Proved);
        vm.prank(alice);
        registry.addKey(agentId, input);
        assertEq(registryLogs(), 1);
        _checkStored(keyId, key.keyType, KeyState.Proved, 0);
        assertTrue(isValid(keyId));
        assertTrue(isValidAt(keyId, block.timestamp));
        assertFalse(isValidAt(keyId, block.timestamp - 1));
        assertTrue(registry.verifySignature(agentId, keyId, DIGEST, signatureOf(key, DIGEST)));
    }

    function _expectAdded(bytes32 keyId, ISageRegistryV3.KeyInput memory input, KeyState state) private {
        uint24 nonce_ = uint24(nonce());
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.KeyAdded(agentId, keyId, input.keyType, state, nonce_, input.publicKey);
    }

    function _checkStored(bytes32 keyId, KeyType keyType, KeyState state, bytes32 proofHash) private view {
        ISageRegistryV3.AgentView memory agent = registry.getAgent(agentId);
        ISageRegistryV3.KeyView memory expected = ISageRegistryV3.KeyView({
            keyId: keyId,
            keyType: keyType,
            state: state,
            validFrom: uint40(block.timestamp),
            validUntil: 0,
            compromisedSince: 0,
            nonce: agent.nonce - 1,
            epoch: agent.epoch,
            proofHash: proofHash
        });
        assertEq(abi.encode(registry.getKey(agentId, keyId)), abi.encode(expected));
        ISageRegistryV3.KeyView[] memory keys = registry.getKeys(agentId, agent.nonce - 1, 10);
        assertEq(keys.length, 1);
        assertEq(abi.encode(keys[0]), abi.encode(expected));
        assertEq(agent.activeKeys, agent.nonce);
    }

    function _checkUnproved(bytes32 keyId) private view {
        assertFalse(isValid(keyId));
        assertFalse(isValidAt(keyId, block.timestamp));
        assertTrue(registry.isKeyInForceAt(agentId, keyId, block.timestamp));
        assertFalse(registry.isKeyInForceAt(agentId, keyId, block.timestamp - 1));
        assertFalse(registry.isKeyInForceAt(agentId, keyId, block.timestamp + 1));
    }

    function _fill(uint256 count) private {
        for (uint256 i = activeKeys(); i < count; ++i) {
            addKey(agentId, secp256k1Key(1000 + i));
        }
    }

    /// @dev The agent's word is the one that holds its owner.
    function _setNonce(uint256 value) private {
        vm.record();
        registry.getAgent(agentId);
        (bytes32[] memory reads,) = vm.accesses(address(registry));
        for (uint256 i; i < reads.length; ++i) {
            uint256 word = uint256(vm.load(address(registry), reads[i]));
            if (address(uint160(word)) != alice) continue;
            word = (word & ~(uint256(type(uint24).max) << 200)) | (value << 200);
            vm.store(address(registry), reads[i], bytes32(word));
        }
        assertEq(nonce(), value);
    }
}

contract AddKeyOverDeployedTest is AddKeyTest {
    function isForeign() internal pure override returns (bool) {
        return true;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyFixture} from "./KeyFixture.sol";

contract RevokeKeyTest is KeyFixture {
    function test_revoke_RevertWhen_theAgentIsNotBound() public {
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentNotBound.selector, 77));
        registry.revokeKey(77, first, 0);
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(2));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentNotBound.selector, 77));
        registry.rotateKey(77, first, input);
    }

    function testFuzz_revoke_RevertWhen_theAgentNeverHadTheKey(bytes32 keyId) public {
        vm.assume(keyId != first && keyId != second);
        expect(ISageRegistryV3.SageKeyUnknown.selector, keyId);
        revokeBy(alice, keyId, 0);
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(2));
        expect(ISageRegistryV3.SageKeyUnknown.selector, keyId);
        vm.prank(alice);
        registry.rotateKey(agentId, keyId, input);
    }

    function test_revoke_RevertWhen_theKeyIsOfAFormerOwner() public {
        transfer(alice, bob);
        claim(agentId, bob, list(secp256k1Key(2)));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageKeyOfFormerOwner.selector, agentId, first, 0));
        revokeBy(bob, first, 0);
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(3));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageKeyOfFormerOwner.selector, agentId, first, 0));
        vm.prank(bob);
        registry.rotateKey(agentId, first, input);
    }

    function testFuzz_revoke_RevertWhen_theCompromiseLiesInTheFuture(uint40 since) public {
        since = uint40(bound(since, block.timestamp + 1, type(uint40).max));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageCompromiseInFuture.selector, since, block.timestamp));
        revokeBy(alice, first, since);
        revokeBy(alice, first, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageCompromiseInFuture.selector, since, block.timestamp));
        revokeBy(alice, first, since);
    }

    function testFuzz_revoke_storesAndEmits(uint40 since) public {
        since = uint40(bound(since, 0, block.timestamp));
        ISageRegistryV3.KeyView memory before = registry.getKey(agentId, first);
        vm.recordLogs();
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.KeyRevoked(agentId, first, since, 2);
        revokeBy(alice, first, since);
        assertEq(registryLogs(), 1);
        (before.validUntil, before.compromisedSince) = (uint40(block.timestamp), since);
        assertEq(abi.encode(registry.getKey(agentId, first)), abi.encode(before));
        assertEq(nonce(), 3);
        assertEq(activeKeys(), 1);
        assertFalse(isValid(first));
        assertTrue(isValid(second));
    }

    /// @dev Back, never forward, nor away.
    function testFuzz_revoke_movesACompromiseBack(uint40 since, uint40 later) public {
        since = uint40(bound(since, 2, block.timestamp));
        later = uint40(bound(later, since, block.timestamp));
        uint40 revokedAt = uint40(block.timestamp);
        revokeBy(alice, first, since);
        wait(500);
        _refusesRevoked(0, revokedAt, since);
        _refusesRevoked(since, revokedAt, since);
        _refusesRevoked(later, revokedAt, since);
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.KeyRevoked(agentId, first, since - 1, 3);
        revokeBy(alice, first, since - 1);
        ISageRegistryV3.KeyView memory key = registry.getKey(agentId, first);
        assertEq(key.validUntil, revokedAt);
        assertEq(key.compromisedSince, since - 1);
        assertEq(nonce(), 4);
        assertEq(activeKeys(), 1);
    }

    /// @dev Revoked without: any moment up to now can still be declared.
    function testFuzz_revoke_declaresACompromiseLater(uint40 since) public {
        uint40 revokedAt = uint40(block.timestamp);
        revokeBy(alice, first, 0);
        wait(500);
        since = uint40(bound(since, 1, block.timestamp));
        _refusesRevoked(0, revokedAt, 0);
        revokeBy(alice, first, since);
        assertEq(registry.getKey(agentId, first).compromisedSince, since);
        assertEq(registry.getKey(agentId, first).validUntil, revokedAt);
        uint256 end = since < revokedAt ? since : revokedAt;
        uint256 start = registry.getKey(agentId, first).validFrom;
        assertFalse(isValidAt(first, end));
        if (end > start) assertTrue(isValidAt(first, end - 1));
        assertEq(isValidAt(first, start), end > start);
    }

    function test_P12_aRevokedKeyNeverVerifiesAgain() public {
        bytes memory signature = signatureOf(secp256k1Key(1), DIGEST);
        assertTrue(registry.verifySignature(agentId, first, DIGEST, signature));
        revokeBy(alice, first, 0);
        _staysInvalid(signature);
        vm.prank(alice);
        registry.deactivateAgent(agentId);
        _staysInvalid(signature);
        vm.prank(alice);
        registry.reactivateAgent(agentId);
        _staysInvalid(signature);
        transfer(alice, bob);
        claim(agentId, bob, list(secp256k1Key(2)));
        _staysInvalid(signature);
        transfer(bob, alice);
        claim(agentId, alice, list(secp256k1Key(3)));
        _staysInvalid(signature);
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(1));
        expect(ISageRegistryV3.SageKeyKnown.selector, first);
        vm.prank(alice);
        registry.addKey(agentId, input);
    }

    /// @dev The last key too; the owner adds another without any.
    function test_P12_lostKeysCanBeRevokedByTheOwner() public {
        revokeBy(alice, first, 0);
        revokeBy(alice, second, 0);
        assertEq(activeKeys(), 0);
        addKey(agentId, secp256k1Key(2));
        assertTrue(isValid(keyIdOf(secp256k1Key(2))));
    }

    function test_revoke_worksWhileDeactivated() public {
        vm.prank(alice);
        registry.deactivateAgent(agentId);
        revokeBy(alice, first, 0);
        rotateBy(alice, second, p256Key(2));
        assertEq(activeKeys(), 1);
    }

    function test_rotate_revokesAndAddsAtOnce() public {
        ISageRegistryV3.KeyInput memory input = nextInput(p256Key(2));
        bytes32 added = keyIdOf(p256Key(2));
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.KeyRevoked(agentId, first, 0, 2);
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.KeyAdded(
            agentId, added, input.keyType, registry.getKey(agentId, second).state, 2, input.publicKey
        );
        vm.prank(alice);
        registry.rotateKey(agentId, first, input);
        assertEq(nonce(), 3);
        assertEq(activeKeys(), 2);
        assertEq(registry.getKey(agentId, first).validUntil, block.timestamp);
        assertEq(registry.getKey(agentId, added).validFrom, block.timestamp);
        assertFalse(isValid(first));
        assertTrue(isValid(added));
        assertTrue(isValidAt(first, block.timestamp - 1));
        assertFalse(isValidAt(first, block.timestamp));
    }

    function test_rotate_worksWithTenKeys() public {
        for (uint256 i = 2; i < 10; ++i) {
            addKey(agentId, secp256k1Key(i));
        }
        rotateBy(alice, first, secp256k1Key(99));
        assertEq(activeKeys(), 10);
        assertTrue(isValid(keyIdOf(secp256k1Key(99))));
    }

    function test_rotate_RevertWhen_theKeyIsRevoked() public {
        revokeBy(alice, first, block.timestamp - 5);
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(2));
        vm.expectRevert(_alreadyRevoked(uint40(block.timestamp), uint40(block.timestamp - 5)));
        vm.prank(alice);
        registry.rotateKey(agentId, first, input);
    }

    /// @dev Neither revoked nor added.
    function test_rotate_RevertWhen_theProofIsInvalid() public {
        ISageRegistryV3.KeyInput memory input = inputOf(secp256k1Key(2), DID, alice, 3);
        expectProofInvalid(keyIdOf(secp256k1Key(2)));
        vm.prank(alice);
        registry.rotateKey(agentId, first, input);
        assertTrue(isValid(first));
        assertEq(nonce(), 2);
    }

    function test_rotate_RevertWhen_theNewKeyIsTheOld() public {
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(1));
        expect(ISageRegistryV3.SageKeyKnown.selector, first);
        vm.prank(alice);
        registry.rotateKey(agentId, first, input);
    }

    function test_rotate_RevertWhen_theRevokedKeyAttests() public {
        ISageRegistryV3.KeyInput memory input = attestedInput(x25519Key(1), p256Key(1), DID, alice, 2);
        vm.expectRevert(
            abi.encodeWithSelector(ISageRegistryV3.SageAttesterInvalid.selector, keyIdOf(x25519Key(1)), second)
        );
        vm.prank(alice);
        registry.rotateKey(agentId, second, input);
        vm.prank(alice);
        registry.rotateKey(agentId, first, input);
        assertTrue(isValid(keyIdOf(x25519Key(1))));
    }

    function _staysInvalid(bytes memory signature) private {
        wait(10);
        assertFalse(isValid(first));
        assertFalse(isValidAt(first, block.timestamp));
        assertFalse(registry.verifySignature(agentId, first, DIGEST, signature));
    }

    function _refusesRevoked(uint40 since, uint40 revokedAt, uint40 declared) private {
        vm.expectRevert(_alreadyRevoked(revokedAt, declared));
        revokeBy(alice, first, since);
    }

    function _alreadyRevoked(uint40 revokedAt, uint40 declared) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(ISageRegistryV3.SageKeyAlreadyRevoked.selector, agentId, first, revokedAt, declared);
    }
}

contract RevokeKeyOverDeployedTest is RevokeKeyTest {
    function isForeign() internal pure override returns (bool) {
        return true;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {DeployedIdentityRegistry} from "../mocks/identity/DeployedIdentityRegistry.sol";
import {KeyFixture} from "./KeyFixture.sol";

/// @dev `claimAgent` and `recordOwnership`: what is the same over every identity registry.
abstract contract OwnershipBehaviour is KeyFixture {
    /// @dev When alice's epoch ends, if the agent leaves her at this moment and nobody called since `seen`.
    function endOf(uint256 seen, uint256 left) internal pure returns (uint256) {
        return isForeign() ? seen : left;
    }

    function test_claim_RevertWhen_theAgentIsNotBound() public {
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(list(secp256k1Key(2)), DID, alice, 2);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentNotBound.selector, 77));
        vm.prank(alice);
        registry.claimAgent(77, inputs);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentNotBound.selector, 77));
        registry.recordOwnership(77);
    }

    function test_claim_RevertWhen_theCallerIsNotTheControllerOfNow() public {
        transfer(alice, bob);
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(list(secp256k1Key(2)), DID, bob, 2);
        expectNotController(alice);
        vm.prank(alice);
        registry.claimAgent(agentId, inputs);
        expectNotController(eve);
        vm.prank(eve);
        registry.claimAgent(agentId, inputs);
        expectNotController(governance);
        vm.prank(governance);
        registry.claimAgent(agentId, inputs);
    }

    function test_claim_RevertWhen_thereIsNothingToClaim() public {
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(list(secp256k1Key(2)), DID, alice, 2);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNothingToClaim.selector, agentId, alice));
        vm.prank(alice);
        registry.claimAgent(agentId, inputs);
        transfer(alice, bob);
        claim(agentId, bob, list(secp256k1Key(2)));
        inputs = inputsOf(list(secp256k1Key(3)), DID, bob, 3);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNothingToClaim.selector, agentId, bob));
        vm.prank(bob);
        registry.claimAgent(agentId, inputs);
    }

    function test_claim_RevertWhen_thereAreNoOrTooManyKeys() public {
        transfer(alice, bob);
        expectCount(0);
        vm.prank(bob);
        registry.claimAgent(agentId, new ISageRegistryV3.KeyInput[](0));
        expectCount(11);
        vm.prank(bob);
        registry.claimAgent(agentId, new ISageRegistryV3.KeyInput[](11));
        claim(agentId, bob, _keys(10));
        assertEq(activeKeys(), 10);
        assertEq(nonce(), 12);
    }

    function test_claim_RevertWhen_theAgentHadTheKey() public {
        transfer(alice, bob);
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(list(secp256k1Key(1)), DID, bob, 2);
        expect(ISageRegistryV3.SageKeyKnown.selector, first);
        vm.prank(bob);
        registry.claimAgent(agentId, inputs);
        // Nor twice in one call.
        inputs = inputsOf(list(secp256k1Key(2), secp256k1Key(2)), DID, bob, 2);
        expect(ISageRegistryV3.SageKeyKnown.selector, keyIdOf(secp256k1Key(2)));
        vm.prank(bob);
        registry.claimAgent(agentId, inputs);
    }

    /// @dev Proofs for the seller, or by the seller's nonce, are worth nothing.
    function test_claim_RevertWhen_theProofNamesAnother() public {
        transfer(alice, bob);
        bytes32 keyId = keyIdOf(secp256k1Key(2));
        bytes memory reason = abi.encodeWithSelector(
            ISageRegistryV3.SageProofInvalid.selector, keyId, registry.keyProofDigest(DID, bob, keyId, 2)
        );
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(list(secp256k1Key(2)), DID, alice, 2);
        vm.expectRevert(reason);
        vm.prank(bob);
        registry.claimAgent(agentId, inputs);
        inputs = inputsOf(list(secp256k1Key(2)), DID, bob, 0);
        vm.expectRevert(reason);
        vm.prank(bob);
        registry.claimAgent(agentId, inputs);
    }

    function test_claim_RevertWhen_theOwnerHasTooManyAgents() public {
        _setCount(bob, 100);
        transfer(alice, bob);
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(list(secp256k1Key(2)), DID, bob, 2);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageTooManyAgents.selector, bob, 100));
        vm.prank(bob);
        registry.claimAgent(agentId, inputs);
        _setCount(bob, 99);
        vm.prank(bob);
        registry.claimAgent(agentId, inputs);
        assertEq(registry.agentCountOf(bob), 100);
    }

    function test_claim_beginsTheNextEpoch() public {
        revokeBy(alice, second, 0);
        uint256 seen = block.timestamp;
        wait(50);
        transfer(alice, bob);
        wait(50);
        assertEq(registry.getAgent(agentId).isClaimed, false);
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(list(secp256k1Key(2), p256Key(2)), DID, bob, 3);
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.EpochEnded(agentId, 0, uint40(endOf(seen, seen + 50)));
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.AgentClaimed(agentId, bob, 1);
        vm.recordLogs();
        vm.prank(bob);
        registry.claimAgent(agentId, inputs);
        assertEq(registryLogs(), 4);
        ISageRegistryV3.AgentView memory expected = ISageRegistryV3.AgentView(DID, bob, true, true, 5, 1, 2);
        assertEq(abi.encode(registry.getAgent(agentId)), abi.encode(expected));
        assertEq(registry.agentCountOf(alice), 0);
        assertEq(registry.agentCountOf(bob), 1);
        assertTrue(isValid(keyIdOf(secp256k1Key(2))));
        assertFalse(isValid(first));
        uint256 end = endOf(seen, seen + 50);
        assertTrue(isValidAt(first, end - 1));
        assertFalse(isValidAt(first, end));
        assertFalse(isValidAt(first, block.timestamp));
        assertEq(registry.getKey(agentId, keyIdOf(p256Key(2))).epoch, 1);
        assertEq(registry.getKey(agentId, keyIdOf(p256Key(2))).nonce, 4);
    }

    /// @dev The keys are the owner's, whoever of its side calls.
    function test_claim_byAnOperator() public {
        transfer(alice, bob);
        vm.prank(bob);
        agents.setApprovalForAll(carol, true);
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(list(secp256k1Key(2)), DID, bob, 2);
        vm.prank(carol);
        registry.claimAgent(agentId, inputs);
        assertEq(registry.getAgent(agentId).owner, bob);
        assertEq(registry.agentCountOf(carol), 0);
        assertEq(registry.agentCountOf(bob), 1);
        // A proof that names the operator is none.
        transfer(bob, alice);
        vm.prank(alice);
        agents.setApprovalForAll(carol, true);
        inputs = inputsOf(list(secp256k1Key(3)), DID, carol, 3);
        bytes32 keyId = keyIdOf(secp256k1Key(3));
        bytes32 digest = registry.keyProofDigest(DID, alice, keyId, 3);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageProofInvalid.selector, keyId, digest));
        vm.prank(carol);
        registry.claimAgent(agentId, inputs);
    }

    function test_claim_whileDeactivated() public {
        vm.prank(alice);
        registry.deactivateAgent(agentId);
        transfer(alice, bob);
        claim(agentId, bob, list(secp256k1Key(2)));
        assertFalse(registry.getAgent(agentId).isActive);
        assertFalse(isValid(keyIdOf(secp256k1Key(2))));
        vm.prank(bob);
        registry.reactivateAgent(agentId);
        assertTrue(isValid(keyIdOf(secp256k1Key(2))));
    }

    function test_P10_theFormerOwnersKeysAreOutAtOnce() public {
        bytes memory signature = signatureOf(secp256k1Key(1), DIGEST);
        assertTrue(registry.verifySignature(agentId, first, DIGEST, signature));
        transfer(alice, bob);
        assertFalse(isValid(first));
        assertFalse(isValidAt(first, block.timestamp));
        assertFalse(registry.isKeyInForceAt(agentId, first, block.timestamp));
        assertFalse(registry.verifySignature(agentId, first, DIGEST, signature));
        ISageRegistryV3.KeyInput memory input = inputOf(secp256k1Key(2), DID, alice, 2);
        expectNotController(alice);
        vm.prank(alice);
        registry.addKey(agentId, input);
        // The buyer can use the agent only after proving its own.
        expectNotClaimed(bob);
        vm.prank(bob);
        registry.addKey(agentId, input);
        expectNotClaimed(bob);
        vm.prank(bob);
        registry.rotateKey(agentId, first, input);
        expectNotClaimed(bob);
        revokeBy(bob, first, 0);
        expectNotClaimed(bob);
        vm.prank(bob);
        registry.setCard(agentId, "", 0);
        expectNotClaimed(bob);
        vm.prank(bob);
        registry.reactivateAgent(agentId);
    }

    /// @dev A46, with a claim in between: the keys stay out when the agent comes back.
    function test_attack_A46_awayAndBackWithClaim() public {
        bytes32 bobs = keyIdOf(secp256k1Key(2));
        transfer(alice, bob);
        claim(agentId, bob, list(secp256k1Key(2)));
        wait(10);
        transfer(bob, alice);
        assertFalse(isValid(first));
        assertFalse(isValid(bobs));
        claim(agentId, alice, list(secp256k1Key(3)));
        assertFalse(isValid(first));
        assertFalse(isValid(bobs));
        assertTrue(isValid(keyIdOf(secp256k1Key(3))));
        assertEq(registry.getAgent(agentId).epoch, 2);
        assertEq(registry.agentCountOf(alice), 1);
        assertEq(registry.agentCountOf(bob), 0);
    }

    function test_record_endsTheEpochForGood() public {
        uint256 seen = block.timestamp;
        assertTrue(registry.recordOwnership(agentId));
        wait(50);
        transfer(alice, bob);
        wait(50);
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.EpochEnded(agentId, 0, uint40(endOf(seen, seen + 50)));
        vm.prank(eve);
        assertFalse(registry.recordOwnership(agentId));
        transfer(bob, alice);
        vm.recordLogs();
        assertFalse(registry.recordOwnership(agentId));
        assertEq(registryLogs(), 0);
        assertFalse(registry.getAgent(agentId).isClaimed);
        assertFalse(isValid(first));
        assertTrue(isValidAt(first, endOf(seen, seen + 50) - 1));
        assertFalse(isValidAt(first, endOf(seen, seen + 50)));
        expectNotClaimed(alice);
        revokeBy(alice, first, 0);
        // Nor does the claim that follows end it again.
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.AgentClaimed(agentId, alice, 1);
        vm.recordLogs();
        claim(agentId, alice, list(secp256k1Key(2)));
        assertEq(registryLogs(), 2);
        assertFalse(isValidAt(first, endOf(seen, seen + 50)));
        assertTrue(isValidAt(first, endOf(seen, seen + 50) - 1));
        assertTrue(registry.recordOwnership(agentId));
    }

    function _keys(uint256 count) private pure returns (TestKey[] memory keys) {
        keys = new TestKey[](count);
        for (uint256 i; i < count; ++i) {
            keys[i] = secp256k1Key(100 + i);
        }
    }

    function _setCount(address owner, uint256 count) private {
        vm.record();
        registry.agentCountOf(owner);
        (bytes32[] memory reads,) = vm.accesses(address(registry));
        vm.store(address(registry), reads[0], bytes32(count));
        assertEq(registry.agentCountOf(owner), count);
    }
}

/// @dev SAGE's own identity registry tells every transfer.
contract OwnershipTest is OwnershipBehaviour {
    function test_attack_A46_awayAndBackWithoutClaim() public {
        uint256 left = block.timestamp;
        transfer(alice, bob);
        wait(30);
        transfer(bob, alice);
        assertFalse(isValid(first));
        assertTrue(isValidAt(first, left - 1));
        assertFalse(isValidAt(first, left));
        expectNotClaimed(alice);
        revokeBy(alice, first, 0);
        claim(agentId, alice, list(secp256k1Key(2)));
        assertFalse(isValidAt(first, left));
        assertTrue(isValidAt(first, left - 1));
        assertEq(registry.agentCountOf(alice), 1);
    }

    function test_aTransferToOneselfEndsTheEpochToo() public {
        uint256 left = block.timestamp;
        transfer(alice, alice);
        assertFalse(isValid(first));
        assertFalse(isValidAt(first, left));
        claim(agentId, alice, list(secp256k1Key(2)));
        assertEq(registry.agentCountOf(alice), 1);
        assertEq(registry.getAgent(agentId).epoch, 1);
    }

    function test_record_doesNothingWhileTheOwnerIsTheSame() public {
        vm.recordLogs();
        vm.record();
        assertTrue(registry.recordOwnership(agentId));
        (, bytes32[] memory writes) = vm.accesses(address(registry));
        assertEq(writes.length, 0);
        assertEq(registryLogs(), 0);
    }

    /// @dev Exactly to the second, whenever anybody looks.
    function testFuzz_P10_theEndIsTheFirstTransfer(uint256 first_, uint256 second_, bool records) public {
        wait(bound(first_, 0, 1e6));
        uint256 left = block.timestamp;
        transfer(alice, bob);
        wait(bound(second_, 0, 1e6));
        transfer(bob, carol);
        if (records) assertFalse(registry.recordOwnership(agentId));
        assertTrue(isValidAt(first, left - 1));
        assertFalse(isValidAt(first, left));
        claim(agentId, carol, list(secp256k1Key(2)));
        wait(1);
        assertTrue(isValidAt(first, left - 1));
        assertFalse(isValidAt(first, left));
        assertFalse(isValidAt(first, vm.getBlockTimestamp()));
    }

    /// @dev After 2^19 transfers the count begins anew. An epoch whose end is then untold counts as never begun.
    function test_P10_anEndThatTheRegistryForgotVoidsTheEpoch() public {
        vm.mockCall(address(identity), abi.encodeCall(identity.ownershipOf, (agentId)), abi.encode(alice, 5));
        vm.mockCall(address(identity), abi.encodeCall(identity.transferredAt, (agentId, 1)), abi.encode(0));
        assertFalse(isValid(first));
        assertFalse(isValidAt(first, block.timestamp - 1));
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.EpochEnded(agentId, 0, 1);
        assertFalse(registry.recordOwnership(agentId));
    }
}

/// @dev Registries like those on the public chains tell the owner of now only.
contract OwnershipOverDeployedTest is OwnershipBehaviour {
    function isForeign() internal pure override returns (bool) {
        return true;
    }

    /// @dev What nobody saw never happened: a limit of such registries.
    function test_awayAndBackUnseen() public {
        transfer(alice, bob);
        assertFalse(isValid(first));
        transfer(bob, alice);
        assertTrue(isValid(first));
        transfer(alice, alice);
        assertTrue(isValid(first));
        assertTrue(registry.recordOwnership(agentId));
    }

    function test_record_keepsTheTime() public {
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.ControlConfirmed(agentId, alice);
        vm.prank(eve);
        assertTrue(registry.recordOwnership(agentId));
    }

    /// @dev In force up to the last moment at which the owner was seen; every change of keys is one.
    function testFuzz_P10_theEndIsTheLastSight(uint256 seen, uint256 later, uint256 how) public {
        wait(bound(seen, 0, 1e6));
        how %= 4;
        if (how == 0) registry.recordOwnership(agentId);
        if (how == 1) revokeBy(alice, second, 0);
        if (how == 2) addKey(agentId, secp256k1Key(2));
        if (how == 3) rotateBy(alice, second, secp256k1Key(2));
        uint256 end = vm.getBlockTimestamp();
        wait(bound(later, 0, 1e6));
        if (vm.getBlockTimestamp() > end) assertTrue(isValidAt(first, end));
        transfer(alice, bob);
        assertTrue(isValidAt(first, end - 1));
        assertFalse(isValidAt(first, end));
        claim(agentId, bob, list(secp256k1Key(3)));
        assertTrue(isValidAt(first, end - 1));
        assertFalse(isValidAt(first, end));
    }

    function test_aBurnedAgentIsNobodys() public {
        uint256 seen = block.timestamp;
        registry.recordOwnership(agentId);
        wait(20);
        DeployedIdentityRegistry(address(agents)).burn(agentId);
        assertFalse(registry.getAgent(agentId).isClaimed);
        assertFalse(isValid(first));
        assertTrue(isValidAt(first, seen - 1));
        assertFalse(isValidAt(first, seen));
        assertFalse(registry.verifySignature(agentId, first, DIGEST, signatureOf(secp256k1Key(1), DIGEST)));
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.EpochEnded(agentId, 0, uint40(seen));
        assertFalse(registry.recordOwnership(agentId));
        assertFalse(registry.recordOwnership(agentId));
    }
}

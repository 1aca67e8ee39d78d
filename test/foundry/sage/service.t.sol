// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyState} from "../../../contracts/types/KeyState.sol";
import {KeyFixture} from "./KeyFixture.sol";

/// @dev Card, deactivation, and what the views tell.
contract ServiceTest is KeyFixture {
    function test_RevertWhen_theAgentIsNotBound() public {
        bytes memory reason = abi.encodeWithSelector(ISageRegistryV3.SageAgentNotBound.selector, 77);
        vm.startPrank(alice);
        vm.expectRevert(reason);
        registry.setCard(77, "", 0);
        vm.expectRevert(reason);
        registry.deactivateAgent(77);
        vm.expectRevert(reason);
        registry.reactivateAgent(77);
        vm.expectRevert(reason);
        registry.getAgent(77);
        vm.expectRevert(reason);
        registry.getKeys(77, 0, 1);
        vm.expectRevert(reason);
        registry.didOf(77);
        vm.stopPrank();
        assertEq(registry.getCard(77).updatedAt, 0);
        assertFalse(registry.isKeyValid(77, first));
        assertFalse(registry.isKeyValidAt(77, first, block.timestamp));
        assertFalse(registry.isKeyInForceAt(77, first, block.timestamp));
        assertFalse(registry.verifySignature(77, first, DIGEST, signatureOf(secp256k1Key(1), DIGEST)));
    }

    function testFuzz_setCard_storesAndEmits(bytes calldata uri_, bytes32 hash_) public {
        string memory uri = string(uri_[:uri_.length > 1024 ? 1024 : uri_.length]);
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.CardSet(agentId, uri, hash_);
        vm.prank(alice);
        registry.setCard(agentId, uri, hash_);
        ISageRegistryV3.Card memory expected = ISageRegistryV3.Card(uri, hash_, uint40(block.timestamp));
        assertEq(abi.encode(registry.getCard(agentId)), abi.encode(expected));
        wait(1);
        vm.prank(alice);
        registry.setCard(agentId, "", 0);
        expected = ISageRegistryV3.Card("", 0, uint40(vm.getBlockTimestamp()));
        assertEq(abi.encode(registry.getCard(agentId)), abi.encode(expected));
        assertEq(nonce(), 2);
    }

    function test_setCard_RevertWhen_theUriIsTooLong() public {
        vm.prank(alice);
        registry.setCard(agentId, string(new bytes(1024)), 0);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageCardUriTooLong.selector, 1025, 1024));
        vm.prank(alice);
        registry.setCard(agentId, string(new bytes(1025)), 0);
    }

    /// @dev The card says by itself nothing about who set it: the seller's stays until the buyer sets another.
    function test_setCard_staysWithTheAgent() public {
        vm.prank(alice);
        registry.setCard(agentId, "ipfs://card", keccak256("card"));
        transfer(alice, bob);
        assertEq(registry.getCard(agentId).contentHash, keccak256("card"));
        assertFalse(registry.getAgent(agentId).isClaimed);
    }

    function test_deactivate_andReactivate() public {
        uint256 off = block.timestamp;
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.AgentDeactivated(agentId, alice);
        vm.prank(alice);
        registry.deactivateAgent(agentId);
        assertFalse(registry.getAgent(agentId).isActive);
        assertFalse(isValid(first));
        assertFalse(registry.verifySignature(agentId, first, DIGEST, signatureOf(secp256k1Key(1), DIGEST)));
        assertTrue(isValidAt(first, off - 1));
        assertFalse(isValidAt(first, off));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAlreadyDeactivated.selector, agentId));
        vm.prank(alice);
        registry.deactivateAgent(agentId);
        wait(70);
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.AgentReactivated(agentId, alice);
        vm.prank(alice);
        registry.reactivateAgent(agentId);
        assertTrue(registry.getAgent(agentId).isActive);
        assertTrue(isValid(first));
        assertTrue(isValidAt(first, off + 70));
        assertFalse(isValidAt(first, off + 69));
        assertFalse(isValidAt(first, off));
        assertTrue(isValidAt(first, off - 1));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNotDeactivated.selector, agentId));
        vm.prank(alice);
        registry.reactivateAgent(agentId);
    }

    /// @dev The state at the end of a second is that second's.
    function test_deactivate_withinOneSecond() public {
        vm.startPrank(alice);
        registry.deactivateAgent(agentId);
        registry.reactivateAgent(agentId);
        assertTrue(isValidAt(first, block.timestamp));
        registry.deactivateAgent(agentId);
        assertFalse(isValidAt(first, block.timestamp));
        vm.stopPrank();
    }

    /// @dev A buyer can stop an agent before it has proved a key, and can't start it with the seller's.
    function test_deactivate_byAnOwnerWhoHasNotClaimed() public {
        transfer(alice, bob);
        vm.prank(bob);
        registry.deactivateAgent(agentId);
        assertFalse(registry.getAgent(agentId).isActive);
        expectNotClaimed(bob);
        vm.prank(bob);
        registry.reactivateAgent(agentId);
        claim(agentId, bob, list(secp256k1Key(2)));
        vm.prank(bob);
        registry.reactivateAgent(agentId);
        assertTrue(isValid(keyIdOf(secp256k1Key(2))));
    }

    function testFuzz_getKeys_pagesJoinToTheWhole(uint256 seed, uint256 limit) public {
        for (uint256 i; i < 5; ++i) {
            addKey(agentId, secp256k1Key(100 + i));
            if ((seed >> i) & 1 == 1) revokeBy(alice, keyIdOf(secp256k1Key(100 + i)), 0);
        }
        limit = bound(limit, 1, 20);
        ISageRegistryV3.KeyView[] memory all = registry.getKeys(agentId, 0, type(uint256).max);
        assertEq(all.length, 7);
        uint256 count;
        for (uint256 from; from < nonce(); from += limit) {
            ISageRegistryV3.KeyView[] memory page = registry.getKeys(agentId, from, limit);
            for (uint256 i; i < page.length; ++i) {
                assertEq(abi.encode(page[i]), abi.encode(all[count]));
                assertEq(abi.encode(registry.getKey(agentId, page[i].keyId)), abi.encode(page[i]));
                assertTrue(page[i].nonce >= from && page[i].nonce < from + limit);
                ++count;
            }
        }
        assertEq(count, 7);
        assertEq(registry.getKeys(agentId, nonce(), type(uint256).max).length, 0);
        assertEq(registry.getKeys(agentId, type(uint256).max, type(uint256).max).length, 0);
        assertEq(registry.getKeys(agentId, 0, 0).length, 0);
    }

    function testFuzz_getKey_ofNone(bytes32 keyId) public view {
        vm.assume(keyId != first && keyId != second);
        ISageRegistryV3.KeyView memory expected;
        expected.keyId = keyId;
        assertEq(uint256(expected.state), uint256(KeyState.None));
        assertEq(abi.encode(registry.getKey(agentId, keyId)), abi.encode(expected));
        assertFalse(registry.isKeyValid(agentId, keyId));
        assertFalse(registry.isKeyValidAt(agentId, keyId, block.timestamp));
    }

    /// @dev Times and answers that don't fit 40 or 48 bits are in the future, so that nothing wraps.
    function testFuzz_noKeyIsValidInTheFuture(uint256 timestamp) public view {
        timestamp = bound(timestamp, block.timestamp + 1, type(uint256).max);
        assertFalse(isValidAt(first, timestamp));
        assertFalse(registry.isKeyInForceAt(agentId, first, timestamp));
        assertFalse(isValidAt(first, block.timestamp + (1 << 48)));
        assertFalse(isValidAt(first, block.timestamp + (1 << 40)));
    }

    /// @dev One life with times at random, each moment against what the times say.
    function testFuzz_P12_validityThroughALife(uint256[8] memory gaps, uint256 kind) public {
        bytes32 key = keyIdOf(secp256k1Key(2));
        uint256[8] memory times;
        for (uint256 i; i < 8; ++i) {
            wait(bound(gaps[i], 0, 3));
            times[i] = vm.getBlockTimestamp();
            if (i == 0) addKey(agentId, secp256k1Key(2));
            vm.startPrank(alice);
            if (i == 1 || i == 4) registry.deactivateAgent(agentId);
            if (i == 2 || i == 5) registry.reactivateAgent(agentId);
            vm.stopPrank();
            if (i == 3) registry.recordOwnership(agentId);
            if (i == 6 && kind % 3 != 0) revokeBy(alice, key, kind % 3 == 1 ? 0 : times[gaps[0] % 7]);
            if (i == 6 && kind % 3 == 0) registry.recordOwnership(agentId);
            if (i == 7) transfer(alice, bob);
            // The answer for now and the one for the moment of now agree at every step.
            assertEq(isValid(key), isValidAt(key, times[i]));
        }
        uint256 end = times[isForeign() || kind % 3 != 0 ? 6 : 7];
        if (kind % 3 == 2 && times[gaps[0] % 7] < end) end = times[gaps[0] % 7];
        for (uint256 t = times[0] - 1; t < times[7] + 3; ++t) {
            bool isOff = (t >= times[1] && t < times[2]) || (t >= times[4] && t < times[5]);
            assertEq(isValidAt(key, t), t >= times[0] && t < end && !isOff && t <= times[7], vm.toString(t));
        }
    }
}

contract ServiceOverDeployedTest is ServiceTest {
    function isForeign() internal pure override returns (bool) {
        return true;
    }
}

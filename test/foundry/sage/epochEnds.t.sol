// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {Vm} from "forge-std/Vm.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {SageFixture} from "./SageFixture.sol";

/// @dev Ends of epochs that random histories meet too seldom to rely on.
contract EpochEndsTest is SageFixture {
    /// @dev Over a registry that keeps no times: once the owner was found gone, its keys stay out of force, also when it
    /// gets the agent back.
    function test_P10_foundGoneAndBack() public {
        IERC721 token = IERC721(address(useDeployedIdentity()));
        uint256 agentId = register(alice, "alice", list(secp256k1Key(1)));
        vm.prank(alice);
        token.transferFrom(alice, bob, agentId);
        assertFalse(registry.recordOwnership(agentId));
        vm.prank(bob);
        token.transferFrom(bob, alice, agentId);
        assertFalse(registry.getAgent(agentId).isClaimed);
        assertFalse(registry.isKeyValid(agentId, keyIdOf(secp256k1Key(1))));
        claim(agentId, alice, list(secp256k1Key(2)));
        assertTrue(registry.isKeyValid(agentId, keyIdOf(secp256k1Key(2))));
    }

    function test_P48_anEpochEndsOnce() public {
        uint256 agentId = register(alice, "alice", list(secp256k1Key(1)));
        vm.recordLogs();
        vm.prank(alice);
        identity.transferFrom(alice, bob, agentId);
        registry.recordOwnership(agentId);
        registry.recordOwnership(agentId);
        claim(agentId, bob, list(secp256k1Key(2)));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 ends;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == ISageRegistryV3.EpochEnded.selector) ++ends;
        }
        assertEq(ends, 1);
    }

    function test_attesterRevokedOrOfFormerOwner() public {
        uint256 agentId = register(alice, "alice", list(secp256k1Key(1), secp256k1Key(2)));
        bytes32 first = keyIdOf(secp256k1Key(1));
        vm.prank(alice);
        registry.revokeKey(agentId, first, 0);
        _refuse(agentId, alice, 1);
        vm.prank(alice);
        identity.transferFrom(alice, bob, agentId);
        claim(agentId, bob, list(secp256k1Key(3)));
        _refuse(agentId, bob, 2);
    }

    /// @dev A compromise can be moved back only: not to the same moment, nor later.
    function test_P12_compromiseNeverMovesForward() public {
        uint256 agentId = register(alice, "alice", list(secp256k1Key(1)));
        bytes32 keyId = keyIdOf(secp256k1Key(1));
        vm.warp(START + 1000);
        vm.startPrank(alice);
        registry.revokeKey(agentId, keyId, uint40(START + 500));
        for (uint256 since = START + 500; since < START + 502; ++since) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ISageRegistryV3.SageKeyAlreadyRevoked.selector, agentId, keyId, START + 1000, START + 500
                )
            );
            registry.revokeKey(agentId, keyId, uint40(since));
        }
        registry.revokeKey(agentId, keyId, uint40(START + 499));
        assertEq(registry.getKey(agentId, keyId).compromisedSince, START + 499);
    }

    function _refuse(uint256 agentId, address owner, uint256 attester) private {
        uint256 nonce = registry.getAgent(agentId).nonce;
        ISageRegistryV3.KeyInput memory input =
            attestedInput(x25519Key(1), secp256k1Key(attester), didOf("alice"), owner, nonce);
        bytes32 attesterId = keyIdOf(secp256k1Key(attester));
        bytes memory expected =
            abi.encodeWithSelector(ISageRegistryV3.SageAttesterInvalid.selector, keyIdOf(x25519Key(1)), attesterId);
        vm.prank(owner);
        vm.expectRevert(expected);
        registry.addKey(agentId, input);
    }
}

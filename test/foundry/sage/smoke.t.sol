// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyState} from "../../../contracts/types/KeyState.sol";
import {DeployedIdentityRegistry} from "../mocks/identity/DeployedIdentityRegistry.sol";
import {SageFixture} from "./SageFixture.sol";

/// @dev The shortest way through the registry: if this fails, look here first.
contract SageSmokeTest is SageFixture {
    function test_registerSignRotateTransferClaim() public {
        _live();
    }

    function test_overARegistryLikeTheDeployed() public {
        DeployedIdentityRegistry deployed = useDeployedIdentity();
        uint256 agentId = register(alice, "alice-1", list(secp256k1Key(1)));
        assertEq(deployed.ownerOf(agentId), alice);
        assertEq(deployed.getAgentWallet(agentId), address(0));
        assertTrue(registry.isKeyValid(agentId, keyIdOf(secp256k1Key(1))));
        vm.prank(alice);
        deployed.transferFrom(alice, bob, agentId);
        assertFalse(registry.isKeyValid(agentId, keyIdOf(secp256k1Key(1))));
        claim(agentId, bob, list(secp256k1Key(2)));
        assertTrue(registry.isKeyValid(agentId, keyIdOf(secp256k1Key(2))));
    }

    function test_P48_aRevealTellsItsCommitment() public {
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(list(secp256k1Key(1)), didOf("alice-1"), alice, 0);
        bytes32 commitment = registry.registrationCommitment(alice, "alice-1", inputs, AGENT_URI, SALT);
        commit(alice, commitment);
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.RegistrationRevealed(alice, commitment);
        vm.prank(alice);
        registry.registerAgentWithReveal("alice-1", inputs, AGENT_URI, SALT);
    }

    function _live() private {
        uint256 agentId = register(alice, "alice-1", list(secp256k1Key(1), p256Key(1)));
        assertEq(registry.agentByDID("did:sage:testnet:alice-1"), agentId);
        assertEq(registry.didOf(agentId), "did:sage:testnet:alice-1");
        assertEq(identity.ownerOf(agentId), alice);
        bytes32 first = keyIdOf(secp256k1Key(1));
        bytes32 second = keyIdOf(p256Key(1));
        assertTrue(registry.verifySignature(agentId, first, DIGEST, signatureOf(secp256k1Key(1), DIGEST)));
        assertTrue(registry.verifySignature(agentId, second, DIGEST, signatureOf(p256Key(1), DIGEST)));
        addKey(agentId, ed25519Key(1));
        assertEq(uint256(registry.getKey(agentId, keyIdOf(ed25519Key(1))).state), uint256(KeyState.ProofEmitted));
        ISageRegistryV3.KeyInput memory attested = attestedInput(x25519Key(1), p256Key(1), didOf("alice-1"), alice, 3);
        vm.prank(alice);
        registry.addKey(agentId, attested);
        assertTrue(registry.isKeyValid(agentId, keyIdOf(x25519Key(1))));
        vm.warp(block.timestamp + 100);
        vm.prank(alice);
        registry.revokeKey(agentId, first, 0);
        assertFalse(registry.isKeyValid(agentId, first));
        assertTrue(registry.isKeyValidAt(agentId, first, block.timestamp - 1));
        vm.warp(block.timestamp + 100);
        vm.prank(alice);
        identity.transferFrom(alice, bob, agentId);
        assertFalse(registry.isKeyValid(agentId, second));
        assertTrue(registry.isKeyValidAt(agentId, second, block.timestamp - 1));
        vm.warp(block.timestamp + 100);
        claim(agentId, bob, list(secp256k1Key(2)));
        assertTrue(registry.isKeyValid(agentId, keyIdOf(secp256k1Key(2))));
        assertTrue(registry.isKeyValidAt(agentId, second, block.timestamp - 101));
        assertFalse(registry.isKeyValidAt(agentId, second, block.timestamp - 100));
        assertEq(registry.getKeys(agentId, 0, 100).length, 5);
    }
}

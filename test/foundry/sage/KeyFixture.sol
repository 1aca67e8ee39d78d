// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {Vm} from "forge-std/Vm.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyState} from "../../../contracts/types/KeyState.sol";
import {SageFixture} from "./SageFixture.sol";

/// @dev An agent of alice with the keys secp256k1 1 (nonce 0) and P-256 1 (nonce 1), and what tests of its later life share.
/// Every test that derives from it can run a second time over a registry like those on the public chains.
abstract contract KeyFixture is SageFixture {
    string internal constant DID = "did:sage:testnet:alice-1";

    /// @dev The identity registry under `registry`.
    IERC721 internal agents;
    uint256 internal agentId;
    bytes32 internal first;
    bytes32 internal second;

    function setUp() public virtual override {
        super.setUp();
        agents = IERC721(isForeign() ? address(useDeployedIdentity()) : address(identity));
        agentId = register(alice, "alice-1", list(secp256k1Key(1), p256Key(1)));
        (first, second) = (keyIdOf(secp256k1Key(1)), keyIdOf(p256Key(1)));
        wait(100);
    }

    /// @dev Whether the identity registry is another than SAGE's own.
    function isForeign() internal pure virtual returns (bool) {
        return false;
    }

    function wait(uint256 time) internal {
        vm.warp(vm.getBlockTimestamp() + time);
    }

    function transfer(address from, address to) internal {
        vm.prank(from);
        agents.transferFrom(from, to, agentId);
    }

    /// @dev The input for the next nonce of the bound owner.
    function nextInput(TestKey memory key) internal returns (ISageRegistryV3.KeyInput memory) {
        ISageRegistryV3.AgentView memory agent = registry.getAgent(agentId);
        return inputOf(key, agent.did, agent.owner, agent.nonce);
    }

    function rotateBy(address sender, bytes32 keyId, TestKey memory key) internal {
        ISageRegistryV3.KeyInput memory input = nextInput(key);
        vm.prank(sender);
        registry.rotateKey(agentId, keyId, input);
    }

    function revokeBy(address sender, bytes32 keyId, uint256 compromisedSince) internal {
        vm.prank(sender);
        registry.revokeKey(agentId, keyId, uint40(compromisedSince));
    }

    function nonce() internal view returns (uint256) {
        return registry.getAgent(agentId).nonce;
    }

    function activeKeys() internal view returns (uint256) {
        return registry.getAgent(agentId).activeKeys;
    }

    function stateOf(TestKey memory key) internal returns (KeyState) {
        return registry.getKey(agentId, keyIdOf(key)).state;
    }

    function isValid(bytes32 keyId) internal view returns (bool) {
        return registry.isKeyValid(agentId, keyId);
    }

    function isValidAt(bytes32 keyId, uint256 timestamp) internal view returns (bool) {
        return registry.isKeyValidAt(agentId, keyId, timestamp);
    }

    function assertState(TestKey memory key, KeyState expected) internal {
        assertEq(uint256(stateOf(key)), uint256(expected));
    }

    function expect(bytes4 selector) internal {
        vm.expectRevert(abi.encodeWithSelector(selector, agentId));
    }

    function expect(bytes4 selector, bytes32 keyId) internal {
        vm.expectRevert(abi.encodeWithSelector(selector, agentId, keyId));
    }

    function expectNotController(address account) internal {
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNotController.selector, agentId, account));
    }

    function expectNotClaimed(address owner) internal {
        address bound = registry.getAgent(agentId).owner;
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentNotClaimed.selector, agentId, bound, owner));
    }

    /// @dev For the key's proof over the next nonce of the bound owner.
    function expectProofInvalid(bytes32 keyId) internal {
        ISageRegistryV3.AgentView memory agent = registry.getAgent(agentId);
        bytes32 digest = registry.keyProofDigest(agent.did, agent.owner, keyId, agent.nonce);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageProofInvalid.selector, keyId, digest));
    }

    function expectCount(uint256 count) internal {
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageKeyCount.selector, count, 10));
    }

    /// @dev How many events of the registry were recorded.
    function registryLogs() internal returns (uint256 count) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == address(registry)) ++count;
        }
    }
}

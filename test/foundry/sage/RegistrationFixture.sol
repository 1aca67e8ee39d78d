// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {SageFixture} from "./SageFixture.sol";

/// @dev What the tests of registrations share: everything that one registration says, its commitment and its reveal.
abstract contract RegistrationFixture is SageFixture {
    struct Plan {
        address committer;
        string identifier;
        ISageRegistryV3.KeyInput[] keys;
        string uri;
        bytes32 salt;
    }

    function token() internal view returns (IERC721) {
        return IERC721(registry.getIdentityRegistry());
    }

    /// @dev An agent without DID.
    function mintTo(address owner) internal returns (uint256 agentId) {
        address identityRegistry = registry.getIdentityRegistry();
        vm.prank(owner);
        agentId = IERC8004Identity(identityRegistry).register("");
    }

    /// @dev A registration with one secp256k1 key.
    function planOf(address committer, string memory identifier, uint256 seed) internal returns (Plan memory) {
        return planFor(committer, identifier, list(secp256k1Key(seed)), committer);
    }

    /// @dev `owner` is named by the proofs: another than the committer when an operator binds.
    function planFor(address committer, string memory identifier, TestKey[] memory keys, address owner)
        internal
        returns (Plan memory)
    {
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(keys, didOf(identifier), owner, 0);
        return Plan(committer, identifier, inputs, AGENT_URI, SALT);
    }

    function commitmentOf(Plan memory plan) internal view returns (bytes32) {
        return registry.registrationCommitment(plan.committer, plan.identifier, plan.keys, plan.uri, plan.salt);
    }

    function bindingOf(Plan memory plan, uint256 agentId) internal view returns (bytes32) {
        return registry.bindingCommitment(plan.committer, agentId, plan.identifier, plan.keys, plan.salt);
    }

    /// @dev Without waiting.
    function commitNow(address committer, bytes32 commitment) internal {
        vm.prank(committer);
        registry.commitRegistration(commitment);
    }

    function reveal(Plan memory plan) internal returns (uint256 agentId) {
        vm.prank(plan.committer);
        agentId = registry.registerAgentWithReveal(plan.identifier, plan.keys, plan.uri, plan.salt);
    }

    function revealBinding(Plan memory plan, uint256 agentId) internal {
        vm.prank(plan.committer);
        registry.bindAgentWithReveal(agentId, plan.identifier, plan.keys, plan.salt);
    }

    function dataOf(Plan memory plan) internal pure returns (bytes memory) {
        return
            abi.encodeCall(ISageRegistryV3.registerAgentWithReveal, (plan.identifier, plan.keys, plan.uri, plan.salt));
    }

    function bindingDataOf(Plan memory plan, uint256 agentId) internal pure returns (bytes memory) {
        return abi.encodeCall(ISageRegistryV3.bindAgentWithReveal, (agentId, plan.identifier, plan.keys, plan.salt));
    }

    function unknown(address committer, bytes32 commitment) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(ISageRegistryV3.SageCommitmentUnknown.selector, committer, commitment);
    }

    /// @dev The entry of an agent with one key, as it is right after its registration.
    function assertRegistered(uint256 agentId, Plan memory plan, address owner) internal view {
        string memory did = didOf(plan.identifier);
        assertEq(registry.agentByDID(did), agentId);
        assertEq(registry.didOf(agentId), did);
        ISageRegistryV3.AgentView memory agent = registry.getAgent(agentId);
        assertEq(agent.did, did);
        assertEq(agent.owner, owner);
        assertTrue(agent.isClaimed && agent.isActive);
        assertEq(agent.nonce, plan.keys.length);
        assertEq(agent.epoch, 0);
        assertEq(agent.activeKeys, plan.keys.length);
        assertEq(token().ownerOf(agentId), owner);
        bytes32 keyId = registry.keyIdOf(plan.keys[0].keyType, plan.keys[0].publicKey);
        assertTrue(registry.isKeyValid(agentId, keyId));
    }

    /// @dev Nothing came of a registration, and its commitment is as it was.
    function assertRefused(Plan memory plan, bytes32 commitment, uint256 made, uint256 count, uint256 balance)
        internal
    {
        assertEq(registry.committedAt(plan.committer, commitment), made);
        assertEq(registry.agentCountOf(plan.committer), count);
        assertEq(token().balanceOf(plan.committer), balance);
        string memory did = didOf(plan.identifier);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageDidUnknown.selector, did));
        registry.agentByDID(did);
    }
}

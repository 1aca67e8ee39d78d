// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {Vm} from "forge-std/Vm.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyState} from "../../../contracts/types/KeyState.sol";
import {Actor, RefusingReceiver, RevertingReceiver} from "../mocks/identity/Receivers.sol";
import {CallbackReceiver, PassingReceiver} from "../mocks/sage/Callers.sol";
import {HighIdIdentity} from "../mocks/sage/Identities.sol";
import {RegistrationFixture} from "./RegistrationFixture.sol";

/// @dev Follows registerAgentWithReveal.tree. Once over SAGE's identity registry, once over one like the deployed.
abstract contract RegistrationCases is RegistrationFixture {
    function test_register_givesEverything() public {
        Plan memory plan = planFor(alice, "alice-1", list(secp256k1Key(1), ed25519Key(1)), alice);
        commit(alice, commitmentOf(plan));
        vm.recordLogs();
        uint256 agentId = reveal(plan);
        _assertLogs(vm.getRecordedLogs(), agentId, plan, alice);
        assertRegistered(agentId, plan, alice);
        assertEq(IERC721Metadata(address(token())).tokenURI(agentId), AGENT_URI);
        assertEq(registry.agentCountOf(alice), 1);
        assertEq(registry.committedAt(alice, commitmentOf(plan)), 0);
        assertEq(token().balanceOf(address(registry)), 0);
    }

    function test_bind_givesEverythingAndLeavesTheToken() public {
        uint256 agentId = mintTo(alice);
        Plan memory plan = planFor(alice, "alice-1", list(secp256k1Key(1), ed25519Key(1)), alice);
        commit(alice, bindingOf(plan, agentId));
        vm.recordLogs();
        revealBinding(plan, agentId);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 5);
        assertEq(logs[0].topics[0], ISageRegistryV3.RegistrationRevealed.selector);
        assertEq(logs[0].topics[2], bindingOf(plan, agentId));
        _assertLogs(logs, agentId, plan, alice);
        assertRegistered(agentId, plan, alice);
        assertEq(registry.agentCountOf(alice), 1);
        assertEq(registry.committedAt(alice, bindingOf(plan, agentId)), 0);
        assertEq(IERC8004Identity(address(token())).getAgentWallet(agentId), alice);
    }

    function test_bind_byOperatorOrApproved_isTheOwners() public {
        uint256 first = mintTo(alice);
        uint256 second = mintTo(alice);
        address identityRegistry = address(token());
        vm.startPrank(alice);
        IERC721Metadata(identityRegistry).setApprovalForAll(bob, true);
        IERC721Metadata(identityRegistry).approve(carol, second);
        vm.stopPrank();
        Plan memory plan = planFor(bob, "by-operator", list(secp256k1Key(1)), alice);
        commit(bob, bindingOf(plan, first));
        revealBinding(plan, first);
        assertRegistered(first, plan, alice);
        plan = planFor(carol, "by-approved", list(secp256k1Key(2)), alice);
        commit(carol, bindingOf(plan, second));
        revealBinding(plan, second);
        assertRegistered(second, plan, alice);
        assertEq(registry.agentCountOf(alice), 2);
        assertEq(registry.agentCountOf(bob) + registry.agentCountOf(carol), 0);
    }

    // Refusals, each followed by the proof that nothing happened

    function test_register_refusesATakenDid() public {
        uint256 agentId = register(bob, "taken", list(secp256k1Key(1)));
        Plan memory plan = planOf(alice, "taken", 2);
        commit(alice, commitmentOf(plan));
        bytes memory taken = abi.encodeWithSelector(ISageRegistryV3.SageDidTaken.selector, didOf("taken"), agentId);
        vm.expectRevert(taken);
        reveal(plan);
        vm.prank(bob);
        registry.deactivateAgent(agentId);
        vm.expectRevert(taken);
        reveal(plan);
        address identityRegistry = address(token());
        vm.prank(bob);
        IERC721Metadata(identityRegistry).transferFrom(bob, alice, agentId);
        vm.expectRevert(taken);
        reveal(plan);
        assertEq(registry.committedAt(alice, commitmentOf(plan)), block.timestamp - 60);
        uint256 own = mintTo(alice);
        commit(alice, bindingOf(plan, own));
        vm.expectRevert(taken);
        revealBinding(plan, own);
        assertEq(registry.agentByDID(didOf("taken")), agentId);
        assertEq(registry.agentCountOf(alice), 0);
    }

    function test_bind_refusesABoundAgent() public {
        uint256 agentId = register(alice, "first", list(secp256k1Key(1)));
        Plan memory plan = planOf(alice, "second", 2);
        commit(alice, bindingOf(plan, agentId));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentAlreadyBound.selector, agentId, didOf("first")));
        revealBinding(plan, agentId);
        assertRefused(plan, bindingOf(plan, agentId), block.timestamp - 60, 1, 1);
    }

    function test_bind_refusesAnUnknownAgent() public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        commit(alice, bindingOf(plan, 7));
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 7));
        revealBinding(plan, 7);
        assertRefused(plan, bindingOf(plan, 7), START, 0, 0);
    }

    function testFuzz_bind_refusesStrangers(address stranger) public {
        vm.assume(stranger != bob && stranger != address(0));
        uint256 agentId = mintTo(bob);
        Plan memory plan = planFor(stranger, "not-mine", list(secp256k1Key(1)), bob);
        commit(stranger, bindingOf(plan, agentId));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNotController.selector, agentId, stranger));
        revealBinding(plan, agentId);
        assertRefused(plan, bindingOf(plan, agentId), START, 0, token().balanceOf(stranger));
    }

    function test_register_refusesBadKeysAndKeepsTheCommitment() public {
        _refuseKeyCount(0);
        _refuseKeyCount(11);
        TestKey[] memory twice = list(secp256k1Key(1), secp256k1Key(1));
        Plan memory plan = planFor(alice, "twice", twice, alice);
        plan.keys[1].publicKey = compressedOf(secp256k1Key(1));
        commit(alice, commitmentOf(plan));
        uint256 next = mintTo(bob) + 1;
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageKeyKnown.selector, next, keyIdOf(secp256k1Key(1))));
        reveal(plan);
        assertRefused(plan, commitmentOf(plan), block.timestamp - 60, 0, 0);
    }

    /// @dev The proofs are not committed: with the right ones the same commitment serves.
    function testFuzz_register_allOrNothing(uint256 seed, uint256 position) public {
        TestKey[] memory keys = new TestKey[](3);
        for (uint256 i; i < 3; ++i) {
            keys[i] = secp256k1Key(uint256(keccak256(abi.encode(seed, i))));
        }
        Plan memory plan = planFor(alice, "alice-1", keys, alice);
        commit(alice, commitmentOf(plan));
        position = bound(position, 0, 2);
        bytes memory good = plan.keys[position].proof;
        bytes32 digest = registry.keyProofDigest(didOf("alice-1"), alice, keyIdOf(keys[position]), position);
        plan.keys[position].proof = proofOf(secp256k1Key(seed), digest);
        bytes32 keyId = keyIdOf(keys[position]);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageProofInvalid.selector, keyId, digest));
        reveal(plan);
        assertRefused(plan, commitmentOf(plan), START, 0, 0);
        plan.keys[position].proof = good;
        assertRegistered(reveal(plan), plan, alice);
    }

    function test_maximumOfAgentsPerOwner() public {
        for (uint256 i; i < 99; ++i) {
            register(alice, string.concat("alice-", vm.toString(i)), list(secp256k1Key(i)));
        }
        uint256 last = mintTo(alice);
        bind(alice, last, alice, "alice-99", list(secp256k1Key(99)));
        assertEq(registry.agentCountOf(alice), 100);
        Plan memory plan = planOf(alice, "one-more", 100);
        uint256 agentId = mintTo(alice);
        commitNow(alice, bindingOf(plan, agentId));
        commit(alice, commitmentOf(plan));
        bytes memory tooMany = abi.encodeWithSelector(ISageRegistryV3.SageTooManyAgents.selector, alice, 100);
        vm.expectRevert(tooMany);
        reveal(plan);
        vm.expectRevert(tooMany);
        revealBinding(plan, agentId);
        assertRefused(plan, commitmentOf(plan), block.timestamp - 60, 100, 101);
        // An agent that another claims makes room; one that is only handed on doesn't.
        address identityRegistry = address(token());
        vm.prank(alice);
        IERC721Metadata(identityRegistry).transferFrom(alice, bob, last);
        vm.expectRevert(tooMany);
        reveal(plan);
        claim(last, bob, list(secp256k1Key(200)));
        reveal(plan);
        assertEq(registry.agentCountOf(alice), 100);
        assertEq(registry.agentCountOf(bob), 1);
    }

    // Receivers

    function test_register_byReceiversThatRefuse() public {
        address refusing = address(new RefusingReceiver());
        Plan memory plan = planOf(refusing, "refusing", 1);
        commit(refusing, commitmentOf(plan));
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, refusing));
        reveal(plan);
        assertRefused(plan, commitmentOf(plan), START, 0, 0);
        address actor = address(new Actor());
        plan = planOf(actor, "actor", 1);
        commit(actor, commitmentOf(plan));
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, actor));
        reveal(plan);
        assertRefused(plan, commitmentOf(plan), START + 60, 0, 0);
        address reverting = address(new RevertingReceiver());
        plan = planOf(reverting, "reverting", 1);
        commit(reverting, commitmentOf(plan));
        vm.expectRevert(abi.encodeWithSelector(RevertingReceiver.NotToday.selector, _nextId()));
        reveal(plan);
        assertRefused(plan, commitmentOf(plan), START + 120, 0, 0);
    }

    function test_register_byAReceiverThatPassesTheAgentOn() public {
        address receiver = address(new PassingReceiver(bob));
        Plan memory plan = planOf(receiver, "passed-on", 1);
        commit(receiver, commitmentOf(plan));
        uint256 agentId = reveal(plan);
        bytes32 keyId = keyIdOf(secp256k1Key(1));
        assertEq(token().ownerOf(agentId), bob);
        assertEq(registry.getAgent(agentId).owner, receiver);
        assertFalse(registry.getAgent(agentId).isClaimed);
        assertFalse(registry.isKeyValid(agentId, keyId));
        assertFalse(registry.isKeyValidAt(agentId, keyId, block.timestamp));
        assertFalse(registry.isKeyInForceAt(agentId, keyId, block.timestamp));
        assertFalse(registry.verifySignature(agentId, keyId, DIGEST, signatureOf(secp256k1Key(1), DIGEST)));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentNotClaimed.selector, agentId, receiver, bob));
        vm.prank(bob);
        registry.revokeKey(agentId, keyId, 0);
        vm.warp(block.timestamp + 10);
        assertFalse(registry.isKeyValidAt(agentId, keyId, block.timestamp - 10));
        claim(agentId, bob, list(secp256k1Key(2)));
        assertTrue(registry.isKeyValid(agentId, keyIdOf(secp256k1Key(2))));
        assertFalse(registry.isKeyValid(agentId, keyId));
        assertEq(registry.agentCountOf(receiver), 0);
        assertEq(registry.agentCountOf(bob), 1);
    }

    /// @dev Every function of the registry, called by the owner-to-be while it is given the agent.
    function test_reentry_everyFunctionThroughTheMintCallback() public {
        CallbackReceiver receiver = new CallbackReceiver();
        Plan memory plan = planOf(address(receiver), "outer", 1);
        uint256 agentId = _nextId();
        commitNow(address(receiver), commitmentOf(plan));
        (bytes[] memory calls, bytes[] memory answers) = _reentries(address(receiver), agentId);
        for (uint256 i; i < calls.length; ++i) {
            receiver.prepare(address(registry), calls[i]);
        }
        receiver.prepare(address(registry), abi.encodeCall(ISageRegistryV3.commitRegistration, (commitmentOf(plan))));
        vm.warp(block.timestamp + 60);
        assertEq(reveal(plan), agentId);
        CallbackReceiver.Outcome[] memory outcomes = receiver.outcomes();
        assertEq(outcomes.length, calls.length + 1);
        for (uint256 i; i < calls.length; ++i) {
            assertFalse(outcomes[i].success);
            assertEq(outcomes[i].returned, answers[i]);
        }
        assertTrue(outcomes[calls.length].success);
        assertEq(registry.committedAt(address(receiver), commitmentOf(plan)), block.timestamp);
        assertRegistered(agentId, plan, address(receiver));
        assertEq(registry.agentCountOf(address(receiver)), 1);
    }

    /// @dev What the guard is for: the agent is not bound yet when its receiver is asked.
    function test_reentry_cannotGiveTheAgentASecondDid() public {
        CallbackReceiver receiver = new CallbackReceiver();
        Plan memory plan = planOf(address(receiver), "outer", 1);
        Plan memory inner = planOf(address(receiver), "inner", 2);
        uint256 agentId = _nextId();
        commitNow(address(receiver), bindingOf(inner, agentId));
        commit(address(receiver), commitmentOf(plan));
        receiver.prepare(address(registry), bindingDataOf(inner, agentId));
        assertEq(reveal(plan), agentId);
        CallbackReceiver.Outcome[] memory outcomes = receiver.outcomes();
        assertFalse(outcomes[0].success);
        assertEq(outcomes[0].returned, abi.encodeWithSignature("ReentrancyGuardReentrantCall()"));
        assertRegistered(agentId, plan, address(receiver));
        assertEq(registry.agentCountOf(address(receiver)), 1);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentAlreadyBound.selector, agentId, didOf("outer")));
        revealBinding(inner, agentId);
    }

    /// @dev Another agent of the same owner can be tended meanwhile, without mixing the two up.
    function test_reentry_tendsAnotherAgent() public {
        CallbackReceiver receiver = new CallbackReceiver();
        uint256 other = register(address(receiver), "other", list(secp256k1Key(1), secp256k1Key(2)));
        Plan memory plan = planOf(address(receiver), "outer", 1);
        commit(address(receiver), commitmentOf(plan));
        bytes32 keyId = keyIdOf(secp256k1Key(1));
        receiver.prepare(address(registry), abi.encodeCall(ISageRegistryV3.revokeKey, (other, keyId, 0)));
        uint256 agentId = reveal(plan);
        assertTrue(receiver.outcomes()[0].success);
        assertFalse(registry.isKeyValid(other, keyId));
        assertEq(registry.getAgent(other).activeKeys, 1);
        assertRegistered(agentId, plan, address(receiver));
        assertEq(registry.agentCountOf(address(receiver)), 2);
    }

    // Attacks

    function test_attack_A29_furtherRegistrationsResetNothing() public {
        uint256 agentId = register(alice, "alice-1", list(secp256k1Key(1), p256Key(1)));
        vm.startPrank(alice);
        registry.setCard(agentId, "ipfs://card", keccak256("card"));
        registry.revokeKey(agentId, keyIdOf(p256Key(1)), uint40(START));
        registry.deactivateAgent(agentId);
        vm.stopPrank();
        bytes32 before = _stateOf(agentId);
        uint256 second = register(alice, "alice-2", list(secp256k1Key(1)));
        assertEq(_stateOf(agentId), before);
        assertTrue(second != agentId);
        Plan memory plan = planOf(alice, "alice-1", 1);
        commitNow(alice, bindingOf(plan, agentId));
        commit(alice, commitmentOf(plan));
        bytes memory taken = abi.encodeWithSelector(ISageRegistryV3.SageDidTaken.selector, didOf("alice-1"), agentId);
        vm.expectRevert(taken);
        reveal(plan);
        vm.expectRevert(taken);
        revealBinding(plan, agentId);
        plan = planOf(alice, "alice-3", 3);
        commit(alice, bindingOf(plan, agentId));
        vm.expectRevert(
            abi.encodeWithSelector(ISageRegistryV3.SageAgentAlreadyBound.selector, agentId, didOf("alice-1"))
        );
        revealBinding(plan, agentId);
        assertEq(_stateOf(agentId), before);
    }

    function _nextId() private returns (uint256) {
        return mintTo(carol) + 1;
    }

    function _stateOf(uint256 agentId) private view returns (bytes32) {
        return
            keccak256(
                abi.encode(registry.getAgent(agentId), registry.getKeys(agentId, 0, 100), registry.getCard(agentId))
            );
    }

    function _refuseKeyCount(uint256 count) private {
        TestKey[] memory keys = new TestKey[](count);
        for (uint256 i; i < count; ++i) {
            keys[i] = secp256k1Key(i);
        }
        Plan memory plan = planFor(alice, "keys", keys, alice);
        uint256 agentId = mintTo(alice);
        commitNow(alice, bindingOf(plan, agentId));
        commit(alice, commitmentOf(plan));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageKeyCount.selector, count, 10));
        reveal(plan);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageKeyCount.selector, count, 10));
        revealBinding(plan, agentId);
        assertRefused(plan, commitmentOf(plan), block.timestamp - 60, 0, token().balanceOf(alice));
        address identityRegistry = address(token());
        vm.prank(alice);
        IERC721Metadata(identityRegistry).transferFrom(alice, carol, agentId);
    }

    /// @dev The last events of a registration: AgentRegistered, KeyAdded for both keys, KeyProofEmitted for the second.
    function _assertLogs(Vm.Log[] memory logs, uint256 agentId, Plan memory plan, address owner) private view {
        uint256 first = logs.length - 4;
        string memory did = didOf(plan.identifier);
        assertEq(logs[first].topics[0], ISageRegistryV3.AgentRegistered.selector);
        assertEq(logs[first].topics[1], bytes32(agentId));
        assertEq(logs[first].topics[2], bytes32(uint256(uint160(owner))));
        assertEq(logs[first].topics[3], keccak256(bytes(did)));
        assertEq(logs[first].data, abi.encode(did));
        for (uint256 i; i < 2; ++i) {
            Vm.Log memory log = logs[first + 1 + i];
            assertEq(log.emitter, address(registry));
            assertEq(log.topics[0], ISageRegistryV3.KeyAdded.selector);
            assertEq(log.topics[1], bytes32(agentId));
            assertEq(log.topics[2], registry.keyIdOf(plan.keys[i].keyType, plan.keys[i].publicKey));
            KeyState state = i == 0 ? KeyState.Proved : KeyState.ProofEmitted;
            assertEq(log.data, abi.encode(plan.keys[i].keyType, state, i, plan.keys[i].publicKey));
        }
        assertEq(logs[first + 3].topics[0], ISageRegistryV3.KeyProofEmitted.selector);
        assertEq(logs[first + 3].topics[2], logs[first + 2].topics[2]);
        assertEq(logs[first + 3].data, abi.encode(plan.keys[1].proof));
    }

    /// @dev Calls and what each must answer, in the order of the interface.
    function _reentries(address caller, uint256 agentId)
        private
        returns (bytes[] memory calls, bytes[] memory answers)
    {
        Plan memory inner = planOf(caller, "inner", 2);
        commitNow(caller, commitmentOf(inner));
        commitNow(caller, bindingOf(inner, agentId));
        bytes memory guarded = abi.encodeWithSignature("ReentrancyGuardReentrantCall()");
        bytes memory notBound = abi.encodeWithSelector(ISageRegistryV3.SageAgentNotBound.selector, agentId);
        bytes memory notOwner = abi.encodeWithSignature("OwnableUnauthorizedAccount(address)", caller);
        (calls, answers) = (new bytes[](23), new bytes[](23));
        calls[0] = dataOf(inner);
        calls[1] = bindingDataOf(inner, agentId);
        (answers[0], answers[1]) = (guarded, guarded);
        calls[2] = abi.encodeCall(ISageRegistryV3.addKey, (agentId, inner.keys[0]));
        calls[3] = abi.encodeCall(ISageRegistryV3.rotateKey, (agentId, keyIdOf(secp256k1Key(1)), inner.keys[0]));
        calls[4] = abi.encodeCall(ISageRegistryV3.revokeKey, (agentId, keyIdOf(secp256k1Key(1)), 0));
        calls[5] = abi.encodeCall(ISageRegistryV3.claimAgent, (agentId, inner.keys));
        calls[6] = abi.encodeCall(ISageRegistryV3.recordOwnership, (agentId));
        calls[7] = abi.encodeCall(ISageRegistryV3.setCard, (agentId, "", 0));
        calls[8] = abi.encodeCall(ISageRegistryV3.deactivateAgent, (agentId));
        calls[9] = abi.encodeCall(ISageRegistryV3.reactivateAgent, (agentId));
        calls[10] = abi.encodeCall(ISageRegistryV3.didOf, (agentId));
        calls[11] = abi.encodeCall(ISageRegistryV3.getAgent, (agentId));
        calls[12] = abi.encodeCall(ISageRegistryV3.getKeys, (agentId, 0, 10));
        for (uint256 i = 2; i < 13; ++i) {
            answers[i] = notBound;
        }
        calls[13] = abi.encodeCall(ISageRegistryV3.setGuardian, (caller));
        calls[14] = abi.encodeCall(ISageRegistryV3.unpause, ());
        calls[15] = abi.encodeCall(ISageRegistryV3.setHook, (address(0), false, false));
        calls[16] = abi.encodeWithSignature("transferOwnership(address)", caller);
        calls[17] = abi.encodeWithSignature("renounceOwnership()");
        calls[18] = abi.encodeWithSignature("acceptOwnership()");
        for (uint256 i = 13; i < 19; ++i) {
            answers[i] = notOwner;
        }
        calls[19] = abi.encodeCall(CallbackReceiver.onERC721Received, (address(registry), address(0), agentId, ""));
        answers[19] = abi.encodeWithSelector(ISageRegistryV3.SageUnexpectedToken.selector, caller, agentId);
        calls[20] = abi.encodeCall(ISageRegistryV3.agentByDID, (didOf("outer")));
        answers[20] = abi.encodeWithSelector(ISageRegistryV3.SageDidUnknown.selector, didOf("outer"));
        calls[21] = abi.encodeCall(
            ISageRegistryV3.commitRegistration, (registry.bindingCommitment(caller, agentId, "inner", inner.keys, SALT))
        );
        answers[21] = abi.encodeWithSelector(
            ISageRegistryV3.SageCommitmentOpen.selector, bindingOf(inner, agentId), block.timestamp + 3600
        );
        calls[22] = abi.encodeCall(ISageRegistryV3.pause, ());
        answers[22] = abi.encodeWithSelector(ISageRegistryV3.SageNotGuardian.selector, caller);
    }
}

contract RegistrationTest is RegistrationCases {
    /// @dev Without wallet: the owner has it at once.
    function test_register_keepsTheWalletOfOurIdentityRegistry() public {
        uint256 agentId = register(alice, "alice-1", list(secp256k1Key(1)));
        assertEq(identity.getAgentWallet(agentId), alice);
    }

    function test_register_refusesWhatTheIdentityRegistryRefuses() public {
        Plan memory plan = planOf(alice, "long", 1);
        plan.uri = string(new bytes(24_576));
        commit(alice, commitmentOf(plan));
        vm.expectRevert(abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityURITooLong.selector, 24_576, 24_575));
        reveal(plan);
        assertRefused(plan, commitmentOf(plan), START, 0, 0);
    }
}

contract RegistrationOverDeployedTest is RegistrationCases {
    function setUp() public override {
        super.setUp();
        useDeployedIdentity();
    }

    function test_register_leavesTheWalletUnset() public {
        uint256 agentId = register(alice, "alice-1", list(secp256k1Key(1)));
        assertEq(IERC8004Identity(address(token())).getAgentWallet(agentId), address(0));
    }
}

/// @dev Over an identity registry that hands out the highest ids.
contract RegistrationOfHighIdsTest is RegistrationFixture {
    function setUp() public override {
        super.setUp();
        registry = deployRegistry(address(new HighIdIdentity()), address(0));
    }

    function test_register_refusesAnIdThatCantBeToldFromNone() public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        commit(alice, commitmentOf(plan));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentIdTooLarge.selector, type(uint256).max));
        reveal(plan);
        assertRefused(plan, commitmentOf(plan), START, 0, 0);
    }

    function test_bind_refusesAnIdThatCantBeToldFromNone() public {
        HighIdIdentity high = HighIdIdentity(address(token()));
        vm.prank(alice);
        uint256 agentId = high.register("");
        Plan memory plan = planOf(alice, "alice-1", 1);
        commit(alice, bindingOf(plan, agentId));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentIdTooLarge.selector, type(uint256).max));
        revealBinding(plan, agentId);
        // The next id below is good.
        plan = planOf(alice, "alice-2", 1);
        commit(alice, commitmentOf(plan));
        assertEq(reveal(plan), type(uint256).max - 1);
        assertRegistered(type(uint256).max - 1, plan, alice);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {Vm} from "forge-std/Vm.sol";
import {SageRegistryV3} from "../../../contracts/SageRegistryV3.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {RegistrationFixture} from "./RegistrationFixture.sol";

/// @dev Follows commitRegistration.tree. Once over SAGE's identity registry, once over one like the deployed.
abstract contract CommitmentCases is RegistrationFixture {
    /// @dev A hostile account does one of many things between commitment and reveal.
    uint256 private constant HOSTILE_ACTIONS = 12;

    // commitRegistration

    function test_commitRegistration_keepsTheTimeAndEmits() public {
        bytes32 commitment = keccak256("a commitment");
        assertEq(registry.committedAt(alice, commitment), 0);
        vm.recordLogs();
        commitNow(alice, commitment);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1);
        assertEq(logs[0].topics.length, 3);
        assertEq(logs[0].topics[0], ISageRegistryV3.RegistrationCommitted.selector);
        assertEq(logs[0].topics[1], bytes32(uint256(uint160(alice))));
        assertEq(logs[0].topics[2], commitment);
        assertEq(logs[0].data.length, 0);
        assertEq(registry.committedAt(alice, commitment), START);
    }

    function test_commitRegistration_refusesWhatIsOpenToTheLastSecond() public {
        bytes32 commitment = keccak256("a commitment");
        commitNow(alice, commitment);
        for (uint256 age; age <= 3600; age += 1800) {
            vm.warp(START + age);
            vm.expectRevert(
                abi.encodeWithSelector(ISageRegistryV3.SageCommitmentOpen.selector, commitment, START + 3600)
            );
            commitNow(alice, commitment);
        }
        vm.warp(START + 3601);
        commitNow(alice, commitment);
        assertEq(registry.committedAt(alice, commitment), START + 3601);
    }

    function test_commitRegistration_ofTheSameByOthersIsTheirOwn() public {
        bytes32 commitment = keccak256("a commitment");
        commitNow(alice, commitment);
        vm.warp(START + 7);
        commitNow(eve, commitment);
        assertEq(registry.committedAt(alice, commitment), START);
        assertEq(registry.committedAt(eve, commitment), START + 7);
        assertEq(registry.committedAt(bob, commitment), 0);
    }

    function test_commitRegistration_severalAtOnceAreRevealedInAnyOrder() public {
        Plan memory first = planOf(alice, "first", 1);
        Plan memory second = planOf(alice, "second", 2);
        commitNow(alice, commitmentOf(first));
        commit(alice, commitmentOf(second));
        uint256 secondId = reveal(second);
        uint256 firstId = reveal(first);
        assertRegistered(firstId, first, alice);
        assertRegistered(secondId, second, alice);
        assertEq(registry.agentCountOf(alice), 2);
    }

    // Pause

    function test_reveal_isRefusedDuringAPause() public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        uint256 agentId = mintTo(alice);
        commitNow(alice, bindingOf(plan, agentId));
        commit(alice, commitmentOf(plan));
        vm.prank(governance);
        registry.pause();
        assertTrue(registry.isPaused());
        vm.expectRevert(ISageRegistryV3.SagePaused.selector);
        reveal(plan);
        vm.expectRevert(ISageRegistryV3.SagePaused.selector);
        revealBinding(plan, agentId);
        assertRefused(plan, commitmentOf(plan), START, 0, 1);
    }

    function test_unpause_voidsExactlyWhatWasCommittedUpToIt() public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        uint256 agentId = mintTo(alice);
        commitNow(alice, commitmentOf(plan));
        vm.warp(START + 10);
        vm.prank(governance);
        registry.pause();
        // During the pause it is taken, and void; so is one in the second in which the pause ends.
        plan.salt = keccak256("during");
        commitNow(alice, commitmentOf(plan));
        vm.warp(START + 20);
        vm.prank(governance);
        registry.unpause();
        plan.salt = keccak256("at the end");
        commitNow(alice, commitmentOf(plan));
        commitNow(alice, bindingOf(plan, agentId));
        vm.warp(START + 21);
        plan.salt = keccak256("after");
        commitNow(alice, commitmentOf(plan));
        vm.warp(START + 100);
        _expectVoid(plan, SALT, START);
        _expectVoid(plan, keccak256("during"), START + 10);
        _expectVoid(plan, keccak256("at the end"), START + 20);
        plan.salt = keccak256("at the end");
        vm.expectRevert(_void(bindingOf(plan, agentId), START + 20, START + 20));
        revealBinding(plan, agentId);
        plan.salt = keccak256("after");
        assertRegistered(reveal(plan), plan, alice);
    }

    /// @dev A void commitment has its hour like any other; another salt needs no waiting.
    function test_unpause_leavesVoidCommitmentsTheirHour() public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        bytes32 commitment = commitmentOf(plan);
        commitNow(alice, commitment);
        vm.prank(governance);
        registry.pause();
        _unpauseAt(START + 1);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageCommitmentOpen.selector, commitment, START + 3600));
        commitNow(alice, commitment);
        vm.warp(START + 3601);
        commit(alice, commitment);
        assertRegistered(reveal(plan), plan, alice);
    }

    function testFuzz_unpauseVoidsWhatIsNotLater(uint256 made, uint256 unpausedAt) public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        bytes32 commitment = commitmentOf(plan);
        made = bound(made, START, START + 200);
        unpausedAt = bound(unpausedAt, START, START + 200);
        vm.prank(governance);
        registry.pause();
        if (made <= unpausedAt) {
            vm.warp(made);
            commitNow(alice, commitment);
            _unpauseAt(unpausedAt);
        } else {
            _unpauseAt(unpausedAt);
            vm.warp(made);
            commitNow(alice, commitment);
        }
        vm.warp(START + 300);
        if (made <= unpausedAt) vm.expectRevert(_void(commitment, made, unpausedAt));
        reveal(plan);
    }

    // P1

    function testFuzz_P1_copiedCommitmentIsUselessToAnotherSender(address thief, bytes32 salt, uint256 wait) public {
        vm.assume(thief != alice && thief != address(0) && thief.code.length == 0);
        Plan memory plan = planOf(alice, "alice-1", 1);
        plan.salt = salt;
        bytes32 commitment = commitmentOf(plan);
        commitNow(alice, commitment);
        commitNow(thief, commitment);
        uint256 agentId = mintTo(thief);
        vm.warp(START + bound(wait, 60, 3600));
        Plan memory stolen = Plan(thief, plan.identifier, plan.keys, plan.uri, plan.salt);
        assertTrue(commitmentOf(stolen) != commitment);
        vm.expectRevert(unknown(thief, commitmentOf(stolen)));
        reveal(stolen);
        vm.expectRevert(unknown(thief, bindingOf(stolen, agentId)));
        revealBinding(stolen, agentId);
        assertRegistered(reveal(plan), plan, alice);
    }

    function testFuzz_P1_commitmentHoldsOnOneChain(uint64 chainId) public {
        vm.assume(chainId != block.chainid && chainId != 0);
        Plan memory plan = planOf(alice, "alice-1", 1);
        bytes32 commitment = commitmentOf(plan);
        commit(alice, commitment);
        uint256 here = block.chainid;
        vm.chainId(chainId);
        bytes32 there = commitmentOf(plan);
        assertTrue(there != commitment);
        vm.expectRevert(unknown(alice, there));
        reveal(plan);
        vm.chainId(here);
        assertRegistered(reveal(plan), plan, alice);
    }

    function testFuzz_P1_commitmentHoldsForOneContract(bytes32 salt) public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        plan.salt = salt;
        bytes32 commitment = commitmentOf(plan);
        commitNow(alice, commitment);
        SageRegistryV3 here = registry;
        registry = deployRegistry(address(token()), address(0));
        commit(alice, commitment);
        bytes32 there = commitmentOf(plan);
        assertTrue(there != commitment);
        vm.expectRevert(unknown(alice, there));
        reveal(plan);
        registry = here;
        assertRegistered(reveal(plan), plan, alice);
    }

    /// @dev Each committed value alone; proofs are not committed, their change is no matter of the commitment.
    function testFuzz_P1_everyCommittedValueIsBound(uint256 field, uint256 seed) public {
        Plan memory plan = planFor(alice, "alice-1", list(secp256k1Key(1), secp256k1Key(2)), alice);
        commit(alice, commitmentOf(plan));
        Plan memory other = planFor(alice, "alice-1", list(secp256k1Key(1), secp256k1Key(2)), alice);
        field = bound(field, 0, 5);
        if (field == 0) other.identifier = "alice-2";
        if (field == 1) other.uri = string.concat(AGENT_URI, "x");
        if (field == 2) other.salt = keccak256(abi.encode(seed));
        if (field == 3) other.keys[seed % 2].keyType = p256Key(1).keyType;
        if (field == 4) other.keys[seed % 2].publicKey = compressedOf(secp256k1Key(1 + seed % 2));
        if (field == 5) (other.keys[0], other.keys[1]) = (other.keys[1], other.keys[0]);
        vm.expectRevert(unknown(alice, commitmentOf(other)));
        reveal(other);
        assertRegistered(reveal(plan), plan, alice);
    }

    // P2

    /// @dev Before the last minute a watcher knows the commitment; in it also what will be revealed, from the pending
    /// transaction. Pausing is the owner's right and left out.
    function testFuzz_P2_nobodyStopsOrDelaysARegistration(uint256 seed, uint256 wait) public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        uint256 own = register(eve, "eve-1", list(secp256k1Key(99)));
        _actHostile(plan, commitmentOf(plan), own, seed, bound(wait, 60, 3600));
        uint256 agentId = reveal(plan);
        assertRegistered(agentId, plan, alice);
        assertEq(registry.agentCountOf(alice), 1);
    }

    function testFuzz_P2_nobodyStopsOrDelaysABinding(uint256 seed, uint256 wait) public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        uint256 own = register(eve, "eve-1", list(secp256k1Key(99)));
        uint256 agentId = mintTo(alice);
        _actHostile(plan, bindingOf(plan, agentId), own, seed, bound(wait, 60, 3600));
        revealBinding(plan, agentId);
        assertRegistered(agentId, plan, alice);
        assertEq(registry.agentCountOf(alice), 1);
    }

    function test_P2_strangersCannotFillTheCountOfAgents() public {
        IERC721 agents = token();
        for (uint256 i; i < 100; ++i) {
            uint256 agentId = register(eve, string.concat("eve-", vm.toString(i)), list(secp256k1Key(i)));
            vm.prank(eve);
            agents.transferFrom(eve, alice, agentId);
            vm.prank(eve);
            registry.recordOwnership(agentId);
        }
        assertEq(registry.agentCountOf(eve), 100);
        assertEq(registry.agentCountOf(alice), 0);
        assertEq(token().balanceOf(alice), 100);
        register(alice, "alice-1", list(secp256k1Key(1)));
        assertEq(registry.agentCountOf(alice), 1);
    }

    // P3

    function test_P3_edgesOfTheTimeToReveal() public {
        _revealAt("too-early", 59);
        _revealAt("first", 60);
        _revealAt("second", 61);
        _revealAt("last-but-one", 3599);
        _revealAt("last", 3600);
        _revealAt("too-late", 3601);
    }

    function testFuzz_P3_revealSucceedsInItsTimeOnly(uint256 age) public {
        _revealAt("alice-1", bound(age, 0, 3 hours));
    }

    // P5

    function testFuzz_P5_commitmentIsUsedOnceAndNotInItsBlock(uint256 wait, uint256 later) public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        bytes32 commitment = commitmentOf(plan);
        commitNow(alice, commitment);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageRevealTooEarly.selector, commitment, 60));
        reveal(plan);
        vm.warp(START + bound(wait, 60, 3600));
        uint256 agentId = reveal(plan);
        assertEq(registry.committedAt(alice, commitment), 0);
        vm.warp(block.timestamp + bound(later, 0, 2 hours));
        vm.expectRevert(unknown(alice, commitment));
        reveal(plan);
        // A new one of the same kind begins from nothing; the DID is taken all the same.
        commitNow(alice, commitment);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageRevealTooEarly.selector, commitment, 60));
        reveal(plan);
        vm.warp(block.timestamp + 60);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageDidTaken.selector, didOf(plan.identifier), agentId));
        reveal(plan);
    }

    function testFuzz_P5_bindingIsUsedOnceAndNotInItsBlock(uint256 wait) public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        uint256 agentId = mintTo(alice);
        bytes32 commitment = bindingOf(plan, agentId);
        commitNow(alice, commitment);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageRevealTooEarly.selector, commitment, 60));
        revealBinding(plan, agentId);
        vm.warp(START + bound(wait, 60, 3600));
        revealBinding(plan, agentId);
        assertEq(registry.committedAt(alice, commitment), 0);
        vm.expectRevert(unknown(alice, commitment));
        revealBinding(plan, agentId);
    }

    // Attacks

    function test_attack_A01_watcherCannotTakeTheDidAtReveal() public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        commit(alice, commitmentOf(plan));
        // The watcher sees the reveal and holds it back as long as it can hope to be first.
        Plan memory theft = planOf(eve, "alice-1", 666);
        uint256 agentId = mintTo(eve);
        vm.expectRevert(unknown(eve, commitmentOf(theft)));
        reveal(theft);
        vm.expectRevert(unknown(eve, bindingOf(theft, agentId)));
        revealBinding(theft, agentId);
        commitNow(eve, commitmentOf(theft));
        commitNow(eve, bindingOf(theft, agentId));
        vm.warp(block.timestamp + 59);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageRevealTooEarly.selector, commitmentOf(theft), 1));
        reveal(theft);
        vm.expectRevert(
            abi.encodeWithSelector(ISageRegistryV3.SageRevealTooEarly.selector, bindingOf(theft, agentId), 1)
        );
        revealBinding(theft, agentId);
        assertRegistered(reveal(plan), plan, alice);
    }

    function test_attack_A01_P6_noRegistrationWithoutCommitment() public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        uint256 agentId = mintTo(alice);
        vm.expectRevert(unknown(alice, commitmentOf(plan)));
        reveal(plan);
        vm.expectRevert(unknown(alice, bindingOf(plan, agentId)));
        revealBinding(plan, agentId);
        // Neither kind of commitment opens the other way.
        commitNow(alice, commitmentOf(plan));
        vm.warp(START + 60);
        vm.expectRevert(unknown(alice, bindingOf(plan, agentId)));
        revealBinding(plan, agentId);
        reveal(plan);
        Plan memory second = planOf(alice, "alice-2", 2);
        commit(alice, bindingOf(second, agentId));
        vm.expectRevert(unknown(alice, commitmentOf(second)));
        reveal(second);
        revealBinding(second, agentId);
    }

    function _revealAt(string memory identifier, uint256 age) private {
        Plan memory plan = planOf(alice, identifier, 1);
        bytes32 commitment = commitmentOf(plan);
        uint256 agentId = mintTo(alice);
        Plan memory bound_ = planOf(alice, string.concat(identifier, ".b"), 2);
        bytes32 binding = bindingOf(bound_, agentId);
        uint256 made = block.timestamp;
        commitNow(alice, commitment);
        commitNow(alice, binding);
        vm.warp(made + age);
        _expectByAge(commitment, age);
        reveal(plan);
        _expectByAge(binding, age);
        revealBinding(bound_, agentId);
        bool inTime = age >= 60 && age <= 3600;
        assertEq(registry.committedAt(alice, commitment), inTime ? 0 : made);
        assertEq(registry.committedAt(alice, binding), inTime ? 0 : made);
    }

    function _expectByAge(bytes32 commitment, uint256 age) private {
        if (age < 60) {
            vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageRevealTooEarly.selector, commitment, 60 - age));
        } else if (age > 3600) {
            vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageRevealTooLate.selector, commitment, age - 3600));
        }
    }

    function _expectVoid(Plan memory plan, bytes32 salt, uint256 made) private {
        plan.salt = salt;
        vm.expectRevert(_void(commitmentOf(plan), made, START + 20));
        reveal(plan);
    }

    function _void(bytes32 commitment, uint256 made, uint256 unpausedAt) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ISageRegistryV3.SageCommitmentVoid.selector, commitment, made, unpausedAt);
    }

    function _unpauseAt(uint256 timestamp) private {
        vm.warp(timestamp);
        vm.prank(governance);
        registry.unpause();
    }

    /// @dev Something early by who knows the commitment only; six things in the last minute by who knows all.
    function _actHostile(Plan memory plan, bytes32 commitment, uint256 own, uint256 seed, uint256 age) private {
        uint256 made = block.timestamp;
        commitNow(alice, commitment);
        vm.warp(made + seed % (age - 58));
        _try(address(registry), abi.encodeCall(ISageRegistryV3.commitRegistration, (commitment)));
        vm.warp(made + age - 59);
        for (uint256 i; i < 6; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            _hostileStep(plan, commitment, dice, own);
            vm.warp(block.timestamp + (dice >> 128) % 10);
        }
        assertEq(registry.committedAt(alice, commitment), made);
        vm.warp(made + age);
    }

    function _hostileStep(Plan memory plan, bytes32 commitment, uint256 dice, uint256 own) private {
        uint256 action = dice % HOSTILE_ACTIONS;
        address identityRegistry = address(token());
        if (action == 0) _try(address(registry), abi.encodeCall(ISageRegistryV3.commitRegistration, (commitment)));
        if (action == 1) _try(address(registry), dataOf(plan));
        if (action == 2) _steal(plan.identifier);
        if (action == 3) _stealByBinding(plan.identifier);
        if (action == 4) _try(identityRegistry, abi.encodeCall(IERC721.transferFrom, (eve, alice, own)));
        if (action == 5) _mintToVictim(identityRegistry);
        if (action == 6) _try(address(registry), abi.encodeCall(ISageRegistryV3.claimAgent, (own, plan.keys)));
        if (action == 7) _try(address(registry), abi.encodeCall(ISageRegistryV3.recordOwnership, (own)));
        if (action == 8) _try(address(registry), abi.encodeCall(ISageRegistryV3.setHook, (eve, true, true)));
        if (action == 9) _try(address(registry), abi.encodeCall(ISageRegistryV3.pause, ()));
        if (action == 10) _try(identityRegistry, abi.encodeCall(IERC721.transferFrom, (eve, address(registry), own)));
        if (action == 11) _try(identityRegistry, abi.encodeCall(IERC721.setApprovalForAll, (alice, true)));
    }

    function _steal(string memory identifier) private {
        Plan memory theft = planOf(eve, identifier, 666);
        _commitAndTry(commitmentOf(theft), dataOf(theft));
    }

    function _stealByBinding(string memory identifier) private {
        Plan memory theft = planOf(eve, identifier, 666);
        uint256 agentId = mintTo(eve);
        _commitAndTry(bindingOf(theft, agentId), bindingDataOf(theft, agentId));
    }

    function _mintToVictim(address identityRegistry) private {
        vm.prank(eve);
        uint256 agentId = IERC8004Identity(identityRegistry).register("ipfs://spam");
        _try(identityRegistry, abi.encodeCall(IERC721.transferFrom, (eve, alice, agentId)));
        _try(identityRegistry, abi.encodeWithSignature("registerFor(address,string)", alice, "ipfs://spam"));
    }

    function _commitAndTry(bytes32 commitment, bytes memory data) private {
        _try(address(registry), abi.encodeCall(ISageRegistryV3.commitRegistration, (commitment)));
        _try(address(registry), data);
    }

    /// @dev Whatever comes of it.
    function _try(address target, bytes memory data) private {
        vm.prank(eve);
        (bool success,) = target.call(data);
        success;
    }
}

contract CommitmentsTest is CommitmentCases {}

contract CommitmentsOverDeployedTest is CommitmentCases {
    function setUp() public override {
        super.setUp();
        useDeployedIdentity();
    }
}

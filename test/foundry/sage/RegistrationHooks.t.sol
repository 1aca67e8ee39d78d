// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Vm} from "forge-std/Vm.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {BoundedCall} from "../../../contracts/libraries/BoundedCall.sol";
import {
    BurningHook,
    CallingHook,
    FloodingHook,
    RecordingHook,
    RefusingHook,
    ReturningHook
} from "../mocks/sage/Hooks.sol";
import {RegistrationFixture} from "./RegistrationFixture.sol";

/// @dev Follows setHook.tree. Once over SAGE's identity registry, once over one like the deployed.
abstract contract RegistrationHookCases is RegistrationFixture {
    /// @dev 50,000, its 63rd part, which EIP-150 keeps back, and the margin of 5,000 of `BoundedCall`.
    uint256 private constant GAS_FOR_HOOK = 58_793;

    function test_setHook_setsAndEmits() public {
        RecordingHook hook = new RecordingHook();
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.HookSet(address(hook), true, false);
        _setHook(address(hook), true, false);
        _assertHook(address(hook), true, false);
        _setHook(address(hook), false, true);
        _assertHook(address(hook), false, true);
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.HookSet(address(0), true, true);
        _setHook(address(0), true, true);
        _assertHook(address(0), true, true);
        assertFalse(registry.isPaused());
    }

    function test_setHook_refusesAnAddressWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNoCode.selector, eve));
        _setHook(eve, true, true);
        _assertHook(address(0), false, false);
    }

    function test_setHook_leavesAPauseAndItsEndAlone() public {
        vm.startPrank(governance);
        registry.pause();
        registry.setHook(address(new RecordingHook()), true, true);
        assertTrue(registry.isPaused());
        registry.unpause();
        registry.setHook(address(0), false, false);
        vm.stopPrank();
        Plan memory plan = planOf(alice, "alice-1", 1);
        commitNow(alice, commitmentOf(plan));
        vm.warp(START + 60);
        vm.expectRevert(
            abi.encodeWithSelector(ISageRegistryV3.SageCommitmentVoid.selector, commitmentOf(plan), START, START)
        );
        reveal(plan);
    }

    function test_hook_isAskedFirstAndToldLast() public {
        RecordingHook hook = new RecordingHook();
        _setHook(address(hook), true, true);
        Plan memory plan = planOf(alice, "alice-1", 1);
        commit(alice, commitmentOf(plan));
        vm.recordLogs();
        uint256 agentId = reveal(plan);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs[0].topics[0], ISageRegistryV3.RegistrationRevealed.selector);
        assertEq(logs[1].emitter, address(hook));
        assertEq(logs[1].topics[0], RecordingHook.Before.selector);
        assertEq(logs[1].data, abi.encode(address(registry), alice, didOf("alice-1")));
        Vm.Log memory last = logs[logs.length - 1];
        assertEq(last.emitter, address(hook));
        assertEq(last.topics[0], RecordingHook.After.selector);
        assertEq(last.data, abi.encode(address(registry), alice, agentId, didOf("alice-1")));
        assertEq(hook.asked(), 1);
        assertEq(hook.told(), 1);
        uint256 second = mintTo(alice);
        bind(alice, second, alice, "alice-2", list(secp256k1Key(2)));
        assertEq(hook.asked(), 2);
        assertEq(hook.told(), 2);
    }

    function test_hook_isCalledAsItsSwitchesSay() public {
        RecordingHook hook = new RecordingHook();
        _setHook(address(hook), false, false);
        register(alice, "none", list(secp256k1Key(1)));
        assertEq(hook.asked() + hook.told(), 0);
        _setHook(address(hook), true, false);
        register(alice, "before", list(secp256k1Key(1)));
        assertEq(hook.asked(), 1);
        assertEq(hook.told(), 0);
        _setHook(address(hook), false, true);
        register(alice, "after", list(secp256k1Key(1)));
        assertEq(hook.asked(), 1);
        assertEq(hook.told(), 1);
        _setHook(address(0), true, true);
        register(alice, "zero", list(secp256k1Key(1)));
        assertEq(hook.asked() + hook.told(), 2);
    }

    function test_hook_thatLostItsCodeRefusesUntilItIsReplaced() public {
        RecordingHook hook = new RecordingHook();
        _setHook(address(hook), true, true);
        vm.etch(address(hook), "");
        Plan memory plan = planOf(alice, "alice-1", 1);
        commit(alice, commitmentOf(plan));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNoCode.selector, address(hook)));
        reveal(plan);
        assertRefused(plan, commitmentOf(plan), START, 0, 0);
        _setHook(address(0), false, false);
        assertRegistered(reveal(plan), plan, alice);
    }

    // P14, before

    function test_P14_refusingHookRefusesWithItsReason() public {
        address hook = address(new RefusingHook());
        _assertRefusal(hook, abi.encodeWithSelector(RefusingHook.Refused.selector, alice, didOf("refused")));
    }

    function test_P14_floodIsCutBeforeARegistration() public {
        _assertRefusal(address(new FloodingHook(100_000)), _ones(256));
        _assertRefusal(address(new FloodingHook(257)), _ones(256));
        _assertRefusal(address(new FloodingHook(255)), _ones(255));
        _assertRefusal(address(new FloodingHook(0)), "");
        // A megabyte takes more gas than a hook has: it fails without a reason.
        _assertRefusal(address(new FloodingHook(1_000_000)), "");
    }

    function test_P14_burningHookRefusesAndCostsItsGasOnly() public {
        address hook = address(new BurningHook());
        uint256 used = gasleft();
        _assertRefusal(hook, "");
        used -= gasleft();
        assertLt(used, 1_500_000);
    }

    function test_P14_whatAHookReturnsIsNotLookedAt() public {
        _setHook(address(new ReturningHook(100_000)), true, true);
        vm.recordLogs();
        register(alice, "alice-1", list(secp256k1Key(1)));
        assertEq(_countOf(vm.getRecordedLogs(), ISageRegistryV3.HookFailed.selector), 0);
        _assertRefusal(address(new ReturningHook(1_000_000)), "");
    }

    function test_P14_hookCannotReenterBefore() public {
        uint256 agentId = register(alice, "held", list(secp256k1Key(50)));
        (bytes[] memory calls, bytes4[] memory errors) = _reentries(agentId);
        for (uint256 i; i < calls.length; ++i) {
            address hook = address(new CallingHook(address(registry), calls[i]));
            _assertRefusal(hook, _answerTo(hook, errors[i], agentId));
        }
        assertEq(registry.getAgent(agentId).activeKeys, 1);
    }

    // P14, after

    function test_P14_failuresAfterwardsAreToldAndChangeNothing() public {
        bytes memory refused = abi.encodeWithSelector(RefusingHook.Refused.selector, alice, didOf("a0"));
        _assertFailed(address(new RefusingHook()), "a0", refused);
        _assertFailed(address(new FloodingHook(100_000)), "a1", _ones(256));
        _assertFailed(address(new FloodingHook(1_000_000)), "a2", "");
        _assertFailed(address(new FloodingHook(33)), "a3", _ones(33));
        _assertFailed(address(new BurningHook()), "a4", "");
        _assertFailed(address(new ReturningHook(1_000_000)), "a5", "");
    }

    function test_P14_hookCannotReenterAfterwards() public {
        uint256 agentId = register(alice, "held", list(secp256k1Key(50)));
        (bytes[] memory calls, bytes4[] memory errors) = _reentries(agentId);
        for (uint256 i; i < calls.length; ++i) {
            address hook = address(new CallingHook(address(registry), calls[i]));
            _assertFailed(hook, string.concat("a", vm.toString(i)), _answerTo(hook, errors[i], agentId));
        }
        assertEq(registry.getAgent(agentId).activeKeys, 1);
    }

    function test_P14_hookCannotTakeTheAgent() public {
        uint256 agentId = mintTo(carol) + 1;
        bytes memory theft = abi.encodeCall(IERC721.transferFrom, (alice, eve, agentId));
        address hook = address(new CallingHook(address(token()), theft));
        bytes memory reason = abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, hook, agentId);
        _assertFailed(hook, "a0", reason);
        assertEq(token().ownerOf(agentId), alice);
    }

    /// @dev What a hook may do it does for itself only.
    function test_P14_hookMayCommitForItselfOnly() public {
        bytes memory data = abi.encodeCall(ISageRegistryV3.commitRegistration, (bytes32(uint256(7))));
        address hook = address(new CallingHook(address(registry), data));
        _setHook(hook, true, false);
        Plan memory plan = planOf(alice, "alice-1", 1);
        commit(alice, commitmentOf(plan));
        assertRegistered(reveal(plan), plan, alice);
        assertEq(registry.committedAt(hook, bytes32(uint256(7))), block.timestamp);
        assertEq(registry.committedAt(alice, bytes32(uint256(7))), 0);
    }

    // P14, gas

    /// @dev Whatever gas is sent: either all is done and the hook was called both times, or nothing.
    function testFuzz_P14_littleGasNeverSkipsTheHook(uint256 gas_) public {
        RecordingHook hook = new RecordingHook();
        _setHook(address(hook), true, true);
        Plan memory plan = planOf(alice, "alice-1", 1);
        bytes32 commitment = commitmentOf(plan);
        commit(alice, commitment);
        gas_ = bound(gas_, 20_000, 700_000);
        vm.cool(address(hook));
        bytes memory data = dataOf(plan);
        vm.prank(alice);
        (bool success, bytes memory returned) = address(registry).call{gas: gas_}(data);
        assertEq(hook.asked(), success ? 1 : 0);
        assertEq(hook.told(), success ? 1 : 0);
        assertEq(registry.committedAt(alice, commitment), success ? 0 : START);
        if (!success && returned.length != 0) _assertGasError(returned);
        if (gas_ > 650_000) assertTrue(success);
    }

    function test_P14_tooLittleGasBeforeReverts() public {
        RecordingHook hook = new RecordingHook();
        _setHook(address(hook), true, false);
        Plan memory plan = planOf(alice, "alice-1", 1);
        commit(alice, commitmentOf(plan));
        bytes memory data = dataOf(plan);
        // Enough to come to the hook, and less than it must get.
        vm.prank(alice);
        (bool success, bytes memory returned) = address(registry).call{gas: GAS_FOR_HOOK}(data);
        assertFalse(success);
        _assertGasError(returned);
        assertRefused(plan, commitmentOf(plan), START, 0, 0);
        assertRegistered(reveal(plan), plan, alice);
    }

    function test_P14_tooLittleGasAfterwardsReverts() public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        commit(alice, commitmentOf(plan));
        bytes memory data = dataOf(plan);
        uint256 snapshot = vm.snapshotState();
        uint256 used = gasleft();
        reveal(plan);
        used -= gasleft();
        vm.revertToState(snapshot);
        RecordingHook hook = new RecordingHook();
        _setHook(address(hook), false, true);
        vm.prank(alice);
        (bool success, bytes memory returned) = address(registry).call{gas: used + 30_000}(data);
        assertFalse(success);
        _assertGasError(returned);
        assertEq(hook.told(), 0);
        assertRefused(plan, commitmentOf(plan), START, 0, 0);
        assertRegistered(reveal(plan), plan, alice);
        assertEq(hook.told(), 1);
    }

    function _setHook(address hook, bool before, bool afterwards) private {
        vm.prank(governance);
        registry.setHook(hook, before, afterwards);
    }

    function _assertHook(address hook, bool before, bool afterwards) private view {
        (address hook_, bool before_, bool afterwards_) = registry.getHook();
        assertEq(hook_, hook);
        assertEq(before_, before);
        assertEq(afterwards_, afterwards);
    }

    /// @dev Refused both ways; without the hook the same commitments serve, which is undone for the next case.
    function _assertRefusal(address hook, bytes memory reason) private {
        uint256 snapshot = vm.snapshotState();
        uint256 count = registry.agentCountOf(alice);
        uint256 balance = token().balanceOf(alice);
        Plan memory plan = planOf(alice, "refused", 60);
        uint256 own = mintTo(alice);
        commitNow(alice, bindingOf(plan, own));
        commit(alice, commitmentOf(plan));
        _setHook(hook, true, false);
        bytes memory refused = abi.encodeWithSelector(ISageRegistryV3.SageRegistrationRefused.selector, hook, reason);
        vm.expectRevert(refused);
        reveal(plan);
        vm.expectRevert(refused);
        revealBinding(plan, own);
        assertRefused(plan, commitmentOf(plan), block.timestamp - 60, count, balance + 1);
        _setHook(address(0), false, false);
        assertRegistered(reveal(plan), plan, alice);
        vm.revertToState(snapshot);
    }

    function _assertFailed(address hook, string memory identifier, bytes memory reason) private {
        _setHook(hook, false, true);
        Plan memory plan = planOf(alice, identifier, 60);
        commit(alice, commitmentOf(plan));
        vm.recordLogs();
        uint256 agentId = reveal(plan);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        Vm.Log memory last = logs[logs.length - 1];
        assertEq(last.emitter, address(registry));
        assertEq(last.topics[0], ISageRegistryV3.HookFailed.selector);
        assertEq(last.topics[1], bytes32(uint256(uint160(hook))));
        assertEq(last.topics[2], bytes32(agentId));
        assertEq(last.data, abi.encode(reason));
        assertRegistered(agentId, plan, alice);
        assertEq(registry.committedAt(alice, commitmentOf(plan)), 0);
    }

    function _assertGasError(bytes memory returned) private pure {
        assertEq(returned.length, 68);
        assertEq(bytes4(returned), BoundedCall.BoundedCallGas.selector);
        uint256 available;
        uint256 needed;
        assembly ("memory-safe") {
            available := mload(add(returned, 36))
            needed := mload(add(returned, 68))
        }
        assertEq(needed, GAS_FOR_HOOK);
        assertLt(available, needed);
    }

    function _countOf(Vm.Log[] memory logs, bytes32 topic) private pure returns (uint256 count) {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == topic) ++count;
        }
    }

    function _ones(uint256 length) private pure returns (bytes memory ones) {
        ones = new bytes(length);
        for (uint256 i; i < length; ++i) {
            ones[i] = 0xff;
        }
    }

    /// @dev Every function that changes something, with the least arguments, for the hook has little gas.
    function _reentries(uint256 agentId) private pure returns (bytes[] memory calls, bytes4[] memory errors) {
        ISageRegistryV3.KeyInput[] memory none = new ISageRegistryV3.KeyInput[](0);
        ISageRegistryV3.KeyInput memory key;
        (calls, errors) = (new bytes[](17), new bytes4[](17));
        bytes4 guarded = bytes4(keccak256("ReentrancyGuardReentrantCall()"));
        calls[0] = abi.encodeCall(ISageRegistryV3.registerAgentWithReveal, ("x", none, "", 0));
        calls[1] = abi.encodeCall(ISageRegistryV3.bindAgentWithReveal, (agentId, "x", none, 0));
        (errors[0], errors[1]) = (guarded, guarded);
        calls[2] = abi.encodeCall(ISageRegistryV3.addKey, (agentId, key));
        calls[3] = abi.encodeCall(ISageRegistryV3.rotateKey, (agentId, 0, key));
        calls[4] = abi.encodeCall(ISageRegistryV3.revokeKey, (agentId, 0, 0));
        calls[5] = abi.encodeCall(ISageRegistryV3.claimAgent, (agentId, none));
        calls[6] = abi.encodeCall(ISageRegistryV3.setCard, (agentId, "", 0));
        calls[7] = abi.encodeCall(ISageRegistryV3.deactivateAgent, (agentId));
        calls[8] = abi.encodeCall(ISageRegistryV3.reactivateAgent, (agentId));
        for (uint256 i = 2; i < 9; ++i) {
            errors[i] = ISageRegistryV3.SageNotController.selector;
        }
        calls[9] = abi.encodeCall(ISageRegistryV3.setGuardian, (address(1)));
        calls[10] = abi.encodeCall(ISageRegistryV3.unpause, ());
        calls[11] = abi.encodeCall(ISageRegistryV3.setHook, (address(0), false, false));
        calls[12] = abi.encodeWithSignature("transferOwnership(address)", address(1));
        calls[13] = abi.encodeWithSignature("renounceOwnership()");
        calls[14] = abi.encodeWithSignature("acceptOwnership()");
        for (uint256 i = 9; i < 15; ++i) {
            errors[i] = bytes4(keccak256("OwnableUnauthorizedAccount(address)"));
        }
        calls[15] = abi.encodeWithSignature(
            "onERC721Received(address,address,uint256,bytes)", address(0), address(0), agentId, ""
        );
        errors[15] = ISageRegistryV3.SageUnexpectedToken.selector;
        calls[16] = abi.encodeCall(ISageRegistryV3.pause, ());
        errors[16] = ISageRegistryV3.SageNotGuardian.selector;
    }

    function _answerTo(address hook, bytes4 selector, uint256 agentId) private pure returns (bytes memory) {
        if (selector == bytes4(keccak256("ReentrancyGuardReentrantCall()"))) return abi.encodeWithSelector(selector);
        if (selector == ISageRegistryV3.SageNotController.selector) {
            return abi.encodeWithSelector(selector, agentId, hook);
        }
        if (selector == ISageRegistryV3.SageUnexpectedToken.selector) {
            return abi.encodeWithSelector(selector, hook, agentId);
        }
        return abi.encodeWithSelector(selector, hook);
    }
}

contract RegistrationHooksTest is RegistrationHookCases {}

contract RegistrationHooksOverDeployedTest is RegistrationHookCases {
    function setUp() public override {
        super.setUp();
        useDeployedIdentity();
    }
}

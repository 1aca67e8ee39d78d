// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IAccessControlEnumerable} from "@openzeppelin/contracts/access/extensions/IAccessControlEnumerable.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {SageTimelock} from "../../../contracts/SageTimelock.sol";
import {ISageTimelock} from "../../../contracts/interfaces/ISageTimelock.sol";
import {TimelockFixture} from "./TimelockFixture.sol";

contract SageTimelockTest is TimelockFixture {
    // constructor

    function test_constructor_givesTheRoles() external view {
        assertEq(timelock.getMinDelay(), DELAY);
        assertEq(timelock.LEAST_DELAY(), DELAY);
        assertEq(timelock.MOST_DELAY(), MOST);
        assertEq(timelock.EMERGENCY_DELAY(), EMERGENCY);
        bytes32[4] memory roles = [ADMIN, PROPOSER, CANCELLER, EXECUTOR];
        address[4] memory members = [address(timelock), council, council, address(0)];
        for (uint256 i; i < roles.length; ++i) {
            assertEq(timelock.getRoleMemberCount(roles[i]), 1);
            assertEq(timelock.getRoleMember(roles[i], 0), members[i]);
            assertTrue(timelock.hasRole(roles[i], members[i]));
            assertEq(timelock.getRoleAdmin(roles[i]), ADMIN);
        }
    }

    function testFuzz_P44_constructor_keepsTheDelayInItsRange(uint256 delay) external {
        delay = bound(delay, 0, 2 * MOST);
        if (delay < DELAY || delay > MOST) {
            vm.expectRevert(_outOfBounds(delay));
            new SageTimelock(delay, council);
        } else {
            assertEq(new SageTimelock(delay, council).getMinDelay(), delay);
        }
    }

    function test_constructor_refusesNoProposer() external {
        vm.expectRevert(abi.encodeWithSelector(ISageTimelock.SageTimelockZeroMember.selector, PROPOSER));
        new SageTimelock(DELAY, address(0));
    }

    // schedule and execute

    function testFuzz_P44_executesFromTheDelayOnAndNeverBefore(uint256 delay, uint256 wait) external {
        delay = bound(delay, DELAY, 10 * MOST);
        wait = bound(wait, 0, 2 * delay);
        bytes32 id = _schedule(address(owned), change, delay);
        skip(wait);
        if (wait < delay) vm.expectRevert(_notReady(id));
        _execute(address(owned), change);
        assertEq(owned.calls(), wait < delay ? 0 : 1);
    }

    function test_P44_executes_edges() external {
        bytes32 id = _schedule(address(owned), change, DELAY);
        skip(DELAY - 1);
        vm.expectRevert(_notReady(id));
        _execute(address(owned), change);
        skip(1);
        _execute(address(owned), change);
        assertEq(owned.last(), change);
        vm.expectRevert(_notReady(id));
        _execute(address(owned), change);
    }

    function testFuzz_P44_schedule_refusesLessThanTheMinimum(uint256 delay) external {
        delay = bound(delay, 0, DELAY - 1);
        vm.expectRevert(_tooShort(delay, DELAY));
        _schedule(address(owned), change, delay);
    }

    function testFuzz_schedule_byProposersOnly(address caller) external {
        vm.assume(caller != council);
        bytes[4] memory calls = _emergencyCalls();
        vm.startPrank(caller);
        for (uint256 i; i < calls.length; ++i) {
            vm.expectRevert(_missingRole(caller, PROPOSER));
            timelock.schedule(address(owned), 0, calls[i], 0, 0, MOST);
        }
        vm.expectRevert(_missingRole(caller, PROPOSER));
        timelock.schedule(address(owned), 0, change, 0, 0, MOST);
        vm.stopPrank();
    }

    // Emergency calls

    function test_P44_emergencyCallsWaitADay() external {
        bytes[4] memory calls = _emergencyCalls();
        for (uint256 i; i < calls.length; ++i) {
            assertTrue(timelock.isEmergencyCall(0, calls[i]));
            vm.expectRevert(_tooShort(EMERGENCY - 1, EMERGENCY));
            _schedule(address(owned), calls[i], EMERGENCY - 1);
            bytes32 id = _schedule(address(owned), calls[i], EMERGENCY);
            skip(EMERGENCY - 1);
            vm.expectRevert(_notReady(id));
            _execute(address(owned), calls[i]);
            skip(1);
            _execute(address(owned), calls[i]);
            assertEq(owned.last(), calls[i]);
        }
    }

    function testFuzz_P44_otherCallsAreNoEmergency(uint256 value, bytes calldata data, uint256 index) external {
        bytes[4] memory calls = _emergencyCalls();
        for (uint256 i; i < calls.length; ++i) {
            if (data.length >= 4) vm.assume(bytes4(data) != bytes4(calls[i]));
        }
        _expectTheFullDelay(value, data);
        _expectTheFullDelay(bound(value, 1, type(uint256).max), calls[index % calls.length]);
    }

    function test_P44_cutSelectorsAreNoEmergency() external {
        bytes[4] memory calls = _emergencyCalls();
        for (uint256 i; i < calls.length; ++i) {
            _expectTheFullDelay(0, abi.encodePacked(bytes3(bytes4(calls[i]))));
            bytes memory bare = abi.encodePacked(bytes4(calls[i]));
            assertTrue(timelock.isEmergencyCall(0, bare));
        }
    }

    function test_P44_anEmergencyInABatchWaitsForTheFullDelay() external {
        (address[] memory targets, uint256[] memory values, bytes[] memory payloads) =
            (new address[](1), new uint256[](1), new bytes[](1));
        (targets[0], payloads[0]) = (address(owned), _emergencyCalls()[0]);
        vm.startPrank(council);
        vm.expectRevert(_tooShort(DELAY - 1, DELAY));
        timelock.scheduleBatch(targets, values, payloads, 0, 0, DELAY - 1);
        timelock.scheduleBatch(targets, values, payloads, 0, 0, DELAY);
        vm.stopPrank();
    }

    /// @dev What an emergency call leaves behind must not shorten what comes after it in the same transaction.
    function test_P44_anEmergencyShortensNothingElseInItsTransaction() external {
        vm.startPrank(council);
        timelock.schedule(address(owned), 0, _emergencyCalls()[0], 0, 0, EMERGENCY);
        assertEq(timelock.getMinDelay(), DELAY);
        vm.expectRevert(_tooShort(EMERGENCY, DELAY));
        timelock.schedule(address(owned), 0, change, 0, 0, EMERGENCY);
        vm.stopPrank();
    }

    // updateDelay

    function testFuzz_P44_updateDelay_staysInItsRange(uint256 delay) external {
        bytes memory call = abi.encodeCall(timelock.updateDelay, (delay));
        bool fits = delay >= DELAY && delay <= MOST;
        _schedule(address(timelock), call, DELAY);
        skip(DELAY);
        if (!fits) vm.expectRevert(_outOfBounds(delay));
        _execute(address(timelock), call);
        assertEq(timelock.getMinDelay(), fits ? delay : DELAY);
    }

    function test_P44_updateDelay_edges() external {
        uint256[6] memory delays = [MOST, DELAY, DELAY - 1, MOST + 1, 0, type(uint256).max];
        for (uint256 i; i < delays.length; ++i) {
            vm.prank(address(timelock));
            if (i > 1) vm.expectRevert(_outOfBounds(delays[i]));
            timelock.updateDelay(delays[i]);
            assertEq(timelock.getMinDelay(), i == 0 ? MOST : DELAY);
        }
    }

    function testFuzz_updateDelay_byItselfOnly(address caller) external {
        vm.assume(caller != address(timelock));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, caller));
        timelock.updateDelay(MOST);
    }

    // Roles

    function testFuzz_P46_rolesAreGivenByTheTimelockOnly(address caller, uint256 index) external {
        vm.assume(caller != address(timelock));
        bytes32[4] memory roles = [ADMIN, PROPOSER, CANCELLER, EXECUTOR];
        bytes32 role = roles[index % 4];
        vm.startPrank(caller);
        vm.expectRevert(_missingRole(caller, ADMIN));
        timelock.grantRole(role, caller);
        vm.expectRevert(_missingRole(caller, ADMIN));
        timelock.revokeRole(role, council);
        vm.stopPrank();
    }

    function testFuzz_P46_theTimelockIsItsOnlyAdmin(address account) external {
        vm.assume(account != address(timelock));
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(ISageTimelock.SageTimelockAdminElsewhere.selector, account));
        timelock.grantRole(ADMIN, account);
    }

    function test_P46_noRoleLosesItsLastMember() external {
        bytes32[4] memory roles = [ADMIN, PROPOSER, CANCELLER, EXECUTOR];
        address[4] memory members = [address(timelock), council, council, address(0)];
        for (uint256 i; i < roles.length; ++i) {
            bytes memory last =
                abi.encodeWithSelector(ISageTimelock.SageTimelockLastMember.selector, roles[i], members[i]);
            vm.prank(address(timelock));
            vm.expectRevert(last);
            timelock.revokeRole(roles[i], members[i]);
            vm.prank(members[i]);
            vm.expectRevert(last);
            timelock.renounceRole(roles[i], members[i]);
            assertTrue(timelock.hasRole(roles[i], members[i]));
        }
    }

    function test_P46_aProposerLeavesWhenAnotherIsThere() external {
        address next = makeAddr("next council");
        _govern(abi.encodeCall(timelock.grantRole, (PROPOSER, next)));
        vm.prank(council);
        timelock.renounceRole(PROPOSER, council);
        assertEq(timelock.getRoleMembers(PROPOSER).length, 1);
        vm.prank(next);
        vm.expectRevert(abi.encodeWithSelector(ISageTimelock.SageTimelockLastMember.selector, PROPOSER, next));
        timelock.renounceRole(PROPOSER, next);
        vm.prank(council);
        vm.expectRevert(_missingRole(council, PROPOSER));
        timelock.schedule(address(owned), 0, change, 0, 0, DELAY);
        // The roles are apart: it cancels still.
        assertTrue(timelock.hasRole(CANCELLER, council));
    }

    function test_P46_nobodyIsNoMember() external {
        bytes32[3] memory roles = [PROPOSER, CANCELLER, keccak256("another role")];
        vm.startPrank(address(timelock));
        for (uint256 i; i < roles.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISageTimelock.SageTimelockZeroMember.selector, roles[i]));
            timelock.grantRole(roles[i], address(0));
        }
        // Leaving a role that one hasn't, and having one twice, change nothing.
        timelock.revokeRole(PROPOSER, stranger);
        timelock.grantRole(PROPOSER, council);
        vm.stopPrank();
        assertEq(timelock.getRoleMemberCount(PROPOSER), 1);
    }

    // The rest is OpenZeppelin's

    function test_cancel() external {
        bytes32 id = _schedule(address(owned), change, DELAY);
        vm.prank(stranger);
        vm.expectRevert(_missingRole(stranger, CANCELLER));
        timelock.cancel(id);
        skip(DELAY);
        vm.prank(council);
        timelock.cancel(id);
        vm.expectRevert(_notReady(id));
        _execute(address(owned), change);
    }

    function testFuzz_P44_operationsAreNamedAndOrderedAsScheduled(bytes32 predecessor, bytes32 salt) external {
        bytes32 first = _schedule(address(owned), change, DELAY);
        vm.assume(predecessor != first && predecessor != 0);
        vm.startPrank(council);
        timelock.schedule(address(owned), 0, change, first, salt, DELAY);
        timelock.schedule(address(owned), 0, change, predecessor, salt, DELAY);
        vm.stopPrank();
        assertTrue(timelock.isOperationPending(timelock.hashOperation(address(owned), 0, change, first, salt)));
        assertTrue(timelock.isOperationPending(timelock.hashOperation(address(owned), 0, change, predecessor, salt)));
        skip(DELAY);
        vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnexecutedPredecessor.selector, predecessor));
        timelock.execute(address(owned), 0, change, predecessor, salt);
        vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnexecutedPredecessor.selector, first));
        timelock.execute(address(owned), 0, change, first, salt);
    }

    function testFuzz_supportsInterface(bytes4 id) external view {
        bytes4[5] memory known = [
            type(ISageTimelock).interfaceId,
            type(IAccessControl).interfaceId,
            type(IAccessControlEnumerable).interfaceId,
            type(IERC1155Receiver).interfaceId,
            type(IERC165).interfaceId
        ];
        bool expected;
        for (uint256 i; i < known.length; ++i) {
            assertTrue(timelock.supportsInterface(known[i]));
            if (id == known[i]) expected = true;
        }
        assertEq(timelock.supportsInterface(id), expected);
        assertFalse(timelock.supportsInterface(0xffffffff));
    }

    function _expectTheFullDelay(uint256 value, bytes memory data) private {
        assertFalse(timelock.isEmergencyCall(value, data));
        vm.startPrank(council);
        vm.expectRevert(_tooShort(DELAY - 1, DELAY));
        timelock.schedule(address(owned), value, data, 0, 0, DELAY - 1);
        vm.stopPrank();
    }

    function _outOfBounds(uint256 delay) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ISageTimelock.SageTimelockDelayOutOfBounds.selector, delay, DELAY, MOST);
    }

    function _missingRole(address account, bytes32 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, account, role);
    }
}

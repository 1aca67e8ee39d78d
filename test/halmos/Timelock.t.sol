// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Test} from "forge-std/Test.sol";

/// @dev What an operation of the timelock calls.
contract TimelockTarget {
    uint256 public calls;

    function act() external {
        ++calls;
    }
}

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states.
contract TimelockProofs is Test {
    address private constant PROPOSER = address(0xA11CE);
    address private constant EXECUTOR = address(0xE3EC);
    bytes32 private constant SALT = keccak256("salt");

    TimelockTarget private _target;
    bytes32[] private _roles;
    /// @dev Only so that it is computed.
    bytes32 private _slots;

    /// @dev halmos tells storage slots apart by what was hashed. The compiler has hashed the roles' slots in the constructor
    /// of the timelock beforehand, so halmos must have seen these hashes made, or it takes the roles for not granted.
    function setUp() public {
        _target = new TimelockTarget();
        _roles = [keccak256("PROPOSER_ROLE"), keccak256("EXECUTOR_ROLE"), keccak256("CANCELLER_ROLE")];
        for (uint256 i; i < _roles.length; ++i) {
            _slots ^= keccak256(abi.encode(_roles[i], uint256(0)));
        }
    }

    /// @dev P44: what is executed was scheduled, by the proposer, at least the minimum delay and its own delay ago;
    /// and after that it can be.
    function check_P44_executionAwaitsTheDelay(
        uint64 minDelay,
        uint64 delay,
        uint40 scheduledAt,
        uint40 wait,
        address scheduler,
        address executor
    ) public {
        TimelockController timelock = _timelock(minDelay);
        // The timelock keeps 0 and 1 for what was never scheduled and what is done.
        vm.assume(scheduledAt > 1);
        vm.warp(scheduledAt);
        vm.prank(scheduler);
        (bool scheduled,) =
            address(timelock).call(abi.encodeCall(timelock.schedule, (address(_target), 0, _act(), 0, SALT, delay)));
        if (scheduled) assert(scheduler == PROPOSER);
        vm.warp(uint256(scheduledAt) + wait);
        vm.prank(executor);
        (bool executed,) =
            address(timelock).call(abi.encodeCall(timelock.execute, (address(_target), 0, _act(), 0, SALT)));
        if (executed) assert(scheduled && executor == EXECUTOR && delay >= minDelay && wait >= delay);
        if (scheduled && executor == EXECUTOR && wait >= delay) assert(executed);
        assert(_target.calls() == (executed ? 1 : 0));
    }

    /// @dev P44: the same for a batch of two.
    function check_P44_batchesAwaitTheDelay(
        uint64 minDelay,
        uint64 delay,
        uint40 scheduledAt,
        uint40 wait,
        address scheduler,
        address executor
    ) public {
        TimelockController timelock = _timelock(minDelay);
        (address[] memory targets, uint256[] memory values, bytes[] memory payloads) =
            _batch(address(_target), _act(), address(_target), _act());
        // The timelock keeps 0 and 1 for what was never scheduled and what is done.
        vm.assume(scheduledAt > 1);
        vm.warp(scheduledAt);
        vm.prank(scheduler);
        (bool scheduled,) =
            address(timelock).call(abi.encodeCall(timelock.scheduleBatch, (targets, values, payloads, 0, SALT, delay)));
        if (scheduled) assert(scheduler == PROPOSER);
        vm.warp(uint256(scheduledAt) + wait);
        vm.prank(executor);
        (bool executed,) =
            address(timelock).call(abi.encodeCall(timelock.executeBatch, (targets, values, payloads, 0, SALT)));
        if (executed) assert(scheduled && executor == EXECUTOR && delay >= minDelay && wait >= delay);
        if (scheduled && executor == EXECUTOR && wait >= delay) assert(executed);
        assert(_target.calls() == (executed ? 2 : 0));
    }

    /// @dev P44: an operation that changes the delay waits the old one itself, and what was scheduled before it keeps its time.
    function check_P44_aChangedDelayActsOnLaterOperations(uint64 minDelay, uint64 newDelay, uint64 delay, uint40 wait)
        public
    {
        TimelockController timelock = _timelock(minDelay);
        bytes memory change = abi.encodeCall(timelock.updateDelay, (newDelay));
        vm.warp(1_800_000_000);
        vm.startPrank(PROPOSER);
        timelock.schedule(address(timelock), 0, change, 0, SALT, minDelay);
        timelock.schedule(address(_target), 0, _act(), 0, SALT, delay);
        vm.stopPrank();
        vm.warp(1_800_000_000 + uint256(wait));
        vm.startPrank(EXECUTOR);
        (bool changed,) =
            address(timelock).call(abi.encodeCall(timelock.execute, (address(timelock), 0, change, 0, SALT)));
        assert(changed == (wait >= minDelay));
        assert(timelock.getMinDelay() == (changed ? newDelay : minDelay));
        (bool executed,) =
            address(timelock).call(abi.encodeCall(timelock.execute, (address(_target), 0, _act(), 0, SALT)));
        assert(executed == (wait >= delay));
    }

    /// @dev P44, A47: a batch that first takes the delay away and then schedules itself does nothing, whoever calls.
    function check_P44_aBatchCantScheduleItself(uint64 minDelay, uint40 time, address caller) public {
        TimelockController timelock = _timelock(minDelay);
        vm.warp(time);
        (address[] memory targets, uint256[] memory values, bytes[] memory payloads) = _batch(
            address(timelock),
            abi.encodeCall(timelock.updateDelay, (0)),
            address(timelock),
            abi.encodeCall(timelock.grantRole, (timelock.PROPOSER_ROLE(), caller))
        );
        vm.prank(caller);
        (bool executed,) =
            address(timelock).call(abi.encodeCall(timelock.executeBatch, (targets, values, payloads, 0, SALT)));
        assert(!executed);
        assert(timelock.getMinDelay() == minDelay);
    }

    /// @dev P44: nobody but the timelock itself changes the delay.
    function check_P44_onlyTheTimelockChangesTheDelay(uint64 minDelay, uint256 newDelay, address caller) public {
        TimelockController timelock = _timelock(minDelay);
        vm.assume(caller != address(timelock));
        vm.prank(caller);
        (bool changed,) = address(timelock).call(abi.encodeCall(timelock.updateDelay, (newDelay)));
        assert(!changed && timelock.getMinDelay() == minDelay);
    }

    function _timelock(uint256 minDelay) private returns (TimelockController) {
        address[] memory proposers = new address[](1);
        proposers[0] = PROPOSER;
        address[] memory executors = new address[](1);
        executors[0] = EXECUTOR;
        return new TimelockController(minDelay, proposers, executors, address(0));
    }

    function _batch(address one, bytes memory call, address two, bytes memory secondCall)
        private
        pure
        returns (address[] memory targets, uint256[] memory values, bytes[] memory payloads)
    {
        targets = new address[](2);
        (targets[0], targets[1]) = (one, two);
        values = new uint256[](2);
        payloads = new bytes[](2);
        (payloads[0], payloads[1]) = (call, secondCall);
    }

    function _act() private pure returns (bytes memory) {
        return abi.encodeCall(TimelockTarget.act, ());
    }
}

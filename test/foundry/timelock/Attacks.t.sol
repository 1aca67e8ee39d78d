// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {SageTimelock} from "../../../contracts/SageTimelock.sol";
import {ISageTimelock} from "../../../contracts/interfaces/ISageTimelock.sol";
import {TimelockFixture} from "./TimelockFixture.sol";

/// @notice Executes whatever it is given, and from within the batch of the timelock calls the timelock again.
contract Executor {
    SageTimelock private immutable TIMELOCK;
    bytes private _again;
    bool public succeeded;
    bytes public answer;

    constructor(SageTimelock timelock) {
        TIMELOCK = timelock;
    }

    function prepare(bytes calldata again) external {
        _again = again;
    }

    /// @dev The last call of the batch: by now the timelock has changed its delay and its roles.
    function callTheTimelock() external {
        bytes memory again = _again;
        if (again.length == 0) return;
        delete _again;
        (succeeded, answer) = address(TIMELOCK).call(again);
        if (!succeeded) revert("refused by the timelock");
    }
}

/// @dev CVE-2021-39168: an executor ran a batch that nobody had scheduled; in it the delay became 0, the executor became
/// proposer, and the batch was scheduled by itself, so that it looked ready at its end.
contract TimelockAttacksTest is TimelockFixture {
    Executor private _executor;
    address[] private _targets;
    uint256[] private _values;
    bytes[] private _payloads;

    function setUp() public override {
        super.setUp();
        _executor = new Executor(timelock);
    }

    function test_attack_A47_aBatchThatNobodyScheduledDoesNotBegin() external {
        _buildBatch(0);
        bytes32 id = _batchId();
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(_notReady(id));
            vm.prank(i == 0 ? address(_executor) : stranger);
            timelock.executeBatch(_targets, _values, _payloads, 0, 0);
        }
        assertEq(timelock.getMinDelay(), DELAY);
        assertFalse(timelock.hasRole(PROPOSER, address(_executor)));
    }

    /// @dev The same batch, confirmed by the council and waited for: even then the delay stays at its floor.
    function test_attack_A47_aBatchThatWaitedCannotGoBelowTheFloor() external {
        _buildBatch(0);
        _scheduleBatch();
        skip(DELAY);
        vm.expectRevert(abi.encodeWithSelector(ISageTimelock.SageTimelockDelayOutOfBounds.selector, 0, DELAY, 30 days));
        timelock.executeBatch(_targets, _values, _payloads, 0, 0);
        assertEq(timelock.getMinDelay(), DELAY);
    }

    /// @dev With a delay that is allowed the batch gets to its last call, and can't schedule itself again nor shorten a delay.
    function test_attack_A47_noOperationIsScheduledShorterFromWithinABatch() external {
        _buildBatch(DELAY);
        _scheduleBatch();
        skip(DELAY);
        _executor.prepare(
            abi.encodeCall(timelock.schedule, (address(owned), 0, change, bytes32(0), bytes32(0), DELAY - 1))
        );
        vm.expectRevert("refused by the timelock");
        timelock.executeBatch(_targets, _values, _payloads, 0, 0);
        _executor.prepare(abi.encodeCall(timelock.schedule, (address(owned), 0, change, bytes32(0), bytes32(0), DELAY)));
        timelock.executeBatch(_targets, _values, _payloads, 0, 0);
        assertTrue(_executor.succeeded());
        assertEq(timelock.getMinDelay(), DELAY);
        bytes32 id = timelock.hashOperation(address(owned), 0, change, 0, 0);
        assertEq(timelock.getTimestamp(id), block.timestamp + DELAY);
        vm.expectRevert(_notReady(id));
        _execute(address(owned), change);
    }

    /// @dev Anybody executes, so anybody can try to have an operation done twice from within itself.
    function test_attack_A47_anOperationIsNotDoneTwiceFromWithin() external {
        bytes memory call = abi.encodeCall(_executor.callTheTimelock, ());
        bytes32 id = _schedule(address(_executor), call, DELAY);
        _executor.prepare(abi.encodeCall(timelock.execute, (address(_executor), 0, call, bytes32(0), bytes32(0))));
        skip(DELAY);
        vm.expectRevert(_notReady(id));
        timelock.execute(address(_executor), 0, call, 0, 0);
        assertFalse(timelock.isOperationDone(id));
    }

    /// @dev The batch of the attack: delay, role, and itself scheduled from within.
    function _buildBatch(uint256 newDelay) private {
        _add(address(timelock), abi.encodeCall(timelock.updateDelay, (newDelay)));
        _add(address(timelock), abi.encodeCall(timelock.grantRole, (PROPOSER, address(_executor))));
        _add(address(_executor), abi.encodeCall(_executor.callTheTimelock, ()));
        _executor.prepare(abi.encodeCall(timelock.scheduleBatch, (_targets, _values, _payloads, 0, 0, newDelay)));
    }

    function _add(address target, bytes memory payload) private {
        _targets.push(target);
        _values.push(0);
        _payloads.push(payload);
    }

    function _scheduleBatch() private {
        vm.prank(council);
        timelock.scheduleBatch(_targets, _values, _payloads, 0, 0, DELAY);
    }

    function _batchId() private view returns (bytes32) {
        return timelock.hashOperationBatch(_targets, _values, _payloads, 0, 0);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {SageTimelock} from "../../../contracts/SageTimelock.sol";

/// @notice What a timelock owns in these tests: tells which of its calls came, and from whom.
contract Owned {
    address public immutable OWNER;
    uint256 public calls;
    bytes public last;

    constructor(address owner) {
        OWNER = owner;
    }

    fallback() external {
        require(msg.sender == OWNER, "not the owner");
        ++calls;
        last = msg.data;
    }
}

/// @notice A timelock of 48 hours with one proposer.
abstract contract TimelockFixture is Test {
    uint256 internal constant DELAY = 48 hours;
    uint256 internal constant MOST = 30 days;
    uint256 internal constant EMERGENCY = 24 hours;
    bytes32 internal constant ADMIN = 0;
    bytes32 internal constant PROPOSER = keccak256("PROPOSER_ROLE");
    bytes32 internal constant EXECUTOR = keccak256("EXECUTOR_ROLE");
    bytes32 internal constant CANCELLER = keccak256("CANCELLER_ROLE");

    SageTimelock internal timelock;
    Owned internal owned;
    address internal council = makeAddr("council");
    address internal stranger = makeAddr("stranger");
    bytes internal change = abi.encodeWithSignature("setParameters(uint256)", 7);

    function setUp() public virtual {
        vm.warp(1_770_000_000);
        timelock = new SageTimelock(DELAY, council);
        owned = new Owned(address(timelock));
    }

    /// @dev The calls that the guardian may make at once, and those that undo them.
    function _emergencyCalls() internal view returns (bytes[4] memory) {
        return [
            abi.encodeWithSignature("pause()"),
            abi.encodeWithSignature("unpause()"),
            abi.encodeWithSignature("setGuardian(address)", stranger),
            abi.encodeWithSignature("revoke(bytes32,string)", keccak256("key"), "leaked")
        ];
    }

    function _schedule(address target, bytes memory data, uint256 delay) internal returns (bytes32 id) {
        vm.prank(council);
        timelock.schedule(target, 0, data, 0, 0, delay);
        return timelock.hashOperation(target, 0, data, 0, 0);
    }

    function _execute(address target, bytes memory data) internal {
        vm.prank(stranger);
        timelock.execute(target, 0, data, 0, 0);
    }

    /// @dev Has the timelock call itself, by the whole way.
    function _govern(bytes memory data) internal {
        _schedule(address(timelock), data, timelock.getMinDelay());
        skip(timelock.getMinDelay());
        _execute(address(timelock), data);
    }

    function _tooShort(uint256 delay, uint256 minimum) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(TimelockController.TimelockInsufficientDelay.selector, delay, minimum);
    }

    function _notReady(bytes32 id) internal pure returns (bytes memory) {
        bytes32 ready = bytes32(uint256(1) << uint8(TimelockController.OperationState.Ready));
        return abi.encodeWithSelector(TimelockController.TimelockUnexpectedOperationState.selector, id, ready);
    }
}

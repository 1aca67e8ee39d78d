// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Deployed} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states. The rules that SAGE's timelock adds to OpenZeppelin's.
contract SageTimelockProofs is Deployed {
    address private constant PROPOSER = address(0xA11CE);
    address private constant TARGET = address(0x7A46);
    bytes32 private constant SALT = keccak256("salt");
    uint256 private constant BEGIN = 1_800_000_000;

    bytes32[] private _roles;
    /// @dev Only so that it is computed.
    bytes32 private _slots;

    /// @dev See `TimelockProofs`: halmos must have seen the hashes that the compiler computed beforehand.
    function setUp() public {
        vm.warp(BEGIN);
        _roles = [bytes32(0), keccak256("PROPOSER_ROLE"), keccak256("EXECUTOR_ROLE"), keccak256("CANCELLER_ROLE")];
        for (uint256 i; i < _roles.length; ++i) {
            for (uint256 slot; slot < 5; ++slot) {
                _slots ^= keccak256(abi.encode(_roles[i], slot));
            }
        }
    }

    /// @dev P44: the minimum delay is 48 hours to 30 days from the beginning, and after every change; only the timelock changes it.
    function check_P44_theMinimumDelayStaysInItsRange(uint256 first, uint256 later, address caller) public {
        TimelockController timelock = _timelock(first);
        assert(_isInRange(first) && timelock.getMinDelay() == first);
        vm.prank(caller);
        (bool changed,) = address(timelock).call(abi.encodeCall(timelock.updateDelay, (later)));
        assert(changed == (caller == address(timelock) && _isInRange(later)));
        assert(timelock.getMinDelay() == (changed ? later : first));
    }

    /// @dev P44: whatever is scheduled waits the minimum delay, or 24 hours where the call is one of the four of an emergency.
    function check_P44_onlyEmergencyCallsWaitLess(uint256 delay, bytes4 selector, bytes32 word, uint256 value) public {
        TimelockController timelock = _timelock(7 days);
        vm.prank(PROPOSER);
        (bool scheduled,) = address(timelock)
            .call(abi.encodeCall(timelock.schedule, (TARGET, value, abi.encodePacked(selector, word), 0, SALT, delay)));
        bool isEmergency = value == 0
            && (selector == bytes4(keccak256("pause()"))
                || selector == bytes4(keccak256("unpause()"))
                || selector == bytes4(keccak256("setGuardian(address)"))
                || selector == bytes4(keccak256("revoke(bytes32,string)")));
        assert(scheduled == (delay >= (isEmergency ? 24 hours : 7 days) && delay <= type(uint256).max - BEGIN));
        assert(timelock.getMinDelay() == 7 days);
    }

    /// @dev P44: in a batch an emergency call waits the minimum delay as any other.
    function check_P44_noEmergencyInABatch(uint64 delay) public {
        TimelockController timelock = _timelock(7 days);
        address[] memory targets = new address[](1);
        targets[0] = TARGET;
        bytes[] memory payloads = new bytes[](1);
        payloads[0] = abi.encodePacked(bytes4(keccak256("pause()")));
        vm.prank(PROPOSER);
        (bool scheduled,) = address(timelock)
            .call(abi.encodeCall(timelock.scheduleBatch, (targets, new uint256[](1), payloads, 0, SALT, delay)));
        assert(scheduled == (delay >= 7 days));
    }

    /// @dev P46: nobody but the timelock itself gives or takes a role, and the admin's role goes to nobody else at all.
    function check_P46_rolesAreTheTimelocksOwn(address caller, uint8 role, address account, bool grants) public {
        TimelockController timelock = _timelock(7 days);
        vm.assume(caller != address(timelock) && role < 4);
        vm.prank(caller);
        (bool done,) = address(timelock)
            .call(
                grants
                    ? abi.encodeCall(timelock.grantRole, (_roles[role], account))
                    : abi.encodeCall(timelock.revokeRole, (_roles[role], account))
            );
        assert(!done);
        assert(timelock.hasRole(_roles[1], account) == (account == PROPOSER));
        vm.assume(account != address(timelock));
        vm.prank(address(timelock));
        (done,) = address(timelock).call(abi.encodeCall(timelock.grantRole, (0, account)));
        assert(!done && !timelock.hasRole(0, account));
    }

    /// @dev P46: the last proposer can't give its role up, nor be put out of it.
    function check_P46_theLastProposerStays(bool renounces) public {
        TimelockController timelock = _timelock(7 days);
        vm.prank(renounces ? PROPOSER : address(timelock));
        (bool done,) = address(timelock)
            .call(
                renounces
                    ? abi.encodeCall(timelock.renounceRole, (_roles[1], PROPOSER))
                    : abi.encodeCall(timelock.revokeRole, (_roles[1], PROPOSER))
            );
        assert(!done && timelock.hasRole(_roles[1], PROPOSER));
    }

    function _timelock(uint256 delay) private returns (TimelockController) {
        return TimelockController(payable(_create("SageTimelock", abi.encode(delay, PROPOSER))));
    }

    function _isInRange(uint256 delay) private pure returns (bool) {
        return delay >= 48 hours && delay <= 30 days;
    }
}

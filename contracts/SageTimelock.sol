// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {AccessControlEnumerable} from "@openzeppelin/contracts/access/extensions/AccessControlEnumerable.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ISageTimelock} from "./interfaces/ISageTimelock.sol";

/// @title Timelock that owns SAGE's contracts
/// @notice OpenZeppelin's `TimelockController`, narrowed. Nothing that it refuses is allowed here but emergency calls after 24
/// hours, see `ISageTimelock`.
contract SageTimelock is ISageTimelock, TimelockController, AccessControlEnumerable {
    /// @notice The least minimum delay, in seconds.
    uint256 public constant LEAST_DELAY = 48 hours;
    /// @notice The largest minimum delay, in seconds; a larger one could be a way to end governance.
    uint256 public constant MOST_DELAY = 30 days;
    /// @notice The delay of emergency calls, in seconds.
    uint256 public constant EMERGENCY_DELAY = 24 hours;

    /// @dev Set while an emergency call is being scheduled, when no other code runs.
    bool private transient _schedulesEmergency;

    /// @param initialDelay `LEAST_DELAY` to `MOST_DELAY`, in seconds.
    /// @param proposer Who proposes and cancels: a multisig. Anybody executes what has waited.
    constructor(uint256 initialDelay, address proposer)
        TimelockController(initialDelay, _list(proposer), _list(address(0)), address(0))
    {
        _checkDelay(initialDelay);
    }

    /// @inheritdoc TimelockController
    function schedule(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) public override {
        _schedulesEmergency = isEmergencyCall(value, data);
        super.schedule(target, value, data, predecessor, salt, delay);
        _schedulesEmergency = false;
    }

    /// @inheritdoc TimelockController
    function updateDelay(uint256 newDelay) public override {
        super.updateDelay(newDelay);
        _checkDelay(newDelay);
    }

    /// @inheritdoc TimelockController
    /// @dev For emergency calls see `EMERGENCY_DELAY`.
    function getMinDelay() public view override returns (uint256) {
        return _schedulesEmergency ? EMERGENCY_DELAY : super.getMinDelay();
    }

    /// @inheritdoc ISageTimelock
    function isEmergencyCall(uint256 value, bytes calldata data) public pure returns (bool) {
        if (value != 0 || data.length < 4) return false;
        bytes4 selector = bytes4(data);
        return selector == bytes4(keccak256("pause()")) || selector == bytes4(keccak256("unpause()"))
            || selector == bytes4(keccak256("setGuardian(address)"))
            || selector == bytes4(keccak256("revoke(bytes32,string)"));
    }

    /// @inheritdoc TimelockController
    function supportsInterface(bytes4 interfaceId)
        public
        view
        override(TimelockController, AccessControlEnumerable)
        returns (bool)
    {
        return interfaceId == type(ISageTimelock).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Zero executes for everybody; in any other role it would be a member that is nobody.
    function _grantRole(bytes32 role, address account)
        internal
        override(AccessControl, AccessControlEnumerable)
        returns (bool)
    {
        if (role == DEFAULT_ADMIN_ROLE && account != address(this)) {
            revert SageTimelockAdminElsewhere(account);
        }
        if (role != EXECUTOR_ROLE && account == address(0)) revert SageTimelockZeroMember(role);
        return super._grantRole(role, account);
    }

    /// @dev Revoking and renouncing both end here.
    function _revokeRole(bytes32 role, address account)
        internal
        override(AccessControl, AccessControlEnumerable)
        returns (bool revoked)
    {
        revoked = super._revokeRole(role, account);
        if (revoked && getRoleMemberCount(role) == 0) revert SageTimelockLastMember(role, account);
    }

    function _checkDelay(uint256 delay) private pure {
        if (delay < LEAST_DELAY || delay > MOST_DELAY) {
            revert SageTimelockDelayOutOfBounds(delay, LEAST_DELAY, MOST_DELAY);
        }
    }

    function _list(address account) private pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }
}

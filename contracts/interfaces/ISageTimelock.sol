// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title What SAGE's timelock holds beyond OpenZeppelin's `TimelockController`
/// @notice Scheduling, cancelling, execution and roles are OpenZeppelin's, with their ABI. On top:
///
/// - The minimum delay never leaves the range of 48 hours to 30 days.
/// - An emergency call, and nothing else, may be scheduled with 24 hours. Emergency calls carry no ether and do what a guardian
///   may do at once, or undo it: `pause()`, `unpause()`, `setGuardian(address)`, `revoke(bytes32,string)`. Only `schedule` knows
///   them; a batch waits for the full delay.
/// - The timelock is its own only admin, and no role loses its last member: so there is always who proposes, cancels and
///   executes, and nobody gets a role but by an operation that has waited.
///
/// What remains trusted: the proposers, to schedule nothing harmful. Everybody else has the delay to see it and leave.
interface ISageTimelock {
    /// @notice The minimum delay would leave its range.
    error SageTimelockDelayOutOfBounds(uint256 delay, uint256 minimum, uint256 maximum);
    /// @notice The last member of a role can't leave it: let another join first.
    error SageTimelockLastMember(bytes32 role, address account);
    /// @notice The zero address can't propose, cancel or administer.
    error SageTimelockZeroMember(bytes32 role);
    /// @notice Nobody but the timelock itself administers its roles.
    error SageTimelockAdminElsewhere(address account);

    /// @notice Whether this call may be scheduled with `EMERGENCY_DELAY`.
    /// @param value Wei that the call sends; an emergency call sends none.
    /// @param data Its calldata; the selector decides.
    function isEmergencyCall(uint256 value, bytes calldata data) external pure returns (bool);
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IRegistrationHook} from "./IRegistrationHook.sol";

/// @title A hook that slows registrations down
/// @notice Refuses accounts on a block list, those who registered less than `COOL_DOWN` ago, and those who have
/// registered `DAILY_LIMIT` times in the day (UTC). Counts what was registered, not what was tried.
interface IRegistrationRateHook is IRegistrationHook {
    /// @notice The account was put on or taken off the block list.
    event BlockedSet(address indexed account, bool blocked);

    /// @notice Only the registry calls a hook.
    error RateHookNotRegistry(address caller);
    /// @notice The account is on the block list.
    error RateHookBlocked(address account);
    /// @notice The account may register again in `wait` seconds.
    error RateHookCoolDown(address account, uint256 wait);
    /// @notice The account has registered `limit` times today and may again in `wait` seconds.
    error RateHookDailyLimit(address account, uint256 limit, uint256 wait);
    /// @notice No contract is at the registry's address.
    error RateHookInvalidRegistry(address registry);

    /// @notice Puts an account on the block list or takes it off. Only the owner.
    function setBlocked(address account, bool blocked) external;

    /// @notice Whether the account is on the block list.
    function isBlocked(address account) external view returns (bool);

    /// @notice What is remembered of an account.
    /// @return lastAt When it registered last; 0 for never.
    /// @return countToday How often it registered in the day of the present block.
    function rateOf(address account) external view returns (uint256 lastAt, uint256 countToday);
}

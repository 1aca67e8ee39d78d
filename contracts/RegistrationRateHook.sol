// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {IRegistrationHook} from "./interfaces/IRegistrationHook.sol";
import {IRegistrationRateHook} from "./interfaces/IRegistrationRateHook.sol";

/// @title Block list, cool-down and daily limit for registrations
/// @notice The owner keeps the block list and has no other right.
contract RegistrationRateHook is Ownable2Step, ERC165, IRegistrationRateHook {
    /// @dev One slot, so that both calls fit the gas that a hook gets.
    struct Rate {
        bool blocked;
        uint40 lastAt;
        uint40 day;
        uint32 count;
    }

    /// @notice Least seconds between two registrations of an account.
    uint256 public constant COOL_DOWN = 1 minutes;
    /// @notice Most registrations of an account in a day.
    uint256 public constant DAILY_LIMIT = 5;
    /// @notice The registry whose registrations are counted.
    address public immutable REGISTRY;

    mapping(address account => Rate rate) private _rates;

    modifier onlyRegistry() {
        if (msg.sender != REGISTRY) revert RateHookNotRegistry(msg.sender);
        _;
    }

    /// @param registry The registry; only it can call the hook.
    /// @param owner Who keeps the block list.
    constructor(address registry, address owner) Ownable(owner) {
        if (registry.code.length == 0) revert RateHookInvalidRegistry(registry);
        REGISTRY = registry;
    }

    /// @inheritdoc IRegistrationHook
    function beforeRegister(address account, string calldata) external view onlyRegistry {
        Rate memory rate = _rates[account];
        if (rate.blocked) revert RateHookBlocked(account);
        uint256 readyAt = rate.lastAt + COOL_DOWN;
        if (rate.lastAt != 0 && block.timestamp < readyAt) revert RateHookCoolDown(account, readyAt - block.timestamp);
        if (_countToday(rate) >= DAILY_LIMIT) {
            revert RateHookDailyLimit(account, DAILY_LIMIT, 1 days - block.timestamp % 1 days);
        }
    }

    /// @inheritdoc IRegistrationHook
    function afterRegister(address account, uint256, string calldata) external onlyRegistry {
        Rate storage rate = _rates[account];
        (rate.count, rate.day) = (uint32(_countToday(rate) + 1), _today());
        rate.lastAt = uint40(block.timestamp);
    }

    /// @inheritdoc IRegistrationRateHook
    function setBlocked(address account, bool blocked) external onlyOwner {
        _rates[account].blocked = blocked;
        emit BlockedSet(account, blocked);
    }

    /// @inheritdoc IRegistrationRateHook
    function isBlocked(address account) external view returns (bool) {
        return _rates[account].blocked;
    }

    /// @inheritdoc IRegistrationRateHook
    function rateOf(address account) external view returns (uint256 lastAt, uint256 countToday) {
        Rate memory rate = _rates[account];
        return (rate.lastAt, _countToday(rate));
    }

    /// @inheritdoc ERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IRegistrationHook).interfaceId
            || interfaceId == type(IRegistrationRateHook).interfaceId || super.supportsInterface(interfaceId);
    }

    function _countToday(Rate memory rate) private view returns (uint256) {
        return rate.day == _today() ? rate.count : 0;
    }

    function _today() private view returns (uint40) {
        return uint40(block.timestamp / 1 days);
    }
}

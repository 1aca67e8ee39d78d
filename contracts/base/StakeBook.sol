// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {IStakedRules} from "../interfaces/IStakedRules.sol";
import {VerdictMath} from "../libraries/VerdictMath.sol";
import {StakeRules} from "./StakeRules.sol";

/// @title Where the ether belongs, and who judged how well
/// @notice Ether leaves only by `withdraw` and `withdrawTreasury`, after the books were changed.
abstract contract StakeBook is StakeRules {
    /// @dev One slot, so that settling a validator touches one only.
    struct Account {
        uint96 owed;
        uint40 right;
        uint40 wrong;
    }

    /// @dev One slot. What is locked can end in the treasury, so that both together must fit where one does.
    struct Book {
        uint80 locked;
        uint80 treasury;
        uint96 owed;
    }

    /// @dev 1.2 million ether.
    uint256 internal constant MAX_FUNDS = type(uint80).max;

    Book private _book;
    mapping(address account => Account entry) private _accounts;

    /// @inheritdoc IStakedRules
    function withdraw(address payable to) external returns (uint256 amount) {
        amount = _accounts[msg.sender].owed;
        if (amount == 0) revert StakedNothingOwed(msg.sender);
        _accounts[msg.sender].owed = 0;
        _book.owed -= uint96(amount);
        emit StakedWithdrawn(msg.sender, to, amount);
        _pay(to, amount);
    }

    /// @inheritdoc IStakedRules
    function withdrawTreasury(address payable to, uint256 amount) external onlyOwner {
        uint256 treasury = _book.treasury;
        if (amount > treasury) revert StakedTreasuryTooSmall(amount, treasury);
        _book.treasury = uint80(treasury - amount);
        emit StakedTreasuryPaid(to, amount);
        _pay(to, amount);
    }

    /// @inheritdoc IStakedRules
    function owedTo(address account) external view returns (uint256) {
        return _accounts[account].owed;
    }

    /// @inheritdoc IStakedRules
    function recordOf(address validator) external view returns (uint256 right, uint256 wrong) {
        return (_accounts[validator].right, _accounts[validator].wrong);
    }

    /// @inheritdoc IStakedRules
    function getFunds() external view returns (uint256 locked, uint256 owed, uint256 treasury) {
        return (_book.locked, _book.owed, _book.treasury);
    }

    /// @dev Takes what was sent as deposit or stake.
    function _lock(uint256 amount) internal {
        Book memory book = _book;
        uint256 sum = book.locked + book.treasury + amount;
        if (sum > MAX_FUNDS) revert StakedFundsTooLarge(sum, MAX_FUNDS);
        _book.locked = uint80(book.locked + amount);
    }

    /// @dev Ends the lock of a round's ether: every wei of it is owed to somebody or the treasury's.
    function _release(uint256 owed, uint256 toTreasury) internal {
        Book memory book = _book;
        book.locked -= uint80(owed + toTreasury);
        book.treasury += uint80(toTreasury);
        book.owed += uint96(owed);
        _book = book;
    }

    /// @dev Owes an account; the sum must be part of `_release`.
    function _credit(address account, uint256 amount) internal {
        _accounts[account].owed += uint96(amount);
    }

    /// @dev `_credit` with a judged verdict.
    function _creditJudged(address account, uint256 amount, bool right) internal {
        Account memory entry = _accounts[account];
        entry.owed += uint96(amount);
        if (right) ++entry.right;
        else ++entry.wrong;
        _accounts[account] = entry;
    }

    /// @dev What the validator stakes by these rules and its record.
    function _stakeOf(Parameters memory rules, address validator) internal view returns (uint256) {
        Account memory entry = _accounts[validator];
        return VerdictMath.stakeFor(rules.baseStake, entry.right, entry.wrong);
    }

    function _pay(address payable to, uint256 amount) private {
        if (to == address(0)) revert StakedZeroReceiver();
        if (!LowLevelCall.callNoReturn(to, amount, "")) revert StakedPaymentFailed(to, amount);
    }
}

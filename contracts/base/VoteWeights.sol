// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IVoteWeights} from "../interfaces/IVoteWeights.sol";

/// @title Vote weights with a history
/// @dev Checkpoints by timestamp. Nothing here loops over all voters.
abstract contract VoteWeights is IVoteWeights, Ownable2Step {
    using Checkpoints for Checkpoints.Trace208;

    /// @notice The most voters that one call sets.
    uint256 public constant MAX_VOTERS_PER_CALL = 100;

    mapping(address voter => Checkpoints.Trace208 history) private _weights;
    Checkpoints.Trace208 private _total;

    constructor(address initialOwner) Ownable(initialOwner) {}

    /// @inheritdoc IVoteWeights
    function setVoteWeights(address[] calldata voters, uint88[] calldata weights) external onlyOwner {
        if (voters.length == 0 || voters.length > MAX_VOTERS_PER_CALL || voters.length != weights.length) {
            revert VoteWeightCounts(voters.length, weights.length, MAX_VOTERS_PER_CALL);
        }
        uint256 total = _total.latest();
        for (uint256 i; i < voters.length; ++i) {
            if (voters[i] == address(0)) revert VoteWeightZeroAddress(i);
            (uint256 former,) = _weights[voters[i]].push(uint48(block.timestamp), weights[i]);
            total = total - former + weights[i];
            emit VoteWeightSet(voters[i], weights[i], total);
        }
        if (total > type(uint88).max) revert VoteWeightTotalTooLarge(total, type(uint88).max);
        _total.push(uint48(block.timestamp), uint208(total));
    }

    /// @inheritdoc IVoteWeights
    function voteWeight(address account) external view returns (uint256) {
        return _weights[account].latest();
    }

    /// @inheritdoc IVoteWeights
    function totalVoteWeight() external view returns (uint256) {
        return _total.latest();
    }

    /// @inheritdoc IVoteWeights
    function voteWeightAt(address account, uint256 timepoint) public view returns (uint256) {
        return _weights[account].upperLookupRecent(_past(timepoint));
    }

    /// @inheritdoc IVoteWeights
    function totalVoteWeightAt(uint256 timepoint) public view returns (uint256) {
        return _total.upperLookupRecent(_past(timepoint));
    }

    function _past(uint256 timepoint) private view returns (uint48) {
        if (timepoint >= block.timestamp) revert VoteWeightNotPast(timepoint, block.timestamp);
        return uint48(timepoint);
    }
}

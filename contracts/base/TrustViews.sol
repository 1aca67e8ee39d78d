// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IReputationTrust} from "../interfaces/IReputationTrust.sol";
import {BUCKETS, FeedbackMath} from "../libraries/FeedbackMath.sol";
import {Head} from "../libraries/FeedbackHead.sol";
import {FeedbackClass, TagFilter} from "../libraries/FeedbackTypes.sol";
import {ShareState} from "../libraries/TrustPacking.sol";
import {ReputationViews} from "./ReputationViews.sol";

/// @title Reads of the trust summaries
abstract contract TrustViews is IReputationTrust, ReputationViews {
    uint256 internal constant EXCLUSION_DELAY = 1 days;
    uint256 private constant EXCLUSION_WINDOW = 7 days;

    /// @inheritdoc IReputationTrust
    function getTrustSummary(uint256 agentId, FeedbackClass feedbackClass) external view returns (TrustSummary memory) {
        _requireSummed(agentId, feedbackClass);
        (int256 count, int256 sum) = _sumsOf(agentId, uint256(feedbackClass));
        return _summaryOf(count, sum);
    }

    /// @inheritdoc IReputationTrust
    function getTrustSummaryByTag(uint256 agentId, FeedbackClass feedbackClass, string calldata tag1)
        external
        view
        returns (TrustSummary memory summary)
    {
        _requireSummed(agentId, feedbackClass);
        (bool known, uint256 tag) = _findTag(tag1);
        if (!known) return summary;
        (int256 count, int256 sum) =
            tag == 0 ? _sumsOf(agentId, uint256(feedbackClass)) : _sumsOfTag(agentId, uint256(feedbackClass), tag);
        return _summaryOf(count, sum);
    }

    /// @inheritdoc IReputationTrust
    function getOpenSummary(uint256 agentId, address[] calldata clients, string calldata tag1)
        external
        view
        returns (TrustSummary memory summary)
    {
        if (clients.length == 0) revert ReputationEmptyClientList(agentId);
        (bool known, uint256 tag) = _findTag(tag1);
        if (!known) return summary;
        int256 count;
        int256 sum;
        for (uint256 i; i < clients.length; ++i) {
            if (_shareState(agentId, clients[i]).isExcluded()) continue;
            (int256 clientCount, int256 clientSum) = _openSums(agentId, clients[i], tag);
            // As in the standard's sums, no list of clients that a call can read overflows.
            unchecked {
                count += clientCount;
                sum += clientSum;
            }
        }
        return _summaryOf(count, sum);
    }

    /// @inheritdoc IReputationTrust
    function getFeedbackClass(uint256 agentId, address client, uint64 feedbackIndex)
        external
        view
        returns (FeedbackClass)
    {
        Book storage book = _bookOf(agentId, client);
        Head head = _headWith(book, agentId, client, feedbackIndex);
        return FeedbackClass(_load(book, head, _positionOf(feedbackIndex)).class);
    }

    /// @inheritdoc IReputationTrust
    function getExclusion(uint256 agentId, address client)
        external
        view
        returns (bool excluded, uint256 from, uint256 until)
    {
        ShareState state = _shareState(agentId, client);
        excluded = state.isExcluded();
        (from, until) = _exclusionTimes(state);
    }

    /// @dev Zeros without an announcement.
    function _exclusionTimes(ShareState state) internal pure returns (uint256 from, uint256 until) {
        if (state.announcedAt() == 0) return (0, 0);
        unchecked {
            from = state.announcedAt() + EXCLUSION_DELAY;
            until = from + EXCLUSION_WINDOW;
        }
    }

    /// @dev What all of the client's live feedback leaves when that of the other classes is taken out.
    function _openSums(uint256 agentId, address client, uint256 tag) private view returns (int256 count, int256 sum) {
        uint256[BUCKETS] memory buckets;
        _sumAll(buckets, _bookOf(agentId, client), TagFilter({matchable: true, tag1: uint64(tag), tag2: 0}));
        uint64 all;
        (all, sum,) = FeedbackMath.total(buckets);
        (int256 backed, int256 backedSum) = _sumsOfShare(agentId, client, tag);
        unchecked {
            return (int256(uint256(all)) - backed, sum - backedSum);
        }
    }

    function _requireSummed(uint256 agentId, FeedbackClass class) private pure {
        if (class == FeedbackClass.Open) revert ReputationOpenClassNotSummed(agentId);
    }

    function _summaryOf(int256 count, int256 sum) private pure returns (TrustSummary memory) {
        return TrustSummary({
            count: uint64(uint256(count)), sumAt18Decimals: sum, meanAt18Decimals: count == 0 ? int256(0) : sum / count
        });
    }
}

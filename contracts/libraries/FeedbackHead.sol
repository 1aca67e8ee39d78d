// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Feedback} from "./FeedbackTypes.sol";
import {FeedbackRecord} from "./FeedbackRecord.sol";

/// @notice The totals of one client's feedback for one agent, in one word.
type Head is uint256;

using FeedbackHead for Head global;

/// @title Totals of one client's feedback for one agent
/// @notice From the lowest bit: sum int128, tag1 id 24, tag2 id 24, decimals 5, no-sum 1, mixed-tag1 1, mixed-tag2 1,
/// responses 7, spare 2, last index 28, live 28, spare 6.
/// Sum, decimals and tags speak of the live feedback only and hold unless their flag is set: `no-sum` says that the
/// decimals differ or the sum left int128, a `mixed` flag that the tags differ or their id is wide. All start anew with
/// the first feedback after the live ones have dropped to none.
/// While the client has given one feedback (with narrow tags) the head is that feedback, also after it was revoked; the
/// responses field is in use only then.
library FeedbackHead {
    /// @dev The last index that can be given out.
    uint256 internal constant MAX_INDEX = (1 << 28) - 1;
    uint256 private constant TAG1_SHIFT = 128;
    uint256 private constant TAG2_SHIFT = 152;
    uint256 private constant DECIMALS_SHIFT = 176;
    uint256 private constant NO_SUM = 1 << 181;
    uint256 private constant MIXED_TAG1 = 1 << 182;
    uint256 private constant MIXED_TAG2 = 1 << 183;
    uint256 private constant RESPONSES_SHIFT = 184;
    uint256 private constant LAST_SHIFT = 193;
    uint256 private constant LIVE_SHIFT = 221;
    uint256 private constant TOTALS = (1 << RESPONSES_SHIFT) - 1;
    uint256 private constant COUNTS = (1 << 56) - 1 << LAST_SHIFT;

    /// @notice Index of the last feedback, 0 for none.
    function lastIndex(Head head) internal pure returns (uint256) {
        return Head.unwrap(head) >> LAST_SHIFT & MAX_INDEX;
    }

    /// @notice How many are not revoked.
    function live(Head head) internal pure returns (uint256) {
        return Head.unwrap(head) >> LIVE_SHIFT & MAX_INDEX;
    }

    /// @notice Whether the head is the only feedback itself, with no record beside it.
    function isSole(Head head) internal pure returns (bool) {
        return head.lastIndex() == 1 && Head.unwrap(head) & (MIXED_TAG1 | MIXED_TAG2) == 0;
    }

    /// @notice Whether the live feedback all has the same decimals and a sum that is kept.
    function hasSum(Head head) internal pure returns (bool) {
        return Head.unwrap(head) & NO_SUM == 0;
    }

    /// @notice The sum of the live values, where there is one.
    function sum(Head head) internal pure returns (int128) {
        return int128(uint128(Head.unwrap(head)));
    }

    /// @notice The decimals of all live feedback, where `hasSum`.
    function decimals(Head head) internal pure returns (uint8) {
        return uint8(Head.unwrap(head) >> DECIMALS_SHIFT & FeedbackRecord.DECIMALS_MASK);
    }

    /// @notice The tag1 that all live feedback has, if `uniform`.
    function uniformTag1(Head head) internal pure returns (bool uniform, uint64 tag) {
        uint256 raw = Head.unwrap(head);
        return (raw & MIXED_TAG1 == 0, uint64(raw >> TAG1_SHIFT & FeedbackRecord.TAG_MASK));
    }

    /// @notice The tag2 that all live feedback has, if `uniform`.
    function uniformTag2(Head head) internal pure returns (bool uniform, uint64 tag) {
        uint256 raw = Head.unwrap(head);
        return (raw & MIXED_TAG2 == 0, uint64(raw >> TAG2_SHIFT & FeedbackRecord.TAG_MASK));
    }

    /// @notice The only feedback, where `isSole`.
    function sole(Head head) internal pure returns (Feedback memory feedback) {
        uint256 raw = Head.unwrap(head);
        feedback.value = head.sum();
        feedback.decimals = head.decimals();
        feedback.tag1 = uint64(raw >> TAG1_SHIFT & FeedbackRecord.TAG_MASK);
        feedback.tag2 = uint64(raw >> TAG2_SHIFT & FeedbackRecord.TAG_MASK);
        feedback.revoked = head.live() == 0;
        feedback.responses = uint8(raw >> RESPONSES_SHIFT & FeedbackRecord.MAX_RESPONSES);
    }

    /// @notice Counts one more feedback. The last index must be below `MAX_INDEX`.
    function add(Head head, Feedback memory feedback) internal pure returns (Head) {
        uint256 raw = Head.unwrap(head);
        uint256 totals = head.live() == 0 ? _start(feedback) : _join(raw & TOTALS, feedback);
        // Neither count leaves its field: live ≤ last < MAX_INDEX.
        unchecked {
            return Head.wrap((raw & COUNTS) + (1 << LAST_SHIFT | 1 << LIVE_SHIFT) | totals);
        }
    }

    /// @notice Takes a live feedback out of the totals. The only one stays readable in the head.
    function remove(Head head, Feedback memory feedback) internal pure returns (Head) {
        // The feedback is live, so the count isn't 0.
        uint256 raw = Head.unwrap(head) - (1 << LIVE_SHIFT);
        if (head.hasSum() && !head.isSole()) raw = _withSum(raw, int256(head.sum()) - feedback.value);
        return Head.wrap(raw);
    }

    /// @notice Counts one more response to the only feedback. The field must be below its maximum.
    function addResponse(Head head) internal pure returns (Head) {
        return Head.wrap(Head.unwrap(head) + (1 << RESPONSES_SHIFT));
    }

    function _start(Feedback memory feedback) private pure returns (uint256 totals) {
        totals = uint128(feedback.value) | uint256(feedback.decimals) << DECIMALS_SHIFT;
        if (feedback.tag1 > FeedbackRecord.TAG_MASK) totals |= MIXED_TAG1;
        else totals |= uint256(feedback.tag1) << TAG1_SHIFT;
        if (feedback.tag2 > FeedbackRecord.TAG_MASK) totals |= MIXED_TAG2;
        else totals |= uint256(feedback.tag2) << TAG2_SHIFT;
    }

    function _join(uint256 totals, Feedback memory feedback) private pure returns (uint256) {
        Head head = Head.wrap(totals);
        if (head.decimals() != feedback.decimals) totals |= NO_SUM;
        else if (head.hasSum()) totals = _withSum(totals, int256(head.sum()) + feedback.value);
        // A wide id differs from any that the fields can hold. Where the flag is set it stays set.
        (, uint64 tag) = head.uniformTag1();
        if (tag != feedback.tag1) totals |= MIXED_TAG1;
        (, tag) = head.uniformTag2();
        if (tag != feedback.tag2) totals |= MIXED_TAG2;
        return totals;
    }

    function _withSum(uint256 raw, int256 newSum) private pure returns (uint256) {
        if (newSum != int128(newSum)) return raw | NO_SUM;
        return raw & ~uint256(type(uint128).max) | uint128(int128(newSum));
    }
}

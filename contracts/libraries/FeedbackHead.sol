// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Feedback} from "./FeedbackTypes.sol";
import {FeedbackRecord} from "./FeedbackRecord.sol";

/// @notice The totals of one client's feedback for one agent, in one word.
type Head is uint256;

using FeedbackHead for Head global;

/// @title Totals of one client's feedback for one agent
/// @notice From the lowest bit: sum int128, traits 64 (as in `FeedbackRecord`, never revoked or wide; the class counts
/// only while the head is the feedback itself), last index 28, live
/// count 28, no-sum 1, mixed-tag1 1, mixed-tag2 1, spare 5.
/// Sum, decimals and tags speak of the live feedback only and hold unless their flag is set: `no-sum` says that the
/// decimals differ or the sum left int128, a `mixed` flag that the tags differ or have wide ids. All start anew with the
/// first feedback after the live ones have dropped to none.
/// While the client has given one feedback (with narrow tags) the head is that feedback, also after it was revoked; the
/// responses among the traits are in use only then.
library FeedbackHead {
    /// @dev The last index that can be given out.
    uint256 internal constant MAX_INDEX = (1 << 28) - 1;
    uint256 private constant SUM = type(uint128).max;
    /// @dev How far the traits lie higher than in a record.
    uint256 private constant TRAITS_SHIFT = 64;
    uint256 private constant LAST_SHIFT = 192;
    uint256 private constant LIVE_SHIFT = 220;
    uint256 private constant COUNTS = ((1 << 56) - 1) << LAST_SHIFT;
    uint256 private constant NO_SUM = 1 << 248;
    uint256 private constant MIXED_TAG1 = 1 << 249;
    uint256 private constant MIXED_TAG2 = 1 << 250;
    /// @dev Last index 1 and no mixed tags.
    uint256 private constant SOLE = 1 << LAST_SHIFT;
    uint256 private constant SOLE_MASK = (MAX_INDEX << LAST_SHIFT) | MIXED_TAG1 | MIXED_TAG2;
    /// @dev What outlives the next feedback: the responses go to the record.
    uint256 private constant TOTALS = SUM | NO_SUM | MIXED_TAG1 | MIXED_TAG2
        | ((FeedbackRecord.TAG1 | FeedbackRecord.TAG2 | FeedbackRecord.DECIMALS) << TRAITS_SHIFT);

    /// @notice Index of the last feedback, 0 for none.
    function lastIndex(Head head) internal pure returns (uint256) {
        return (Head.unwrap(head) >> LAST_SHIFT) & MAX_INDEX;
    }

    /// @notice How many are not revoked.
    function live(Head head) internal pure returns (uint256) {
        return (Head.unwrap(head) >> LIVE_SHIFT) & MAX_INDEX;
    }

    /// @notice Whether the head is the only feedback itself, with no record beside it.
    function isSole(Head head) internal pure returns (bool) {
        return Head.unwrap(head) & SOLE_MASK == SOLE;
    }

    /// @notice Whether the live feedback all has the same decimals and a sum that is kept.
    function hasSum(Head head) internal pure returns (bool) {
        return Head.unwrap(head) & NO_SUM == 0;
    }

    /// @notice The sum of the live values, where `hasSum`; the value where `isSole`.
    function sum(Head head) internal pure returns (int128) {
        return int128(uint128(Head.unwrap(head)));
    }

    /// @notice The decimals of all live feedback, where `hasSum`.
    function decimals(Head head) internal pure returns (uint256) {
        return FeedbackRecord.decimalsOf(Head.unwrap(head) >> TRAITS_SHIFT);
    }

    /// @notice Takes out of a filter what the totals decide: for all live feedback or for none.
    /// @return possible Whether any can match.
    /// @return tag1 The tag1 that is left to be looked for among the records, 0 for none.
    /// @return tag2 The tag2 that is left to be looked for among the records, 0 for none.
    function narrow(Head head, uint64 wanted1, uint64 wanted2)
        internal
        pure
        returns (bool possible, uint64 tag1, uint64 tag2)
    {
        uint256 raw = Head.unwrap(head);
        (tag1, tag2) = FeedbackRecord.tagsOf(raw >> TRAITS_SHIFT);
        if (raw & MIXED_TAG1 == 0 && wanted1 != 0) {
            if (wanted1 != tag1) return (false, 0, 0);
            wanted1 = 0;
        }
        if (raw & MIXED_TAG2 == 0 && wanted2 != 0) {
            if (wanted2 != tag2) return (false, 0, 0);
            wanted2 = 0;
        }
        return (head.live() != 0, wanted1, wanted2);
    }

    /// @notice The value and the traits of the only feedback, where `isSole`.
    function soleTraits(Head head) internal pure returns (uint256 traits) {
        traits = (Head.unwrap(head) >> TRAITS_SHIFT) & FeedbackRecord.TRAITS;
        if (head.live() == 0) traits |= FeedbackRecord.REVOKED;
    }

    /// @notice The only feedback, where `isSole`.
    function sole(Head head) internal pure returns (Feedback memory feedback) {
        feedback = FeedbackRecord.unpack(head.soleTraits());
        feedback.value = head.sum();
    }

    /// @notice Counts one more feedback. The last index must be below `MAX_INDEX`.
    function add(Head head, int128 value, uint256 traits) internal pure returns (Head) {
        uint256 raw = Head.unwrap(head);
        uint256 totals;
        if (head.live() == 0) totals = uint128(value) | ((traits & ~FeedbackRecord.WIDE) << TRAITS_SHIFT);
        else totals = _join(raw & TOTALS, value, traits);
        if (traits & FeedbackRecord.WIDE != 0) totals |= MIXED_TAG1 | MIXED_TAG2;
        // Neither count leaves its field: live ≤ last < MAX_INDEX.
        unchecked {
            return Head.wrap(((raw & COUNTS) + ((1 << LAST_SHIFT) | (1 << LIVE_SHIFT))) | totals);
        }
    }

    /// @notice Takes a live feedback out of the totals. The only one stays readable in the head.
    function remove(Head head, int128 value) internal pure returns (Head) {
        // The feedback is live, so the count isn't 0; and no difference of two int128 leaves int256.
        unchecked {
            uint256 raw = Head.unwrap(head) - (1 << LIVE_SHIFT);
            if (head.hasSum() && !head.isSole()) raw = _withSum(raw, int256(head.sum()) - value);
            return Head.wrap(raw);
        }
    }

    /// @notice Counts one more response to the only feedback. The field must be below its maximum.
    function addResponse(Head head) internal pure returns (Head) {
        unchecked {
            return Head.wrap(Head.unwrap(head) + (FeedbackRecord.ONE_RESPONSE << TRAITS_SHIFT));
        }
    }

    /// @notice The only feedback with the given bits of its record flipped.
    function flip(Head head, uint256 bits) internal pure returns (Head) {
        return Head.wrap(Head.unwrap(head) ^ (bits << TRAITS_SHIFT));
    }

    function _join(uint256 totals, int128 value, uint256 traits) private pure returns (uint256) {
        uint256 differing = (totals >> TRAITS_SHIFT) ^ traits;
        if (differing & FeedbackRecord.TAG1 != 0) totals |= MIXED_TAG1;
        if (differing & FeedbackRecord.TAG2 != 0) totals |= MIXED_TAG2;
        if (differing & FeedbackRecord.DECIMALS != 0) return totals | NO_SUM;
        if (totals & NO_SUM != 0) return totals;
        // No sum of two int128 leaves int256.
        unchecked {
            return _withSum(totals, int256(int128(uint128(totals))) + value);
        }
    }

    function _withSum(uint256 raw, int256 newSum) private pure returns (uint256) {
        if (newSum != int128(newSum)) return raw | NO_SUM;
        return (raw & ~SUM) | uint128(int128(newSum));
    }
}

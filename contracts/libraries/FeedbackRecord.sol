// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Feedback} from "./FeedbackTypes.sol";

/// @title One feedback in 128 bits, so that two share a storage slot
/// @notice From the lowest bit: value int64, tag1 id 24, tag2 id 24, decimals 5, revoked 1, wide 1, responses 7, spare 2.
/// A feedback whose value or tag ids don't fit is wide: value and tags are then zero here and kept in one more slot:
/// value int128, tag1 id 64, tag2 id 64.
library FeedbackRecord {
    uint256 internal constant BITS = 128;
    uint256 internal constant TAG1_SHIFT = 64;
    uint256 internal constant TAG2_SHIFT = 88;
    uint256 internal constant TAG_MASK = 0xffffff;
    uint256 internal constant DECIMALS_SHIFT = 112;
    uint256 internal constant DECIMALS_MASK = 0x1f;
    uint256 internal constant REVOKED = 1 << 117;
    uint256 internal constant WIDE = 1 << 118;
    uint256 internal constant ONE_RESPONSE = 1 << RESPONSES_SHIFT;
    /// @dev The field stops here; further responses are counted outside.
    uint256 internal constant MAX_RESPONSES = 0x7f;

    uint256 private constant RESPONSES_SHIFT = 119;

    /// @notice Whether the feedback doesn't fit a record.
    function isWide(Feedback memory feedback) internal pure returns (bool) {
        return feedback.value != int64(feedback.value) || feedback.tag1 > TAG_MASK || feedback.tag2 > TAG_MASK;
    }

    /// @notice The record of a feedback.
    function pack(Feedback memory feedback) internal pure returns (uint256 record) {
        record = uint256(feedback.decimals) << DECIMALS_SHIFT | uint256(feedback.responses) << RESPONSES_SHIFT;
        if (feedback.revoked) record |= REVOKED;
        if (isWide(feedback)) return record | WIDE;
        // The cast to 64 bits is exact: the value fits, or the feedback were wide.
        record |= uint64(int64(feedback.value)) | uint256(feedback.tag1) << TAG1_SHIFT | uint256(feedback.tag2)
        << TAG2_SHIFT;
    }

    /// @notice The feedback of a record; bits above the record are ignored. Of a wide one without value and tags.
    function unpack(uint256 record) internal pure returns (Feedback memory feedback) {
        feedback.value = int64(uint64(record));
        feedback.tag1 = uint64(record >> TAG1_SHIFT & TAG_MASK);
        feedback.tag2 = uint64(record >> TAG2_SHIFT & TAG_MASK);
        feedback.decimals = uint8(record >> DECIMALS_SHIFT & DECIMALS_MASK);
        feedback.revoked = record & REVOKED != 0;
        feedback.responses = uint8(record >> RESPONSES_SHIFT & MAX_RESPONSES);
    }

    /// @notice What a wide feedback keeps in its own slot.
    function packWide(Feedback memory feedback) internal pure returns (uint256) {
        return uint128(feedback.value) | uint256(feedback.tag1) << 128 | uint256(feedback.tag2) << 192;
    }

    /// @notice Reads what `packWide` wrote.
    function unpackWide(uint256 wide) internal pure returns (int128 value, uint64 tag1, uint64 tag2) {
        return (int128(uint128(wide)), uint64(wide >> 128), uint64(wide >> 192));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Feedback} from "./FeedbackTypes.sol";

/// @title One feedback in 128 bits, so that two share a storage slot
/// @notice From the lowest bit: value int64, tag1 id 24, tag2 id 24, decimals + 1 in 5, revoked 1, wide 1, responses 7,
/// class 2 (as `FeedbackClass`). No record of a feedback is zero, because the decimals are not.
/// A feedback whose value or tag ids don't fit is wide: value and tags are zero here and kept in one more slot: value
/// int128, tag1 id 64, tag2 id 64.
/// The upper 64 bits, all but the value, are called traits; while the tags are wide, they are zero and `WIDE` is set.
library FeedbackRecord {
    uint256 internal constant BITS = 128;
    uint256 internal constant TRAITS = uint256(type(uint64).max) << 64;
    uint256 internal constant TAG1 = MAX_NARROW_TAG << TAG1_SHIFT;
    uint256 internal constant TAG2 = MAX_NARROW_TAG << TAG2_SHIFT;
    uint256 internal constant DECIMALS = 0x1f << DECIMALS_SHIFT;
    uint256 internal constant REVOKED = 1 << 117;
    uint256 internal constant WIDE = 1 << 118;
    uint256 internal constant ONE_RESPONSE = 1 << RESPONSES_SHIFT;
    /// @dev The field stops here; further responses are counted outside.
    uint256 internal constant MAX_RESPONSES = 0x7f;

    uint256 private constant MAX_NARROW_TAG = (1 << 24) - 1;
    uint256 private constant TAG1_SHIFT = 64;
    uint256 private constant TAG2_SHIFT = 88;
    uint256 private constant DECIMALS_SHIFT = 112;
    uint256 private constant RESPONSES_SHIFT = 119;
    uint256 private constant CLASS_SHIFT = 126;

    /// @notice What a new feedback's traits are without its tags.
    function kindOf(uint256 decimals, uint256 class) internal pure returns (uint256) {
        // Decimals are at most 18.
        unchecked {
            return ((decimals + 1) << DECIMALS_SHIFT) | (class << CLASS_SHIFT);
        }
    }

    /// @notice The traits of a new feedback of a kind. Tag ids are below 2^64.
    function traitsOf(uint256 kind, uint256 tag1, uint256 tag2) internal pure returns (uint256) {
        return (tag1 | tag2) > MAX_NARROW_TAG ? kind | WIDE : kind | tagTraits(tag1, tag2);
    }

    /// @notice The class of a record; bits above the record are ignored.
    function classOf(uint256 record) internal pure returns (uint256) {
        return (record >> CLASS_SHIFT) & 3;
    }

    /// @notice The bits to be flipped in a record so that it changes from one class to the other.
    function classChange(uint256 from, uint256 to) internal pure returns (uint256) {
        return (from ^ to) << CLASS_SHIFT;
    }

    /// @notice The traits that two narrow tags make.
    function tagTraits(uint256 tag1, uint256 tag2) internal pure returns (uint256) {
        return (tag1 << TAG1_SHIFT) | (tag2 << TAG2_SHIFT);
    }

    /// @notice Whether the ids are narrow.
    function areNarrow(uint256 tag1, uint256 tag2) internal pure returns (bool) {
        return (tag1 | tag2) <= MAX_NARROW_TAG;
    }

    /// @notice The decimals of a record; bits above the record are ignored.
    function decimalsOf(uint256 record) internal pure returns (uint256) {
        // Never zero in the record of a feedback.
        unchecked {
            return ((record & DECIMALS) >> DECIMALS_SHIFT) - 1;
        }
    }

    /// @notice The tag ids of a record that is not wide; bits above the record are ignored.
    function tagsOf(uint256 record) internal pure returns (uint64 tag1, uint64 tag2) {
        return (uint64((record & TAG1) >> TAG1_SHIFT), uint64((record & TAG2) >> TAG2_SHIFT));
    }

    /// @notice The feedback of a record; bits above the record are ignored. Of a wide one without value and tags.
    function unpack(uint256 record) internal pure returns (Feedback memory feedback) {
        feedback.value = int64(uint64(record));
        feedback.decimals = uint8(decimalsOf(record));
        (feedback.tag1, feedback.tag2) = tagsOf(record);
        feedback.revoked = record & REVOKED != 0;
        feedback.responses = uint8(responsesOf(record));
        feedback.class = uint8(classOf(record));
    }

    /// @notice The field of the responses; bits above the record are ignored.
    function responsesOf(uint256 record) internal pure returns (uint256) {
        return (record >> RESPONSES_SHIFT) & MAX_RESPONSES;
    }

    /// @notice What a wide feedback keeps in its own slot.
    function packWide(int128 value, uint256 tag1, uint256 tag2) internal pure returns (uint256) {
        return uint128(value) | (tag1 << 128) | (tag2 << 192);
    }

    /// @notice Reads what `packWide` wrote.
    function unpackWide(uint256 wide) internal pure returns (int128 value, uint64 tag1, uint64 tag2) {
        return (int128(uint128(wide)), uint64(wide >> 128), uint64(wide >> 192));
    }
}

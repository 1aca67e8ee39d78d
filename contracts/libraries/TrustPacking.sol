// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @notice Count and sum of some feedback, in one word.
type TrustCell is uint256;

/// @notice An agent's number of clients, its total of the class `TaskBacked`, and its main tag.
type AgentWord is uint256;

/// @notice Whether a client is left out of an agent's trust summaries, and which tags it has used there.
type ShareState is uint256;

using TrustPacking for TrustCell global;
using TrustPacking for AgentWord global;
using TrustPacking for ShareState global;

/// @title Packed words of the trust summaries
/// @notice Sums are of values scaled to 18 decimals, so that none exceeds 1e38 · 1e18 < 2^187. Each feedback that is
/// counted takes more than 100,000 gas, so that 2^31 of them are out of reach.
///
/// `TrustCell`: sum int224 (two's complement), count 32. 2^31 values stay within 2^218.
///
/// `AgentWord`, from the lowest bit: number of clients 40, sum int160, count 31, main tag + 1 in 25. What would take the
/// sum out of int160 (up to 7.3e29 units) is added up elsewhere. 2^40 clients are out of reach: each takes more than
/// 40,000 gas.
///
/// `ShareState`, from the lowest bit: time of announcement 40, excluded 1, number of tags 3, five tag ids of 42 each. A
/// wide tag takes more than 40,000 gas, so that 2^42 of them are out of reach.
library TrustPacking {
    /// @dev Tags that a client can use for one agent's tasks.
    uint256 internal constant MAX_TAGS = 5;

    uint256 private constant CELL_COUNT_SHIFT = 224;
    uint256 private constant CLIENTS = type(uint40).max;
    uint256 private constant TOTAL_SUM_SHIFT = 40;
    uint256 private constant TOTAL_SUM = uint256(type(uint160).max) << TOTAL_SUM_SHIFT;
    uint256 private constant TOTAL_COUNT_SHIFT = 200;
    uint256 private constant TOTAL_COUNT_MASK = (1 << 31) - 1;
    uint256 private constant MAIN_SHIFT = 231;
    /// @dev The highest id of a narrow tag; only those can be main.
    uint256 private constant MAX_MAIN = (1 << 24) - 1;
    uint256 private constant ANNOUNCED = type(uint40).max;
    uint256 private constant EXCLUDED = 1 << 40;
    uint256 private constant ONE_TAG = 1 << 41;
    uint256 private constant TAG_COUNT_SHIFT = 41;
    uint256 private constant TAGS_SHIFT = 44;
    uint256 private constant TAG_BITS = 42;
    uint256 private constant TAG_MASK = (1 << TAG_BITS) - 1;

    /// @notice Adds to (or with negative numbers takes from) a cell.
    function plus(TrustCell cell, int256 count, int256 sum) internal pure returns (TrustCell) {
        // A negative sum borrows from the count above it, and `split` gives it back.
        unchecked {
            return TrustCell.wrap(TrustCell.unwrap(cell) + (uint256(count) << CELL_COUNT_SHIFT) + uint256(sum));
        }
    }

    /// @notice What a cell holds.
    function split(TrustCell cell) internal pure returns (int256 count, int256 sum) {
        sum = int224(uint224(TrustCell.unwrap(cell)));
        unchecked {
            count = int256((TrustCell.unwrap(cell) - uint256(sum)) >> CELL_COUNT_SHIFT);
        }
    }

    /// @notice How many clients the agent has.
    function clients(AgentWord word) internal pure returns (uint256) {
        return AgentWord.unwrap(word) & CLIENTS;
    }

    /// @notice The word with one client more.
    function withClient(AgentWord word) internal pure returns (AgentWord) {
        unchecked {
            return AgentWord.wrap(AgentWord.unwrap(word) + 1);
        }
    }

    /// @notice Adds to (or with negative numbers takes from) the total.
    /// @return rest Zero, or the whole `sum` where it would take the total's out of int160.
    function plus(AgentWord word, int256 count, int256 sum) internal pure returns (AgentWord, int256 rest) {
        uint256 raw = AgentWord.unwrap(word);
        // Within the bounds above neither the sum nor the count leaves its field.
        unchecked {
            int256 newSum = int160(uint160(raw >> TOTAL_SUM_SHIFT)) + sum;
            if (newSum != int160(newSum)) rest = sum;
            else raw = (raw & ~TOTAL_SUM) | (uint256(uint160(int160(newSum))) << TOTAL_SUM_SHIFT);
            return (AgentWord.wrap(raw + (uint256(count) << TOTAL_COUNT_SHIFT)), rest);
        }
    }

    /// @notice The total as far as the word holds it.
    function split(AgentWord word) internal pure returns (int256 count, int256 sum) {
        uint256 raw = AgentWord.unwrap(word);
        return (int256((raw >> TOTAL_COUNT_SHIFT) & TOTAL_COUNT_MASK), int160(uint160(raw >> TOTAL_SUM_SHIFT)));
    }

    /// @notice Makes the tag the main one if there is none yet and its id is narrow.
    function withMain(AgentWord word, uint256 tag) internal pure returns (AgentWord) {
        uint256 raw = AgentWord.unwrap(word);
        if (raw >> MAIN_SHIFT != 0 || tag > MAX_MAIN) return word;
        unchecked {
            return AgentWord.wrap(raw | ((tag + 1) << MAIN_SHIFT));
        }
    }

    /// @notice Whether this is the main tag.
    function isMain(AgentWord word, uint256 tag) internal pure returns (bool) {
        unchecked {
            return AgentWord.unwrap(word) >> MAIN_SHIFT == tag + 1;
        }
    }

    /// @notice When the exclusion was announced in Unix seconds, 0 for not.
    function announcedAt(ShareState state) internal pure returns (uint256) {
        return ShareState.unwrap(state) & ANNOUNCED;
    }

    /// @notice Whether the client is excluded.
    function isExcluded(ShareState state) internal pure returns (bool) {
        return ShareState.unwrap(state) & EXCLUDED != 0;
    }

    /// @notice The state with the announcement of a time.
    function announced(ShareState state, uint256 time) internal pure returns (ShareState) {
        return ShareState.wrap((ShareState.unwrap(state) & ~ANNOUNCED) | (time & ANNOUNCED));
    }

    /// @notice The state of an excluded client; the announcement is used up.
    function excluded(ShareState state) internal pure returns (ShareState) {
        return ShareState.wrap((ShareState.unwrap(state) & ~ANNOUNCED) | EXCLUDED);
    }

    /// @notice The state without exclusion and announcement.
    function reinstated(ShareState state) internal pure returns (ShareState) {
        return ShareState.wrap(ShareState.unwrap(state) & ~(ANNOUNCED | EXCLUDED));
    }

    /// @notice How many tags the client has used.
    function tagCount(ShareState state) internal pure returns (uint256) {
        return (ShareState.unwrap(state) >> TAG_COUNT_SHIFT) & 7;
    }

    /// @notice The id of one of these tags.
    function tagAt(ShareState state, uint256 place) internal pure returns (uint256) {
        unchecked {
            return (ShareState.unwrap(state) >> (TAGS_SHIFT + TAG_BITS * place)) & TAG_MASK;
        }
    }

    /// @notice Whether the tag is among these.
    function hasTag(ShareState state, uint256 tag) internal pure returns (bool) {
        unchecked {
            for (uint256 i; i < tagCount(state); ++i) {
                if (tagAt(state, i) == tag) return true;
            }
        }
        return false;
    }

    /// @notice The state with one more tag. There must be fewer than `MAX_TAGS`.
    function withTag(ShareState state, uint256 tag) internal pure returns (ShareState) {
        unchecked {
            uint256 raw = ShareState.unwrap(state) | (tag << (TAGS_SHIFT + TAG_BITS * tagCount(state)));
            return ShareState.wrap(raw + ONE_TAG);
        }
    }
}

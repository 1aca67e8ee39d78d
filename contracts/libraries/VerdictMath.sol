// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title What verdicts come to, as plain numbers
/// @notice Responses are 0 to 100, stakes wei of at most 80 bits, shares basis points of at most 10,000: nothing overflows. All
/// divisions round down; what a slash so leaves is the validator's, what a reward leaves is the treasury's.
library VerdictMath {
    uint256 internal constant ONE = 10_000;
    /// @notice The highest response.
    uint256 internal constant MAX_RESPONSE = 100;
    /// @notice Judged verdicts from which on the record changes the stake.
    uint256 internal constant MIN_RECORD = 10;

    /// @notice The stake-weighted median: the smallest response up to which at least half of the stake lies.
    /// @param stakes Revealed stake for each response.
    /// @param total Their sum; not 0.
    function medianOf(uint256[101] memory stakes, uint256 total) internal pure returns (uint256 median) {
        uint256 sum = stakes[0];
        unchecked {
            while (sum * 2 < total) sum += stakes[++median];
        }
    }

    /// @notice The stake within `tolerance` of the median, both ends included.
    function agreeingStake(uint256[101] memory stakes, uint256 median, uint256 tolerance)
        internal
        pure
        returns (uint256 sum)
    {
        uint256 last = median + tolerance;
        if (last > MAX_RESPONSE) last = MAX_RESPONSE;
        for (uint256 i = median > tolerance ? median - tolerance : 0; i <= last; ++i) {
            sum += stakes[i];
        }
    }

    /// @notice Whether the agreeing share of the stake is at least `consensusBps`.
    function isConsensus(uint256 agreeing, uint256 total, uint256 consensusBps) internal pure returns (bool) {
        return agreeing * ONE >= consensusBps * total;
    }

    /// @notice How far two responses are from each other.
    function distance(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a - b : b - a;
    }

    /// @notice What is taken for not revealing: never less than `dissentSlash` takes.
    function withheldSlash(uint256 stake, uint256 slashBps) internal pure returns (uint256) {
        return stake * slashBps / ONE;
    }

    /// @notice What is taken for a verdict that far from the median: nothing at the tolerance, then rising evenly to all of
    /// `slashBps` at `fullDistance` and beyond.
    /// @param stake The validator's stake.
    /// @param slashBps The most that is taken.
    /// @param away Distance from the median; more than `tolerance`.
    /// @param tolerance Less than `fullDistance`.
    /// @param fullDistance Where the slash is full.
    function dissentSlash(uint256 stake, uint256 slashBps, uint256 away, uint256 tolerance, uint256 fullDistance)
        internal
        pure
        returns (uint256)
    {
        if (away >= fullDistance) return withheldSlash(stake, slashBps);
        return stake * slashBps * (away - tolerance) / (ONE * (fullDistance - tolerance));
    }

    /// @notice An equal part for each head, and what remains: less than a wei a head.
    /// @param reward Wei.
    /// @param heads Not 0.
    function split(uint256 reward, uint256 heads) internal pure returns (uint256 share, uint256 remainder) {
        return (reward / heads, reward % heads);
    }

    /// @notice What a validator with this record stakes: half of the base when at least 90 % of its verdicts were right, twice
    /// when less than 70 % were, else the base; the base too before `MIN_RECORD` verdicts.
    /// @param base Even.
    function stakeFor(uint256 base, uint256 right, uint256 wrong) internal pure returns (uint256) {
        uint256 judged = right + wrong;
        if (judged < MIN_RECORD) return base;
        if (right * 10 >= judged * 9) return base / 2;
        if (right * 10 < judged * 7) return base * 2;
        return base;
    }
}

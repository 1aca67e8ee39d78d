// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @dev One bucket for each number of decimals from 0 to 18.
uint256 constant BUCKETS = 19;

/// @title Sums of feedback by decimals, and the summary that follows from them
/// @notice A bucket collects the feedback with the same decimals: how many in the upper 64 bits, the sum of their values
/// (two's complement) in the lower 192. |value| ≤ 1e38 < 2^127 and fewer than 2^64 entries keep the sum within 191 bits
/// and a sign, and sums scaled to 18 decimals within 2^(127 + 64 + 60).
library FeedbackMath {
    uint256 internal constant MAX_DECIMALS = BUCKETS - 1;
    uint256 private constant COUNT_SHIFT = 192;

    /// @notice Adds `count` values to the bucket of their decimals.
    function add(uint256[BUCKETS] memory buckets, uint256 decimals, uint256 count, int256 sum) internal pure {
        // A negative sum borrows from the count above it, and `split` gives it back.
        unchecked {
            buckets[decimals] += (count << COUNT_SHIFT) + uint256(sum);
        }
    }

    /// @notice What a bucket holds.
    function split(uint256 bucket) internal pure returns (uint64 count, int192 sum) {
        sum = int192(uint192(bucket));
        unchecked {
            count = uint64(bucket - uint256(int256(sum)) >> COUNT_SHIFT);
        }
    }

    /// @notice Over all buckets: how many, the exact sum at 18 decimals, and the most frequent decimals (the smaller of a
    /// tie).
    function total(uint256[BUCKETS] memory buckets) internal pure returns (uint64 count, int256 sum, uint8 mode) {
        uint64 highest;
        // Within the bounds above nothing overflows: neither counts nor scaled sums.
        unchecked {
            for (uint256 i; i < BUCKETS; ++i) {
                if (buckets[i] == 0) continue;
                (uint64 inBucket, int192 bucketSum) = split(buckets[i]);
                count += inBucket;
                sum += bucketSum * int256(10 ** (MAX_DECIMALS - i));
                if (inBucket > highest) (highest, mode) = (inBucket, uint8(i));
            }
        }
    }

    /// @notice Mean at 18 decimals, brought to the most frequent decimals or, where that doesn't fit int128, to the
    /// largest smaller number of decimals at which it does; truncated toward zero. Zeros for no feedback.
    function summary(uint256[BUCKETS] memory buckets)
        internal
        pure
        returns (uint64 count, int128 value, uint8 decimals)
    {
        int256 mean;
        (count, mean, decimals) = total(buckets);
        if (count == 0) return (0, 0, 0);
        // Truncating several times in a row gives the same as once.
        mean = mean / int256(uint256(count)) / int256(10 ** (MAX_DECIMALS - decimals));
        // Ends above 0 decimals or there: a mean of values within ±1e38 fits int128.
        while (mean != int128(mean)) {
            mean /= 10;
            --decimals;
        }
        value = int128(mean);
    }
}

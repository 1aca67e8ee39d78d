// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {VerdictMath} from "../../../contracts/libraries/VerdictMath.sol";

/// @notice The library against the plainest way to say the same.
contract VerdictMathTest is Test {
    function testFuzz_medianOf_isTheSmallestWithHalfOfTheStake(uint256[101] memory stakes, uint8 holes) external pure {
        uint256 total;
        for (uint256 i; i <= 100; ++i) {
            stakes[i] = holes != 0 && i % holes != 0 ? 0 : stakes[i] % 2 ** 80;
            total += stakes[i];
        }
        vm.assume(total != 0);
        uint256 median = VerdictMath.medianOf(stakes, total);
        (uint256 below, uint256 upTo) = (0, 0);
        for (uint256 i; i <= 100; ++i) {
            if (i < median) below += stakes[i];
            if (i <= median) upTo += stakes[i];
        }
        assertLt(below * 2, total);
        assertGe(upTo * 2, total);
        assertGt(stakes[median], 0);
    }

    function testFuzz_agreeingStake(uint256[101] memory stakes, uint256 median, uint256 tolerance) external pure {
        (median, tolerance) = (median % 101, tolerance % 100);
        uint256 sum;
        for (uint256 i; i <= 100; ++i) {
            stakes[i] %= 2 ** 80;
            if (i + tolerance >= median && i <= median + tolerance) sum += stakes[i];
        }
        assertEq(VerdictMath.agreeingStake(stakes, median, tolerance), sum);
    }

    function test_medianOf_edges() external pure {
        uint256[101] memory stakes;
        stakes[0] = 1;
        assertEq(VerdictMath.medianOf(stakes, 1), 0);
        stakes[100] = 1;
        assertEq(VerdictMath.medianOf(stakes, 2), 0);
        stakes[100] = 2;
        assertEq(VerdictMath.medianOf(stakes, 3), 100);
    }

    function test_isConsensus_edges() external pure {
        assertTrue(VerdictMath.isConsensus(66, 100, 6600));
        assertFalse(VerdictMath.isConsensus(65, 100, 6600));
        assertTrue(VerdictMath.isConsensus(100, 100, 10_000));
        assertFalse(VerdictMath.isConsensus(99, 100, 10_000));
    }

    function testFuzz_distance(uint256 a, uint256 b) external pure {
        (a, b) = (a % 101, b % 101);
        assertEq(VerdictMath.distance(a, b), VerdictMath.distance(b, a));
        assertEq((a < b ? a : b) + VerdictMath.distance(a, b), a > b ? a : b);
    }

    /// @dev P23: never more than the stake, never more than for not revealing, and the more the farther.
    function testFuzz_P23_dissentSlash(uint256 stake, uint256 bps, uint256 away, uint256 tolerance, uint256 full)
        external
        pure
    {
        stake %= 2 ** 80;
        bps = bound(bps, 1, 10_000);
        tolerance = bound(tolerance, 0, 99);
        full = bound(full, tolerance + 1, 100);
        away = bound(away, tolerance + 1, 101);
        uint256 slash = VerdictMath.dissentSlash(stake, bps, away, tolerance, full);
        assertLe(slash, VerdictMath.withheldSlash(stake, bps));
        assertLe(slash, stake);
        if (away >= full) assertEq(slash, stake * bps / 10_000);
        else assertLe(slash, VerdictMath.dissentSlash(stake, bps, away + 1, tolerance, full));
        if (away < full) assertEq(slash, stake * bps * (away - tolerance) / (full - tolerance) / 10_000);
    }

    function testFuzz_split(uint256 reward, uint256 heads) external pure {
        reward %= 2 ** 96;
        heads = bound(heads, 1, 101);
        (uint256 share, uint256 remainder) = VerdictMath.split(reward, heads);
        assertEq(share * heads + remainder, reward);
        assertLt(remainder, heads);
    }

    function test_stakeFor_edges() external pure {
        assertEq(VerdictMath.stakeFor(100, 9, 0), 100);
        assertEq(VerdictMath.stakeFor(100, 10, 0), 50);
        assertEq(VerdictMath.stakeFor(100, 0, 9), 100);
        assertEq(VerdictMath.stakeFor(100, 0, 10), 200);
        assertEq(VerdictMath.stakeFor(100, 9, 1), 50);
        assertEq(VerdictMath.stakeFor(100, 89, 11), 100);
        assertEq(VerdictMath.stakeFor(100, 90, 10), 50);
        assertEq(VerdictMath.stakeFor(100, 7, 3), 100);
        assertEq(VerdictMath.stakeFor(100, 69, 31), 200);
        assertEq(VerdictMath.stakeFor(100, 70, 30), 100);
    }

    function testFuzz_stakeFor(uint256 base, uint256 right, uint256 wrong) external pure {
        base = (base % 2 ** 79) * 2;
        (right, wrong) = (right % 2 ** 40, wrong % 2 ** 40);
        uint256 stake = VerdictMath.stakeFor(base, right, wrong);
        uint256 judged = right + wrong;
        if (judged < 10 || (right * 100 < judged * 90 && right * 100 >= judged * 70)) assertEq(stake, base);
        else if (right * 100 >= judged * 90) assertEq(stake * 2, base);
        else assertEq(stake, base * 2);
    }
}

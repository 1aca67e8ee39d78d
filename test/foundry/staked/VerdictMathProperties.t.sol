// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {VerdictMath} from "../../../contracts/libraries/VerdictMath.sol";

/// @notice Over all parameters that the contract accepts.
contract VerdictMathPropertiesTest is Test {
    function testFuzz_P23_P28_aSlashTakesAtMostTheStakeAndAtMostWhatSilenceCosts(
        uint80 stake,
        uint256 slashBps,
        uint256 tolerance,
        uint256 fullDistance,
        uint256 away
    ) external pure {
        slashBps = bound(slashBps, 1, 10_000);
        tolerance = bound(tolerance, 0, 99);
        fullDistance = bound(fullDistance, tolerance + 1, 100);
        away = bound(away, tolerance + 1, 100);
        uint256 withheld = VerdictMath.withheldSlash(stake, slashBps);
        uint256 slash = VerdictMath.dissentSlash(stake, slashBps, away, tolerance, fullDistance);
        assertLe(withheld, stake);
        assertLe(slash, withheld);
        // A verdict farther away never costs less.
        if (away > tolerance + 1) {
            assertLe(VerdictMath.dissentSlash(stake, slashBps, away - 1, tolerance, fullDistance), slash);
        }
    }

    function testFuzz_P22_theSplitLosesNothing(uint96 reward, uint256 heads) external pure {
        heads = bound(heads, 1, 101);
        (uint256 share, uint256 remainder) = VerdictMath.split(reward, heads);
        assertEq(share * heads + remainder, reward);
        assertLt(remainder, heads);
    }

    function testFuzz_P23_theStakeIsHalfOneOrTwoTimesTheBase(uint80 base, uint40 right, uint40 wrong) external pure {
        base = base / 2 * 2;
        uint256 stake = VerdictMath.stakeFor(base, right, wrong);
        uint256 judged = uint256(right) + wrong;
        uint256 expected = base;
        if (judged >= 10 && uint256(right) * 100 >= judged * 90) expected = base / 2;
        if (judged >= 10 && uint256(right) * 100 < judged * 70) expected = uint256(base) * 2;
        assertEq(stake, expected);
    }
}

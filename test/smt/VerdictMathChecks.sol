// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {VerdictMath} from "../../contracts/libraries/VerdictMath.sol";

/// @notice For the SMTChecker of solc (`test/hardhat/smt.test.ts`): each assertion is proved for all arguments within the bounds
/// that `StakedValidation` keeps to.
contract VerdictMathChecks {
    /// @dev By all rules that `setParameters` accepts, not only those in force.
    function check_P23_P28_aSlashTakesAtMostTheStakeAndAtMostWhatWithholdingCosts(
        uint256 stake,
        uint256 slashBps,
        uint256 away,
        uint256 tolerance,
        uint256 fullDistance
    ) external pure {
        if (stake >= 2 ** 80 || slashBps > 10_000) return;
        if (away <= tolerance || away > 100 || tolerance >= fullDistance || fullDistance > 100) return;
        uint256 slash = VerdictMath.dissentSlash(stake, slashBps, away, tolerance, fullDistance);
        uint256 withheld = VerdictMath.withheldSlash(stake, slashBps);
        assert(slash <= withheld);
        assert(withheld <= stake);
    }

    /// @dev From the full distance on a verdict costs what withholding it costs, and no more.
    function check_P28_farOffCostsWhatWithholdingCosts(
        uint256 stake,
        uint256 slashBps,
        uint256 away,
        uint256 tolerance,
        uint256 fullDistance
    ) external pure {
        if (stake >= 2 ** 80 || slashBps > 10_000) return;
        if (away < fullDistance || away > 100 || tolerance >= fullDistance || fullDistance > 100) return;
        uint256 slash = VerdictMath.dissentSlash(stake, slashBps, away, tolerance, fullDistance);
        assert(slash == VerdictMath.withheldSlash(stake, slashBps));
    }

    function check_P22_P23_aWinnerGetsItsStakeAndTheRemainderIsLessThanTheHeads(
        uint256 stake,
        uint256 reward,
        uint256 heads
    ) external pure {
        if (stake >= 2 ** 80 || reward >= 2 ** 80 || heads == 0 || heads > 101) return;
        (uint256 share, uint256 remainder) = VerdictMath.split(reward, heads);
        assert(stake + share >= stake);
        assert(share <= reward);
        assert(remainder < heads);
        assert(share * heads <= reward);
    }

    function check_P23_distanceIsTheSameBothWays(uint256 one, uint256 other) external pure {
        if (one > VerdictMath.MAX_RESPONSE || other > VerdictMath.MAX_RESPONSE) return;
        uint256 away = VerdictMath.distance(one, other);
        assert(away == VerdictMath.distance(other, one));
        assert(away <= VerdictMath.MAX_RESPONSE);
        assert((away == 0) == (one == other));
    }
}

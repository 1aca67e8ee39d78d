// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {VerdictMath} from "../../contracts/libraries/VerdictMath.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states.
contract VerdictMathProofs is Test {
    /// @dev P23, P28: under the first parameters no slash takes more than the stake, nor more than not revealing does.
    function check_P23_aSlashTakesAtMostTheStake(uint80 stake, uint8 away) public pure {
        vm.assume(away > 10 && away <= 100);
        uint256 withheld = VerdictMath.withheldSlash(stake, 10_000);
        assert(withheld <= stake);
        assert(VerdictMath.dissentSlash(stake, 10_000, away, 10, 30) <= withheld);
    }
}

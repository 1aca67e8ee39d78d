// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {VerdictMath} from "../../contracts/libraries/VerdictMath.sol";

/// @notice For the SMTChecker of solc (`test/hardhat/smt.test.ts`): who decides, and what a record makes a validator stake, for all
/// stakes, records and rules that `StakedValidation` knows.
contract ConsensusChecks {
    /// @dev A total of at most 100 stakes of 80 bits.
    function check_P24_P29_aConsensusHasMoreThanHalfOfTheStake(uint256 agreeing, uint256 total, uint256 consensusBps)
        external
        pure
    {
        if (total == 0 || total >= 2 ** 87 || agreeing > total) return;
        if (consensusBps <= 5000 || consensusBps > 10_000) return;
        bool isConsensus = VerdictMath.isConsensus(agreeing, total, consensusBps);
        assert(!isConsensus || agreeing * 2 > total);
        // Where all agree there is one, whatever share is asked for.
        assert(isConsensus || agreeing < total);
    }

    function check_A13_A27_theRecordMovesTheStakeWithinBounds(uint256 base, uint256 right, uint256 wrong)
        external
        pure
    {
        if (base < 2 || base > 1000 ether || base % 2 != 0 || right >= 2 ** 40 || wrong >= 2 ** 40) return;
        uint256 stake = VerdictMath.stakeFor(base, right, wrong);
        assert(stake * 2 >= base && stake <= base * 2);
        assert(stake > 0 && stake < 2 ** 80);
        // Only who was wrong in more than three of ten stakes more than the base.
        assert(stake <= base || wrong * 7 > right * 3);
        // A verdict that was right makes the next one no dearer, once there is a record.
        assert(right + wrong < VerdictMath.MIN_RECORD || VerdictMath.stakeFor(base, right + 1, wrong) <= stake);
    }
}

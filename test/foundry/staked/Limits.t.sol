// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {StakedFixture} from "./StakedFixture.sol";

/// @notice P49: the lists at their maximum. A hundred validators whose accounts were never written. `npm run gas` measures the
/// same as whole transactions, of the code that is deployed.
contract StakedLimitsTest is StakedFixture {
    uint256 private constant MOST = 100;
    uint256 private constant BUDGET = 3_500_000;
    /// @dev What a transaction costs before its first step.
    uint256 private constant INTRINSIC = 22_000;

    function test_P49_finalize_hundredAgree() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitMost(HASH);
        _warpToReveal(HASH);
        _revealMost(HASH);
        _finalizeWithin(IStakedValidation.Status.Decided);
    }

    function test_P49_finalize_noneReveals() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitMost(HASH);
        _warpToEnd(HASH);
        _finalizeWithin(IStakedValidation.Status.Expired);
        _assertFunds(0, DEPOSIT, MOST * STAKE);
    }

    function test_P49_finalize_hybridWithHundred() external {
        _open(HASH, IStakedValidation.Mode.Hybrid);
        _commitMost(HASH);
        _warpToReveal(HASH);
        _revealMost(HASH);
        staked.answerWithTEE(HASH, _answer(HASH, 100));
        _finalizeWithin(IStakedValidation.Status.Decided);
        assertEq(staked.owedTo(payee), DEPOSIT / 10 / 101);
    }

    function test_P49_views_ofHundred() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitMost(HASH);
        _warpToReveal(HASH);
        _revealMost(HASH);
        staked.finalize(HASH);
        uint256 before = gasleft();
        staked.getVerdicts(HASH, 1, 0, MOST);
        staked.getOutcome(HASH);
        assertLt(before - gasleft(), BUDGET);
    }

    /// @dev The median of 100 is the longest to look for.
    function _commitMost(bytes32 requestHash) private {
        for (uint256 i; i < MOST; ++i) {
            _commit(requestHash, _validator(i), 100);
        }
    }

    function _revealMost(bytes32 requestHash) private {
        for (uint256 i; i < MOST; ++i) {
            _reveal(requestHash, _validator(i), 100);
        }
    }

    /// @dev As a transaction would: nothing has been touched before.
    function _finalizeWithin(IStakedValidation.Status expected) private {
        vm.cool(address(staked));
        vm.cool(address(registry));
        vm.cool(address(teeKeys));
        uint256 before = gasleft();
        IStakedValidation.Status status = staked.finalize(HASH);
        uint256 used = before - gasleft();
        assertEq(uint8(status), uint8(expected));
        assertLt(used + INTRINSIC, BUDGET);
    }
}

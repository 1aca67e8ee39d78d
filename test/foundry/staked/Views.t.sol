// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {StakedFixture} from "./StakedFixture.sol";

contract StakedViewsTest is StakedFixture {
    function test_views_ofARequestThatWasNeverOpened() external {
        IStakedValidation.Request memory none;
        IStakedValidation.Round memory noRound;
        IStakedValidation.Verdict memory noVerdict;
        assertEq(abi.encode(staked.getRequest(HASH)), abi.encode(none));
        assertEq(abi.encode(staked.getRound(HASH, 0)), abi.encode(noRound));
        assertEq(abi.encode(staked.getRound(HASH, 1)), abi.encode(noRound));
        assertEq(abi.encode(staked.getVerdictOf(HASH, 1, stranger)), abi.encode(noVerdict));
        assertEq(staked.getVerdicts(HASH, 1, 0, 10).length, 0);
        assertEq(staked.authorizedRequester(HASH), address(0));
        assertEq(staked.requiredStake(HASH, stranger), 0);
        assertEq(staked.owedTo(stranger), 0);
        _assertRecord(stranger, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedUnknownVerdict.selector, HASH, 1, 0, 0));
        staked.getVerdict(HASH, 1, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedNotDecided.selector, HASH, IStakedValidation.Status.None)
        );
        staked.getOutcome(HASH);
    }

    function test_getVerdict_revertsWithStakedUnknownVerdict() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitAll(HASH, _responses(1, 2, 3));
        assertEq(staked.getVerdict(HASH, 1, 2).validator, _validator(2));
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedUnknownVerdict.selector, HASH, 1, 3, 3));
        staked.getVerdict(HASH, 1, 3);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedUnknownVerdict.selector, HASH, 1, 7, 3));
        staked.getVerdict(HASH, 1, 7);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedUnknownVerdict.selector, HASH, 2, 0, 0));
        staked.getVerdict(HASH, 2, 0);
    }

    function test_getOutcome_revertsWithStakedNotDecided() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedNotDecided.selector, HASH, IStakedValidation.Status.Open)
        );
        staked.getOutcome(HASH);
    }

    function testFuzz_getVerdicts_pagesJoinToTheWhole(uint256 offset, uint256 limit) external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _judgeAll(HASH, _responses(10, 20, 30, 40));
        IStakedValidation.Verdict[] memory page = staked.getVerdicts(HASH, 1, offset, limit);
        uint256 rest = offset < 4 ? 4 - offset : 0;
        assertEq(page.length, limit < rest ? limit : rest);
        for (uint256 i; i < page.length; ++i) {
            assertEq(abi.encode(page[i]), abi.encode(staked.getVerdict(HASH, 1, offset + i)));
            assertEq(page[i].response, 10 * (offset + i + 1));
        }
        offset %= 5;
        uint256 parts = staked.getVerdicts(HASH, 1, 0, offset).length
            + staked.getVerdicts(HASH, 1, offset, type(uint256).max).length;
        assertEq(parts, 4);
    }

    function test_requiredStake_isThatOfTheRound() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        assertEq(staked.requiredStake(HASH, stranger), STAKE);
    }
}

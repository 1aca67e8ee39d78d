// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {StakedFixture} from "./StakedFixture.sol";

/// @notice The whole life of a request in every mode, with the ether at its end.
contract StakedSmokeTest is StakedFixture {
    function test_life_stake() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        uint8[] memory responses = _responses(80, 85, 90, 20);
        _judgeAll(HASH, responses);
        assertEq(uint8(staked.finalize(HASH)), uint8(IStakedValidation.Status.Decided));
        // Median 80: the stakes up to it are half of all. 85 and 90 agree; 20 is slashed whole.
        _assertPosted(HASH, 80, "crypto-economic");
        uint256 reward = DEPOSIT / 10;
        for (uint256 i; i < 3; ++i) {
            assertEq(staked.owedTo(_validator(i)), STAKE + reward / 3);
            _assertRecord(_validator(i), 1, 0);
        }
        assertEq(staked.owedTo(_validator(3)), 0);
        _assertRecord(_validator(3), 0, 1);
        assertEq(staked.owedTo(client), DEPOSIT - reward);
        uint256 treasury = STAKE + reward % 3;
        _assertFunds(0, DEPOSIT + 4 * STAKE - treasury, treasury);
        _withdraw(_validator(0), STAKE + reward / 3);
        _withdraw(_validator(1), STAKE + reward / 3);
        _withdraw(_validator(2), STAKE + reward / 3);
        _withdraw(client, DEPOSIT - reward);
        vm.prank(governance);
        staked.withdrawTreasury(payable(governance), treasury);
        _assertFunds(0, 0, 0);
    }

    function test_life_tee() external {
        _open(HASH, IStakedValidation.Mode.TEE);
        vm.prank(stranger);
        staked.answerWithTEE(HASH, _answer(HASH, 77));
        _assertPosted(HASH, 77, "tee-attestation");
        assertEq(staked.owedTo(payee), DEPOSIT / 10);
        assertEq(staked.owedTo(client), DEPOSIT - DEPOSIT / 10);
        _assertFunds(0, DEPOSIT, 0);
    }

    function test_life_hybrid() external {
        _open(HASH, IStakedValidation.Mode.Hybrid);
        _judgeAll(HASH, _responses(60, 60, 70));
        staked.answerWithTEE(HASH, _signed(HASH, KeyType.P256, R1_SECRET, 65));
        assertEq(uint8(staked.finalize(HASH)), uint8(IStakedValidation.Status.Decided));
        _assertPosted(HASH, 60, "crypto-economic+tee-attestation");
        uint256 share = DEPOSIT / 10 / 4;
        assertEq(staked.owedTo(payee), share);
        assertEq(staked.owedTo(_validator(2)), STAKE + share);
        _assertFunds(0, DEPOSIT + 3 * STAKE, 0);
    }

    function test_life_disputedThenDecided() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _judgeAll(HASH, _responses(0, 50, 100));
        assertEq(uint8(staked.finalize(HASH)), uint8(IStakedValidation.Status.Disputed));
        assertFalse(registry.isAnswered(HASH));
        _assertFunds(0, DEPOSIT + 3 * STAKE, 0);
        _openAs(client, HASH, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
        assertEq(staked.getRequest(HASH).latest.round, 2);
        _judgeAll(HASH, _responses(50, 50, 50));
        staked.finalize(HASH);
        _assertPosted(HASH, 50, "crypto-economic");
        assertEq(uint8(staked.getRound(HASH, 1).status), uint8(IStakedValidation.Status.Disputed));
        assertEq(staked.getVerdict(HASH, 1, 2).response, 100);
    }

    function test_life_expired() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitAll(HASH, _responses(1, 2, 3));
        _warpToReveal(HASH);
        _reveal(HASH, _validator(0), 1);
        _warpToEnd(HASH);
        assertEq(uint8(staked.finalize(HASH)), uint8(IStakedValidation.Status.Expired));
        assertEq(staked.owedTo(_validator(0)), STAKE);
        assertEq(staked.owedTo(_validator(1)), 0);
        _assertFunds(0, DEPOSIT + STAKE, 2 * STAKE);
        _assertRecord(_validator(0), 0, 0);
        _assertRecord(_validator(1), 0, 1);
    }

    function _withdraw(address account, uint256 amount) private {
        uint256 before = account.balance;
        vm.prank(account);
        assertEq(staked.withdraw(payable(account)), amount);
        assertEq(account.balance, before + amount);
    }
}

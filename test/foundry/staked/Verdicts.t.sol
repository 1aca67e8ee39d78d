// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {StakedFixture} from "./StakedFixture.sol";

contract StakedVerdictsTest is StakedFixture {
    address private ann = _validator(0);
    bytes32 private constant OTHER = keccak256("other request");

    function setUp() public override {
        super.setUp();
        _open(HASH, IStakedValidation.Mode.Stake);
        vm.deal(ann, 1 ether);
    }

    // commitVerdict

    function test_commitVerdict_keepsTheStakeAsPaid() external {
        bytes32 commitment = _commitment(HASH, ann, 42);
        vm.expectEmit(address(staked));
        emit IStakedValidation.StakedVerdictCommitted(HASH, ann, 1, 0, commitment, STAKE);
        _commitAs(ann, STAKE, commitment);
        IStakedValidation.Verdict memory verdict = staked.getVerdict(HASH, 1, 0);
        assertEq(verdict.validator, ann);
        assertEq(verdict.stake, STAKE);
        assertEq(verdict.response, 0);
        assertEq(uint8(verdict.state), uint8(IStakedValidation.VerdictState.Committed));
        assertEq(abi.encode(staked.getVerdictOf(HASH, 1, ann)), abi.encode(verdict));
        assertEq(staked.getRequest(HASH).latest.committed, 1);
        _assertFunds(DEPOSIT + STAKE, 0, 0);
        vm.expectEmit(address(staked));
        emit IStakedValidation.StakedVerdictCommitted(HASH, stranger, 1, 1, bytes32(uint256(1)), STAKE);
        vm.deal(stranger, STAKE);
        _commitAs(stranger, STAKE, bytes32(uint256(1)));
        assertEq(staked.getVerdictOf(HASH, 1, stranger).validator, stranger);
    }

    function test_commitVerdict_revertsWithStakedNotOpen() external {
        vm.expectRevert(_notOpen(OTHER, IStakedValidation.Status.None));
        vm.prank(ann);
        staked.commitVerdict{value: STAKE}(OTHER, 1, bytes32(uint256(1)));
        _warpToReveal(HASH);
        staked.finalize(HASH);
        vm.expectRevert(_notOpen(HASH, IStakedValidation.Status.Expired));
        _commitAs(ann, STAKE, bytes32(uint256(1)));
    }

    function test_commitVerdict_revertsWithStakedWrongRound() external {
        uint16[3] memory rounds = [0, 2, type(uint16).max];
        bytes32 commitment = _commitment(HASH, ann, 1);
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedWrongRound.selector, HASH, rounds[i], 1));
            vm.prank(ann);
            staked.commitVerdict{value: STAKE}(HASH, rounds[i], commitment);
        }
    }

    function test_commitVerdict_revertsWithStakedWrongMode() external {
        _open(OTHER, IStakedValidation.Mode.TEE);
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedWrongMode.selector, OTHER, IStakedValidation.Mode.TEE)
        );
        vm.prank(ann);
        staked.commitVerdict{value: STAKE}(OTHER, 1, bytes32(uint256(1)));
    }

    function test_commitVerdict_untilTheCommitEnd() external {
        uint256 end = staked.getRequest(HASH).latest.commitEnd;
        assertEq(end, block.timestamp + COMMIT_PERIOD);
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooLate.selector, HASH, end));
        _commitAs(ann, STAKE, bytes32(uint256(1)));
        vm.warp(end - 1);
        _commitAs(ann, STAKE, bytes32(uint256(1)));
    }

    function test_commitVerdict_revertsWithStakedZeroCommitment() external {
        vm.expectRevert(IStakedValidation.StakedZeroCommitment.selector);
        _commitAs(ann, STAKE, 0);
    }

    function test_commitVerdict_revertsWithStakedFull() external {
        for (uint256 i = 1; i <= 100; ++i) {
            _commit(HASH, _validator(i), 50);
        }
        assertEq(staked.getRequest(HASH).latest.committed, 100);
        assertEq(staked.getVerdictOf(HASH, 1, _validator(100)).validator, _validator(100));
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedFull.selector, HASH, 100));
        _commitAs(ann, STAKE, bytes32(uint256(1)));
    }

    function test_P29_commitVerdict_revertsWithStakedInterested() external {
        address[4] memory interested = [client, owner, operator, approved];
        for (uint256 i; i < 4; ++i) {
            vm.deal(interested[i], STAKE);
            vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedInterested.selector, HASH, interested[i]));
            _commitAs(interested[i], STAKE, bytes32(uint256(1)));
        }
    }

    function test_commitVerdict_revertsWithStakedWrongStake() external {
        uint256[3] memory sums = [STAKE - 1, STAKE + 1, 0];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedWrongStake.selector, sums[i], STAKE));
            _commitAs(ann, sums[i], bytes32(uint256(1)));
        }
    }

    function test_commitVerdict_revertsWithStakedAlreadyCommitted() external {
        // Also with a commitment of which only the bits are set that aren't kept.
        _commitAs(ann, STAKE, bytes32(uint256(0xff)));
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedAlreadyCommitted.selector, HASH, ann));
        _commitAs(ann, STAKE, bytes32(uint256(2) << 200));
    }

    function test_commitVerdict_revertsWithStakedFundsTooLarge() external {
        uint256 most = type(uint80).max;
        _askFor(OTHER);
        vm.deal(client, most);
        _openAs(client, OTHER, _terms(IStakedValidation.Mode.Stake), most - DEPOSIT - STAKE + 1);
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedFundsTooLarge.selector, most + 1, most));
        _commitAs(ann, STAKE, bytes32(uint256(1)));
    }

    function test_commitVerdict_stakeByRecord() external {
        // Ten verdicts: nine right are half, seven right are one, six right are double.
        uint256[3] memory right = [uint256(9), 7, 6];
        uint256[3] memory stakes = [STAKE / 2, STAKE, STAKE * 2];
        for (uint256 i; i < 3; ++i) {
            _setRecord(ann, right[i], 10 - right[i]);
            assertEq(staked.requiredStake(HASH, ann), stakes[i]);
        }
        _commitAs(ann, STAKE * 2, bytes32(uint256(1)));
        assertEq(staked.getVerdictOf(HASH, 1, ann).stake, STAKE * 2);
        _assertFunds(DEPOSIT + 2 * STAKE, 0, 0);
    }

    // revealVerdict

    function test_revealVerdict_showsTheVerdict() external {
        _commit(HASH, ann, 100);
        _commit(HASH, _validator(1), 0);
        _warpToReveal(HASH);
        vm.expectEmit(address(staked));
        emit IStakedValidation.StakedVerdictRevealed(HASH, ann, 1, 100, _salt(ann));
        _reveal(HASH, ann, 100);
        IStakedValidation.Verdict memory verdict = staked.getVerdict(HASH, 1, 0);
        assertEq(
            abi.encode(verdict),
            abi.encode(IStakedValidation.Verdict(ann, uint80(STAKE), 100, IStakedValidation.VerdictState.Revealed))
        );
        assertEq(staked.getRequest(HASH).latest.revealed, 1);
        _reveal(HASH, _validator(1), 0);
        assertEq(uint8(staked.getVerdict(HASH, 1, 1).state), uint8(IStakedValidation.VerdictState.Revealed));
        assertEq(staked.getRequest(HASH).latest.revealed, 2);
        _assertFunds(DEPOSIT + 2 * STAKE, 0, 0);
    }

    function test_P29_revealVerdict_afterTheOwnerMadeTheValidatorItsOperator() external {
        _commit(HASH, ann, 100);
        vm.prank(owner);
        identity.setApprovalForAll(ann, true);
        _warpToReveal(HASH);
        _reveal(HASH, ann, 100);
        assertEq(staked.getVerdict(HASH, 1, 0).response, 100);
    }

    function test_revealVerdict_revertsWithStakedNotOpen() external {
        vm.expectRevert(_notOpen(OTHER, IStakedValidation.Status.None));
        _reveal(OTHER, ann, 1);
        _judgeAll(HASH, _responses(1, 1, 1));
        staked.finalize(HASH);
        vm.expectRevert(_notOpen(HASH, IStakedValidation.Status.Decided));
        _reveal(HASH, ann, 1);
    }

    function test_revealVerdict_fromTheCommitEnd() external {
        _commit(HASH, ann, 1);
        uint256 end = staked.getRequest(HASH).latest.commitEnd;
        vm.warp(end - 1);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooEarly.selector, HASH, end));
        _reveal(HASH, ann, 1);
        vm.warp(end);
        _reveal(HASH, ann, 1);
    }

    function test_revealVerdict_untilTheRevealEnd() external {
        _commit(HASH, ann, 1);
        uint256 end = staked.getRequest(HASH).revealEnd;
        assertEq(end, staked.getRequest(HASH).latest.commitEnd + REVEAL_PERIOD);
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooLate.selector, HASH, end));
        _reveal(HASH, ann, 1);
        vm.warp(end - 1);
        _reveal(HASH, ann, 1);
    }

    function test_revealVerdict_revertsWithStakedNotCommitted() external {
        _commit(HASH, ann, 1);
        _warpToReveal(HASH);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedNotCommitted.selector, HASH, stranger));
        vm.prank(stranger);
        staked.revealVerdict(HASH, 1, _salt(ann));
    }

    function test_revealVerdict_revertsWithStakedNotCommitted_inTheNextRound() external {
        _commit(HASH, ann, 1);
        _warpToReveal(HASH);
        staked.finalize(HASH);
        _openAs(client, HASH, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
        _warpToReveal(HASH);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedNotCommitted.selector, HASH, ann));
        _reveal(HASH, ann, 1);
    }

    function test_revealVerdict_revertsWithStakedOutOfBounds() external {
        _commit(HASH, ann, 101);
        _warpToReveal(HASH);
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedOutOfBounds.selector, "response", 101, 0, 100));
        _reveal(HASH, ann, 101);
    }

    function test_revealVerdict_revertsWithStakedAlreadyRevealed() external {
        _commit(HASH, ann, 1);
        _warpToReveal(HASH);
        _reveal(HASH, ann, 1);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedAlreadyRevealed.selector, HASH, ann));
        _reveal(HASH, ann, 1);
    }

    function test_revealVerdict_revertsWithStakedWrongReveal() external {
        _commit(HASH, ann, 1);
        _warpToReveal(HASH);
        vm.expectRevert(_wrongReveal(_commitment(HASH, ann, 2)));
        _reveal(HASH, ann, 2);
        bytes32 salt = bytes32(uint256(_salt(ann)) ^ 1);
        vm.expectRevert(_wrongReveal(staked.verdictCommitment(HASH, 1, ann, 1, salt)));
        vm.prank(ann);
        staked.revealVerdict(HASH, 1, salt);
    }

    function test_A11_revealVerdict_aCopiedCommitmentIsWorthless() external {
        _commit(HASH, ann, 1);
        vm.deal(stranger, STAKE);
        _commitAs(stranger, STAKE, _commitment(HASH, ann, 1));
        _warpToReveal(HASH);
        _reveal(HASH, ann, 1);
        vm.expectRevert(_wrongReveal(staked.verdictCommitment(HASH, 1, stranger, 1, _salt(ann))));
        vm.prank(stranger);
        staked.revealVerdict(HASH, 1, _salt(ann));
    }

    function test_verdictCommitment_namesEverything() external {
        bytes32 expected = keccak256(
            abi.encode(keccak256("SAGE.StakedVerdict"), block.chainid, address(staked), HASH, 7, ann, 42, OTHER)
        );
        assertEq(staked.verdictCommitment(HASH, 7, ann, 42, OTHER), expected);
        vm.chainId(block.chainid + 1);
        assertTrue(staked.verdictCommitment(HASH, 7, ann, 42, OTHER) != expected);
    }

    function _commitAs(address account, uint256 stake, bytes32 commitment) private {
        vm.prank(account);
        staked.commitVerdict{value: stake}(HASH, 1, commitment);
    }

    function _notOpen(bytes32 requestHash, IStakedValidation.Status status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IStakedValidation.StakedNotOpen.selector, requestHash, status);
    }

    function _wrongReveal(bytes32 commitment) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IStakedValidation.StakedWrongReveal.selector, HASH, commitment);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC8004ReputationRegistryV2} from "../../../contracts/ERC8004ReputationRegistryV2.sol";
import {TaskValidationPolicy} from "../../../contracts/TaskValidationPolicy.sol";
import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {RefusingProposer} from "../mocks/teekeys/Proposers.sol";
import {StakedFixture} from "./StakedFixture.sol";

contract StakedAttacksTest is StakedFixture {
    IStakedValidation.Mode private constant IN_STAKE = IStakedValidation.Mode.Stake;
    IStakedValidation.Mode private constant BY_TEE = IStakedValidation.Mode.TEE;
    IStakedValidation.Mode private constant IN_BOTH = IStakedValidation.Mode.Hybrid;

    /// @dev One answer, be it the first, decides nothing.
    function test_attack_A09_theFirstAnswerFinalises() external {
        _open(HASH, IN_STAKE);
        _commitAll(HASH, _responses(100, 0, 0));
        _warpToReveal(HASH);
        _reveal(HASH, _validator(0), 100);
        uint256 end = staked.getRequest(HASH).revealEnd;
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooEarly.selector, HASH, end));
        staked.finalize(HASH);
        _warpToEnd(HASH);
        assertTrue(staked.finalize(HASH) == IStakedValidation.Status.Expired);
        assertFalse(registry.isAnswered(HASH));
    }

    function test_attack_A09_theAgentValidatesItself() external {
        _open(HASH, IN_STAKE);
        address[4] memory side = [owner, operator, approved, client];
        for (uint256 i; i < side.length; ++i) {
            vm.deal(side[i], 1 ether);
            vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedInterested.selector, HASH, side[i]));
            vm.prank(side[i]);
            staked.commitVerdict{value: STAKE}(HASH, 1, keccak256("verdict"));
        }
    }

    /// @dev Whatever validators lose goes to neither requester nor agent: the treasury alone grows.
    function test_attack_A10_aRequesterCollectsTheSlash() external {
        _open(HASH, IN_STAKE);
        vm.deal(client, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedInterested.selector, HASH, client));
        vm.prank(client);
        staked.commitVerdict{value: STAKE}(HASH, 1, keccak256("verdict"));
        // Its friends outvote an honest validator.
        _judgeAll(HASH, _responses(0, 0, 0, 100));
        staked.finalize(HASH);
        assertEq(staked.owedTo(client), DEPOSIT * 9 / 10);
        assertEq(staked.owedTo(owner), 0);
        (,, uint256 treasury) = staked.getFunds();
        uint256 shares = (DEPOSIT / 10) / 3;
        assertEq(treasury, STAKE + DEPOSIT / 10 - shares * 3);
        // All of them together have less than before.
        uint256 together = staked.owedTo(client) + 3 * shares + 3 * STAKE;
        assertLt(together, DEPOSIT + 3 * STAKE);
    }

    /// @dev A commitment copied from another can't be opened, not even with what the other then shows.
    function test_attack_A11_copiesAnotherVerdict() external {
        _open(HASH, IN_STAKE);
        _commitAll(HASH, _responses(80, 81, 82));
        address copier = _validator(9);
        bytes32 copied = _commitment(HASH, _validator(0), 80);
        vm.deal(copier, STAKE);
        vm.prank(copier);
        staked.commitVerdict{value: STAKE}(HASH, 1, copied);
        _warpToReveal(HASH);
        _revealAll(HASH, _responses(80, 81, 82));
        bytes32 own = staked.verdictCommitment(HASH, 1, copier, 80, _salt(_validator(0)));
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedWrongReveal.selector, HASH, own));
        vm.prank(copier);
        staked.revealVerdict(HASH, 80, _salt(_validator(0)));
        _warpToEnd(HASH);
        staked.finalize(HASH);
        assertEq(staked.owedTo(copier), 0);
        _assertRecord(copier, 0, 1);
    }

    /// @dev Who waits for the first to reveal comes too late to commit, and in mode Hybrid so does who waits for the TEE.
    function test_attack_A11_commitsAfterTheFirstReveal() external {
        _open(HASH, IN_BOTH);
        _commitAll(HASH, _responses(80, 80, 80));
        vm.expectRevert(
            abi.encodeWithSelector(
                IStakedValidation.StakedTooEarly.selector, HASH, staked.getRequest(HASH).latest.commitEnd
            )
        );
        vm.prank(_validator(0));
        staked.revealVerdict(HASH, 80, _salt(_validator(0)));
        IStakedValidation.TeeAnswer memory answer = _answer(HASH, 80);
        uint256 commitEnd = staked.getRequest(HASH).latest.commitEnd;
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooEarly.selector, HASH, commitEnd));
        staked.answerWithTEE(HASH, answer);
        _warpToReveal(HASH);
        staked.answerWithTEE(HASH, answer);
        _reveal(HASH, _validator(0), 80);
        address late = _validator(9);
        vm.deal(late, STAKE);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooLate.selector, HASH, commitEnd));
        vm.prank(late);
        staked.commitVerdict{value: STAKE}(HASH, 1, keccak256("80"));
    }

    /// @dev A commitment that is on its way while the requester ends the round and opens the next: there it could not be
    /// revealed, and the stake would be lost.
    function test_A27_aCommitmentForAnEarlierRoundIsRefused() external {
        _open(HASH, IN_STAKE);
        address late = _validator(0);
        bytes32 commitment = _commitment(HASH, late, 80);
        vm.deal(late, STAKE);
        _warpToReveal(HASH);
        staked.finalize(HASH);
        _openAs(client, HASH, _terms(IN_STAKE), DEPOSIT);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedWrongRound.selector, HASH, 1, 2));
        vm.prank(late);
        staked.commitVerdict{value: STAKE}(HASH, 1, commitment);
        assertEq(late.balance, STAKE);
        // For the round that is open it can be made and revealed.
        _commit(HASH, late, 80);
        _warpToReveal(HASH);
        _reveal(HASH, late, 80);
        assertEq(staked.getVerdictOf(HASH, 2, late).response, 80);
    }

    /// @dev An answer is good for one request, one round, one response and one payee.
    function test_attack_A12_replaysATEEAnswer() external {
        bytes32 other = keccak256("another request");
        _open(HASH, BY_TEE);
        _open(other, BY_TEE);
        IStakedValidation.TeeAnswer memory answer = _answer(HASH, 90);
        bytes32 digest = _digest(other, answer);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedWrongSignature.selector, k1Id, digest));
        staked.answerWithTEE(other, answer);
        answer.response = 91;
        digest = _digest(HASH, answer);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedWrongSignature.selector, k1Id, digest));
        staked.answerWithTEE(HASH, answer);
        (answer.response, answer.payee) = (90, stranger);
        digest = _digest(HASH, answer);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedWrongSignature.selector, k1Id, digest));
        staked.answerWithTEE(HASH, answer);
        // The next round is another question.
        answer.payee = payee;
        _warpToEnd(HASH);
        staked.finalize(HASH);
        _openAs(client, HASH, _terms(BY_TEE), DEPOSIT);
        digest = _digest(HASH, answer);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedWrongSignature.selector, k1Id, digest));
        staked.answerWithTEE(HASH, answer);
    }

    function test_attack_A12_signsWithAKeyThatNobodyApproved() external {
        _open(HASH, BY_TEE);
        uint256 secret = uint256(keccak256("nobody's key"));
        IStakedValidation.TeeAnswer memory answer = _signed(HASH, KeyType.Secp256k1, secret, 100);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedKeyNotTrusted.selector, answer.keyId));
        staked.answerWithTEE(HASH, answer);
        // Nor under the name of a key that is.
        answer.keyId = k1Id;
        bytes32 digest = _digest(HASH, answer);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedWrongSignature.selector, k1Id, digest));
        staked.answerWithTEE(HASH, answer);
    }

    /// @dev Most of the stake is not enough where consensus asks for more: three of five get neither their lie nor a reward.
    function test_P29_aMajorityBelowTheThresholdDecidesNothing() external {
        uint8[] memory responses = new uint8[](5);
        (responses[0], responses[1], responses[2]) = (100, 100, 100);
        _open(HASH, IN_STAKE);
        _judgeAll(HASH, responses);
        assertTrue(staked.finalize(HASH) == IStakedValidation.Status.Disputed);
        for (uint256 i; i < 5; ++i) {
            assertEq(staked.owedTo(_validator(i)), STAKE);
        }
        assertFalse(registry.isAnswered(HASH));
    }

    /// @dev Mode Hybrid needs both paths: neither decides alone, and they must agree.
    function test_attack_A12_oneHalfOfAHybridIsEnough() external {
        _open(HASH, IN_BOTH);
        _judgeAll(HASH, _responses(80, 80, 80));
        _warpToEnd(HASH);
        assertTrue(staked.finalize(HASH) == IStakedValidation.Status.Expired);
        _openAs(client, HASH, _terms(IN_BOTH), DEPOSIT);
        _warpToReveal(HASH);
        staked.answerWithTEE(HASH, _answer(HASH, 80));
        assertTrue(staked.finalize(HASH) == IStakedValidation.Status.Expired);
        _openAs(client, HASH, _terms(IN_BOTH), DEPOSIT);
        _judgeAll(HASH, _responses(80, 80, 80));
        staked.answerWithTEE(HASH, _answer(HASH, 91));
        assertTrue(staked.finalize(HASH) == IStakedValidation.Status.Disputed);
        assertFalse(registry.isAnswered(HASH));
    }

    /// @dev Agreeing never worsens a record, in whatever mode, nor does a round without decision; ten right verdicts halve the
    /// stake.
    function test_attack_A13_honestValidatorsAreRecordedAsFailures() external {
        bytes32 hash = keccak256("too few");
        _open(hash, IN_STAKE);
        _commit(hash, _validator(0), 80);
        _warpToReveal(hash);
        assertTrue(staked.finalize(hash) == IStakedValidation.Status.Expired);
        hash = keccak256("no consensus");
        _open(hash, IN_STAKE);
        _judgeAll(hash, _responses(10, 50, 90));
        assertTrue(staked.finalize(hash) == IStakedValidation.Status.Disputed);
        for (uint256 v; v < 3; ++v) {
            _assertRecord(_validator(v), 0, 0);
        }
        for (uint256 i; i < 10; ++i) {
            hash = keccak256(abi.encode("request", i));
            _open(hash, i % 2 == 0 ? IN_STAKE : IN_BOTH);
            _judgeAll(hash, _responses(80, 85, 90, 20));
            if (i % 2 == 1) staked.answerWithTEE(hash, _answer(hash, 85));
            assertTrue(staked.finalize(hash) == IStakedValidation.Status.Decided);
        }
        _open(HASH, IN_STAKE);
        for (uint256 v; v < 3; ++v) {
            _assertRecord(_validator(v), 10, 0);
            assertEq(staked.requiredStake(HASH, _validator(v)), STAKE / 2);
        }
        _assertRecord(_validator(3), 0, 10);
        assertEq(staked.requiredStake(HASH, _validator(3)), STAKE * 2);
        _assertRecord(payee, 0, 0);
    }

    /// @dev Each view follows what happens, before and after.
    function test_attack_A14_viewsThatSayAlwaysTheSame() external {
        assertEq(staked.requiredStake(HASH, _validator(0)), 0);
        assertEq(staked.getRequest(HASH).latest.round, 0);
        _open(HASH, IN_STAKE);
        assertEq(staked.authorizedRequester(HASH), client);
        assertEq(staked.requiredStake(HASH, _validator(0)), STAKE);
        _commitAll(HASH, _responses(70, 80, 90));
        assertEq(staked.getVerdict(HASH, 1, 2).validator, _validator(2));
        assertEq(staked.getVerdict(HASH, 1, 2).response, 0);
        _warpToReveal(HASH);
        _revealAll(HASH, _responses(70, 80, 90));
        assertEq(staked.getVerdictOf(HASH, 1, _validator(2)).response, 90);
        assertEq(staked.getVerdicts(HASH, 1, 1, 5).length, 2);
        staked.finalize(HASH);
        assertEq(staked.getRound(HASH, 1).response, 80);
        assertEq(staked.getRound(HASH, 1).finalizedAt, block.timestamp);
    }

    /// @dev From the vote on the TEE's key to the class of a feedback, through every registry of the suite.
    function test_attack_A15_theRegistriesAreNotWired() external {
        TaskValidationPolicy policy = new TaskValidationPolicy(address(registry), governance, new address[](0));
        ERC8004ReputationRegistryV2 reputation = new ERC8004ReputationRegistryV2(address(identity), address(policy));
        vm.prank(governance);
        policy.setGovernanceValidator(address(staked), true);
        bytes32 taskId = keccak256("task");
        bytes32 hash = _rateTask(reputation, policy, taskId);
        _askFor(hash);
        IStakedValidation.Terms memory terms = _terms(IN_BOTH);
        terms.measurement = MEASUREMENT;
        _openAs(client, hash, terms, DEPOSIT);
        _judgeAll(hash, _responses(95, 90, 100));
        // The key lost its trust: its answer doesn't count until the voters approve it again.
        vm.prank(guardian);
        teeKeys.revoke(k1Id, "leaked");
        IStakedValidation.TeeAnswer memory answer = _answer(hash, 95);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedKeyNotTrusted.selector, k1Id));
        staked.answerWithTEE(hash, answer);
        vm.prank(stranger);
        staked.answerWithTEE(hash, _signed(hash, KeyType.P256, R1_SECRET, 95));
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTasks.ReputationResponseTooLow.selector, address(staked), 0, 80)
        );
        reputation.markTaskValidated(client, taskId, address(staked));
        staked.finalize(hash);
        _assertPosted(hash, 95, "crypto-economic+tee-attestation");
        reputation.markTaskValidated(client, taskId, address(staked));
        (,,,,, address raisedBy, uint256 raisedAt) = reputation.getTask(client, taskId);
        assertEq(raisedBy, address(staked));
        assertEq(raisedAt, 80);
    }

    /// @dev Whoever never reveals, whoever refuses ether: the other stakes don't wait for them.
    function test_attack_A23_expiredStakesAreLockedForEver() external {
        RefusingProposer refuser = new RefusingProposer();
        vm.deal(address(refuser), STAKE);
        _open(HASH, IN_STAKE);
        _commit(HASH, _validator(0), 80);
        bytes memory call = abi.encodeCall(staked.commitVerdict, (HASH, 1, keccak256("verdict")));
        refuser.act(address(staked), STAKE, call);
        skip(3650 days);
        vm.prank(stranger);
        assertTrue(staked.finalize(HASH) == IStakedValidation.Status.Expired);
        _assertFunds(0, DEPOSIT + 2 * STAKE, 0);
        call = abi.encodeCall(staked.withdraw, (payable(address(refuser))));
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedPaymentFailed.selector, address(refuser), STAKE));
        refuser.act(address(staked), 0, call);
        vm.prank(_validator(0));
        staked.withdraw(payable(_validator(0)));
        refuser.act(address(staked), 0, abi.encodeCall(staked.withdraw, (payable(address(0xbeef)))));
        vm.prank(client);
        staked.withdraw(payable(client));
        assertEq(address(0xbeef).balance, STAKE);
        _assertFunds(0, 0, 0);
    }

    function test_attack_A23_administrationByAnybodyElse() external {
        bytes[] memory calls = new bytes[](4);
        calls[0] = abi.encodeCall(staked.setParameters, (_parameters()));
        calls[1] = abi.encodeCall(staked.setGuardian, (stranger));
        calls[2] = abi.encodeCall(staked.withdrawTreasury, (payable(stranger), 0));
        calls[3] = abi.encodeCall(staked.renounceOwnership, ());
        for (uint256 i; i < calls.length; ++i) {
            _expectNotOwner(stranger, calls[i]);
            _expectNotOwner(guardian, calls[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedNotGuardian.selector, stranger));
        vm.prank(stranger);
        staked.pause();
        vm.prank(guardian);
        staked.pause();
        _expectNotOwner(guardian, abi.encodeCall(staked.unpause, ()));
    }

    /// @dev The stake is returned as it was paid, though the parameter and the record have changed; it can't be overwritten.
    function test_attack_A27_theStakeOfALaterParameter() external {
        _open(HASH, IN_STAKE);
        _commitAll(HASH, _responses(80, 80, 80));
        IStakedRules.Parameters memory rules = _parameters();
        (rules.baseStake, rules.slashBps, rules.rewardBps, rules.revealPeriod) = (10 ether, 1, 10_000, 1 hours);
        vm.prank(governance);
        staked.setParameters(rules);
        assertEq(staked.requiredStake(HASH, _validator(5)), STAKE);
        uint256 snapshot = vm.snapshotState();
        _commit(HASH, _validator(5), 80);
        assertEq(staked.getVerdictOf(HASH, 1, _validator(5)).stake, STAKE);
        vm.revertToState(snapshot);
        bytes32 commitment = _commitment(HASH, _validator(0), 0);
        vm.deal(_validator(0), STAKE);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedAlreadyCommitted.selector, HASH, _validator(0)));
        vm.prank(_validator(0));
        staked.commitVerdict{value: STAKE}(HASH, 1, commitment);
        _warpToReveal(HASH);
        _reveal(HASH, _validator(0), 80);
        _reveal(HASH, _validator(1), 80);
        skip(REVEAL_PERIOD - 1);
        _reveal(HASH, _validator(2), 80);
        staked.finalize(HASH);
        uint256 share = (DEPOSIT / 10) / 3;
        for (uint256 v; v < 3; ++v) {
            assertEq(staked.owedTo(_validator(v)), STAKE + share);
        }
        _assertFunds(0, DEPOSIT * 9 / 10 + 3 * (STAKE + share), DEPOSIT / 10 - 3 * share);
    }

    /// @dev Requester and payee are those of the beginning: neither a sale nor a new operator turns a payment.
    function test_attack_A28_anOperatorReceivesTheOwnersDeposit() external {
        _ask(HASH);
        _openAs(owner, HASH, _terms(IN_BOTH), DEPOSIT);
        _commitAll(HASH, _responses(80, 80, 80));
        vm.startPrank(owner);
        identity.setApprovalForAll(_validator(0), true);
        identity.transferFrom(owner, stranger, agent);
        vm.stopPrank();
        _warpToReveal(HASH);
        _revealAll(HASH, _responses(80, 80, 80));
        vm.prank(stranger);
        staked.answerWithTEE(HASH, _answer(HASH, 80));
        vm.prank(operator);
        staked.finalize(HASH);
        assertEq(staked.owedTo(owner), DEPOSIT * 9 / 10);
        assertEq(staked.owedTo(operator), 0);
        assertEq(staked.owedTo(stranger), 0);
        assertEq(staked.owedTo(payee), DEPOSIT / 40);
    }

    /// @dev A key that is revoked after its answer, even in the same second, takes the answer with it.
    function test_attack_A28_aRevokedKeyIsStillServed() external {
        _open(HASH, IN_BOTH);
        _judgeAll(HASH, _responses(80, 80, 80));
        staked.answerWithTEE(HASH, _answer(HASH, 80));
        vm.prank(guardian);
        teeKeys.revoke(k1Id, "leaked");
        _warpToEnd(HASH);
        assertTrue(staked.finalize(HASH) == IStakedValidation.Status.Expired);
        assertFalse(registry.isAnswered(HASH));
        assertEq(staked.owedTo(payee), 0);
        assertEq(staked.owedTo(_validator(0)), STAKE);
    }

    /// @dev P24, P49: a list that somebody has stuffed to its end delays nothing, and costs what is stated.
    function test_P24_attack_oneHundredValidatorsFillTheList() external {
        _open(HASH, IN_BOTH);
        for (uint256 i; i < 100; ++i) {
            _commit(HASH, _validator(i), uint8(i));
        }
        address late = _validator(100);
        vm.deal(late, STAKE);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedFull.selector, HASH, 100));
        vm.prank(late);
        staked.commitVerdict{value: STAKE}(HASH, 1, keccak256("verdict"));
        _warpToEnd(HASH);
        uint256 before = gasleft();
        assertTrue(staked.finalize(HASH) == IStakedValidation.Status.Expired);
        assertLt(before - gasleft(), 5_000_000);
        _assertFunds(0, DEPOSIT, 100 * STAKE);
    }

    /// @dev P29: with the honest stake above the threshold a coalition of any size and verdict doesn't gain.
    function testFuzz_P29_aCoalitionAgainstTheHonestMajorityGainsNothing(uint256 size, uint8 response) external {
        size = bound(size, 1, 5);
        response = uint8(bound(response, 0, 69));
        _open(HASH, IN_STAKE);
        // 10 of at most 15: more than 66 %.
        for (uint256 i; i < 10 + size; ++i) {
            _commit(HASH, _validator(i), i < 10 ? 80 : response);
        }
        _warpToReveal(HASH);
        for (uint256 i; i < 10 + size; ++i) {
            _reveal(HASH, _validator(i), i < 10 ? 80 : response);
        }
        assertTrue(staked.finalize(HASH) == IStakedValidation.Status.Decided);
        assertEq(staked.getRound(HASH, 1).response, 80);
        for (uint256 i; i < 10 + size; ++i) {
            if (i < 10) assertGt(staked.owedTo(_validator(i)), STAKE);
            else assertLt(staked.owedTo(_validator(i)), STAKE);
        }
    }

    /// @dev P29: nor is a validator that the owner makes its operator shut out of revealing.
    function test_P29_theOwnerCantHaveAValidatorSlashed() external {
        _open(HASH, IN_STAKE);
        _commitAll(HASH, _responses(80, 80, 80));
        vm.prank(owner);
        identity.setApprovalForAll(_validator(0), true);
        _warpToReveal(HASH);
        _revealAll(HASH, _responses(80, 80, 80));
        staked.finalize(HASH);
        _assertRecord(_validator(0), 1, 0);
    }

    /// @dev The task was rated; its request hash is bound to agent, task and this validator.
    function _rateTask(ERC8004ReputationRegistryV2 reputation, TaskValidationPolicy policy, bytes32 taskId)
        private
        returns (bytes32)
    {
        IReputationTasks.TaskAuthorization memory task;
        (task.taskId, task.agentId, task.deadline) = (taskId, agent, block.timestamp + 1 days);
        vm.startPrank(client);
        reputation.commitTaskAuthorization(reputation.taskCommitment(client, task));
        skip(1 minutes);
        reputation.authorizeTaskWithReveal(task);
        reputation.giveTaskFeedback(taskId, 100, 0, "", "", "", "", 0);
        vm.stopPrank();
        return policy.taskRequestHash(address(reputation), client, taskId, agent, address(staked));
    }

    function _expectNotOwner(address account, bytes memory call) private {
        vm.prank(account);
        (bool success, bytes memory reason) = address(staked).call(call);
        assertFalse(success);
        assertEq(reason, abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, account));
    }
}

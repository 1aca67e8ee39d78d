// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {ITaskValidationPolicy} from "../../../contracts/interfaces/ITaskValidationPolicy.sol";
import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {TrustFixture} from "./TrustFixture.sol";

contract TaskValidationTest is TrustFixture {
    /// @dev A rated task whose validator is asked and must give 80.
    function _rated() private returns (bytes32 requestHash) {
        _authorize(client, _authorization(TASK, agent, validator, 80));
        _rate(client, TASK, 50, 0, "starred");
        requestHash = _request(client, TASK, validator);
    }

    function _list(address who, bool yes) private {
        vm.prank(governance);
        policy.setGovernanceValidator(who, yes);
    }

    function test_RevertWhen_TheTaskIsNotRated() external {
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationTaskNotRated.selector, client, TASK));
        _mark(client, TASK, validator);
        _authorize(client, _authorization(TASK, agent, validator, 80));
        _request(client, TASK, validator);
        _answer(client, TASK, validator, 100);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationTaskNotRated.selector, client, TASK));
        _mark(client, TASK, validator);
        _rate(client, TASK, 50, 0, "starred");
        _mark(client, TASK, validator);
    }

    function test_RevertWhen_ValidatedAlready() external {
        _validated(TASK, 50, 0, "starred");
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTasks.ReputationAlreadyValidated.selector, client, TASK, validator)
        );
        _mark(client, TASK, validator);
    }

    function test_RevertWhen_NobodyAsked() external {
        _authorize(client, _authorization(TASK, agent, validator, 80));
        _rate(client, TASK, 50, 0, "starred");
        bytes32 requestHash = policy.taskRequestHash(address(registry), client, TASK, agent, validator);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationUnknownRequest.selector, requestHash)
        );
        _mark(client, TASK, validator);
    }

    function test_RevertWhen_AnotherValidatorWasAsked() external {
        _authorize(client, _authorization(TASK, agent, validator, 80));
        _rate(client, TASK, 50, 0, "starred");
        bytes32 requestHash = policy.taskRequestHash(address(registry), client, TASK, agent, validator);
        vm.prank(owner);
        validation.validationRequest(listed, agent, URI, requestHash);
        vm.prank(listed);
        validation.validationResponse(requestHash, 100, URI, HASH, "");
        vm.expectRevert(
            abi.encodeWithSelector(ITaskValidationPolicy.PolicyRequestDiffers.selector, requestHash, listed, validator)
        );
        _mark(client, TASK, validator);
    }

    function test_RevertWhen_TheValidatorIsNotNamed() external {
        _rated();
        _request(client, TASK, listed);
        _answer(client, TASK, listed, 100);
        bytes memory expected =
            abi.encodeWithSelector(IReputationTasks.ReputationValidatorNotNamed.selector, client, TASK, listed);
        vm.expectRevert(expected);
        _mark(client, TASK, listed);
        _list(listed, true);
        _list(listed, false);
        vm.expectRevert(expected);
        _mark(client, TASK, listed);
    }

    function test_RevertWhen_AListedValidatorIsTheClient() external {
        _list(client, true);
        _rateNew(client, TASK, 50, 0, "starred");
        _request(client, TASK, client);
        _answer(client, TASK, client, 100);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationClientValidates.selector, client, TASK));
        _mark(client, TASK, client);
    }

    function test_RevertWhen_TheResponseIsTooLow() external {
        _rated();
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationResponseTooLow.selector, validator, 0, 80));
        _mark(client, TASK, validator);
        _answer(client, TASK, validator, 79);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationResponseTooLow.selector, validator, 79, 80));
        _mark(client, TASK, validator);
        _answer(client, TASK, validator, 80);
        _mark(client, TASK, validator);
        _assertClass(client, 1, FeedbackClass.Validated);
    }

    function test_RevertWhen_TheValidatorIsAgentSide() external {
        bytes memory expected =
            abi.encodeWithSelector(IReputationTasks.ReputationSelfValidation.selector, agent, validator);
        // When it was asked.
        _setOperator(validator, true);
        _rated();
        _setOperator(validator, false);
        _answer(client, TASK, validator, 100);
        vm.expectRevert(expected);
        _mark(client, TASK, validator);
        // Now.
        _authorize(client, _authorization(OTHER_TASK, agent, validator, 80));
        _rate(client, OTHER_TASK, 50, 0, "starred");
        _request(client, OTHER_TASK, validator);
        _answer(client, OTHER_TASK, validator, 100);
        _setOperator(validator, true);
        vm.expectRevert(expected);
        _mark(client, OTHER_TASK, validator);
        _setOperator(validator, false);
        _mark(client, OTHER_TASK, validator);
    }

    /// @dev The agent's side can't keep a rating from being validated by making the listed validator its operator.
    function test_AListedValidatorIsAgentSideByOwnershipOnly() external {
        vm.prank(governance);
        policy.setGovernanceValidator(listed, true);
        _rateNew(client, TASK, 50, 0, "starred");
        _request(client, TASK, listed);
        _rateNew(client, OTHER_TASK, -50, 0, "starred");
        _request(client, OTHER_TASK, listed);
        _answer(client, TASK, listed, 100);
        _answer(client, OTHER_TASK, listed, 100);
        _setOperator(listed, true);
        _mark(client, TASK, listed);
        vm.prank(owner);
        identity.transferFrom(owner, listed, agent);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationSelfValidation.selector, agent, listed));
        _mark(client, OTHER_TASK, listed);
        vm.prank(listed);
        identity.transferFrom(listed, owner, agent);
        _mark(client, OTHER_TASK, listed);
        _assertTrust(FeedbackClass.Validated, "", 2, 0);
    }

    /// @dev One that was of the agent's side when it was asked stays so, listed or not.
    function test_RevertWhen_AListedValidatorWasAgentSideWhenAsked() external {
        vm.prank(governance);
        policy.setGovernanceValidator(listed, true);
        _rateNew(client, TASK, 50, 0, "starred");
        _setOperator(listed, true);
        _request(client, TASK, listed);
        _setOperator(listed, false);
        _answer(client, TASK, listed, 100);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationSelfValidation.selector, agent, listed));
        _mark(client, TASK, listed);
    }

    function test_RevertWhen_TheRatingIsRevoked() external {
        _rated();
        _answer(client, TASK, validator, 100);
        _revoke(client, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationAlreadyRevoked.selector, agent, client, 1)
        );
        _mark(client, TASK, validator);
    }

    function test_Mark() external {
        _rateNew(other, TASK, 30, 0, "starred");
        _give(client, 7, 0, "starred", "");
        _rated();
        _answer(client, TASK, validator, 95);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTasks.TaskValidated(agent, client, TASK, 2, validator, 95, 80);
        _mark(client, TASK, validator);
        _assertClass(client, 2, FeedbackClass.Validated);
        _assertClass(client, 1, FeedbackClass.Open);
        _assertTrust(FeedbackClass.Validated, "", 1, 50e18);
        _assertTrust(FeedbackClass.Validated, "starred", 1, 50e18);
        _assertTrust(FeedbackClass.Validated, "uptime", 0, 0);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, 30e18);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 1, 30e18);
        _assertOpen(client, "", 1, 7e18);
        _assertSummary(client, 2, 28, 0);
        _assertFeedback(client, 2, 50, 0, "starred", "week", false);
        (,,,,, address raisedBy, uint256 raisedAt) = registry.getTask(client, TASK);
        assertEq(raisedBy, validator);
        assertEq(raisedAt, 80);
        _revoke(client, 2);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
        _assertTrust(FeedbackClass.Validated, "starred", 0, 0);
    }

    function test_TheOnlyRatingAndTheFirstOfSeveral() external {
        _validated(TASK, 50, 0, "uptime");
        _assertClass(client, 1, FeedbackClass.Validated);
        _assertTrust(FeedbackClass.Validated, "uptime", 1, 50e18);
        _give(client, 1, 0, "", "");
        _assertClass(client, 1, FeedbackClass.Validated);
        _validated(OTHER_TASK, -1e25, 2, "starred");
        _assertClass(client, 3, FeedbackClass.Validated);
        _assertTrust(FeedbackClass.Validated, "", 2, 50e18 - 1e41);
        _assertTrust(FeedbackClass.Validated, "starred", 1, -1e41);
        _answer(client, TASK, validator, 0);
        registry.withdrawTaskValidation(client, TASK);
        _assertTrust(FeedbackClass.Validated, "", 1, -1e41);
        _assertTrust(FeedbackClass.TaskBacked, "uptime", 1, 50e18);
        _assertOpen(client, "", 1, 1e18);
    }

    function test_ByAListedValidator() external {
        _rateNew(client, TASK, 50, 0, "starred");
        _list(listed, true);
        _request(client, TASK, listed);
        _answer(client, TASK, listed, 79);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationResponseTooLow.selector, listed, 79, 80));
        _mark(client, TASK, listed);
        _answer(client, TASK, listed, 80);
        _mark(client, TASK, listed);
        // What governance changes later doesn't alter what was reached.
        _list(listed, false);
        vm.prank(governance);
        policy.setGovernanceThreshold(100);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationResponseStands.selector, listed, 80, 80));
        registry.withdrawTaskValidation(client, TASK);
        _answer(client, TASK, listed, 95);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationResponseStands.selector, listed, 95, 80));
        registry.withdrawTaskValidation(client, TASK);
        _assertClass(client, 1, FeedbackClass.Validated);
    }

    function test_TheLowerOfTwoThresholds() external {
        _list(validator, true);
        _authorize(client, _authorization(TASK, agent, validator, 60));
        _rate(client, TASK, 50, 0, "starred");
        _request(client, TASK, validator);
        _answer(client, TASK, validator, 60);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTasks.TaskValidated(agent, client, TASK, 1, validator, 60, 60);
        _mark(client, TASK, validator);
        _authorize(client, _authorization(OTHER_TASK, agent, validator, 100));
        _rate(client, OTHER_TASK, 50, 0, "starred");
        _request(client, OTHER_TASK, validator);
        _answer(client, OTHER_TASK, validator, 80);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTasks.TaskValidated(agent, client, OTHER_TASK, 2, validator, 80, 80);
        _mark(client, OTHER_TASK, validator);
    }

    function test_RevertWhen_ThereIsNothingToWithdraw() external {
        bytes memory expected = abi.encodeWithSelector(IReputationTasks.ReputationNotValidated.selector, client, TASK);
        vm.expectRevert(expected);
        registry.withdrawTaskValidation(client, TASK);
        _rated();
        vm.expectRevert(expected);
        registry.withdrawTaskValidation(client, TASK);
    }

    function test_RevertWhen_TheAnswerStands() external {
        _validated(TASK, 50, 0, "starred");
        _answer(client, TASK, validator, 90);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationResponseStands.selector, validator, 90, 90));
        registry.withdrawTaskValidation(client, TASK);
        // The validator's becoming the agent's side changes nothing: an owner could lower bad ratings by it.
        _setOperator(validator, true);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationResponseStands.selector, validator, 90, 90));
        registry.withdrawTaskValidation(client, TASK);
    }

    function test_Withdraw() external {
        _validated(TASK, 50, 0, "starred");
        _answer(client, TASK, validator, 89);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTasks.TaskValidationWithdrawn(agent, client, TASK, 1, validator, 89);
        vm.prank(anybody);
        registry.withdrawTaskValidation(client, TASK);
        _assertClass(client, 1, FeedbackClass.TaskBacked);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, 50e18);
        (,,,,, address raisedBy, uint256 raisedAt) = registry.getTask(client, TASK);
        assertEq(raisedBy, address(0));
        assertEq(raisedAt, 0);
        _answer(client, TASK, validator, 100);
        _mark(client, TASK, validator);
        _assertTrust(FeedbackClass.Validated, "", 1, 50e18);
        _assertTrust(FeedbackClass.TaskBacked, "", 0, 0);
    }

    function test_WithdrawFromARevokedRating() external {
        _validated(TASK, 50, 0, "starred");
        _revoke(client, 1);
        _answer(client, TASK, validator, 0);
        registry.withdrawTaskValidation(client, TASK);
        _assertClass(client, 1, FeedbackClass.TaskBacked);
        _assertFeedback(client, 1, 50, 0, "starred", "week", true);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
        _assertTrust(FeedbackClass.TaskBacked, "", 0, 0);
    }
}

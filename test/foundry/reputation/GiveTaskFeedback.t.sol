// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {TagTable} from "../../../contracts/base/TagTable.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {IReputationTrust} from "../../../contracts/interfaces/IReputationTrust.sol";
import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {TrustFixture} from "./TrustFixture.sol";

contract GiveTaskFeedbackTest is TrustFixture {
    function test_RevertWhen_ThereIsNoSuchTask() external {
        _authorize(client, _authorization(TASK));
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationUnknownTask.selector, client, OTHER_TASK));
        _rate(client, OTHER_TASK, 1, 0, "");
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationUnknownTask.selector, other, TASK));
        _rate(other, TASK, 1, 0, "");
    }

    function test_RevertWhen_RatedAlready() external {
        _give(client, 5, 0, "", "");
        _rateNew(client, TASK, 1, 0, "");
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationTaskRated.selector, client, TASK, 2));
        _rate(client, TASK, 1, 0, "");
        // Revoking doesn't open the task again.
        _revoke(client, 2);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationTaskRated.selector, client, TASK, 2));
        _rate(client, TASK, 1, 0, "");
    }

    function test_RevertWhen_TheDeadlineHasPassed() external {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK);
        _authorize(client, authorization);
        vm.warp(authorization.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTasks.ReputationTaskExpired.selector, TASK, authorization.deadline)
        );
        _rate(client, TASK, 1, 0, "");
        vm.warp(authorization.deadline);
        _rate(client, TASK, 1, 0, "");
    }

    function test_RevertWhen_GiveFeedbackWouldRefuse() external {
        _authorize(client, _authorization(TASK));
        vm.expectRevert(abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationInvalidDecimals.selector, 19));
        _rate(client, TASK, 1, 19, "");
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationValueOutOfRange.selector, MAX_VALUE + 1)
        );
        _rate(client, TASK, MAX_VALUE + 1, 0, "");
        vm.expectRevert(abi.encodeWithSelector(TagTable.TagTooLong.selector, 257, 256));
        _rate(client, TASK, 1, 0, string(new bytes(257)));
        _setOperator(client, true);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationSelfFeedback.selector, agent, client)
        );
        _rate(client, TASK, 1, 0, "");
        _setOperator(client, false);
        _rate(client, TASK, 1, 0, "");
    }

    function test_RevertWhen_ThereIsATagTooMany() external {
        string[7] memory tags = ["first", "one", "two", "three", "four", "five", "six"];
        for (uint256 i; i < 6; ++i) {
            _rateNew(client, bytes32(i), 10, 0, tags[i]);
        }
        _authorize(client, _authorization(TASK));
        bytes memory expected =
            abi.encodeWithSelector(IReputationTrust.ReputationTooManyTaskTags.selector, agent, client, 5);
        vm.expectRevert(expected);
        _rate(client, TASK, 10, 0, "six");
        // The tag of the very first feedback has no place of its own.
        vm.expectRevert(expected);
        _rate(client, TASK, 10, 0, "first");
        _assertTrust(FeedbackClass.TaskBacked, "", 6, 60e18);
        assertEq(registry.getLastIndex(agent, client), 6);
        _rate(client, TASK, 20, 0, "five");
        _assertTrust(FeedbackClass.TaskBacked, "five", 2, 30e18);
        _assertTrust(FeedbackClass.TaskBacked, "six", 0, 0);
        // Others have places of their own.
        _rateNew(other, TASK, 7, 0, "one");
        _rateNew(other, OTHER_TASK, 7, 0, "six");
        _assertTrust(FeedbackClass.TaskBacked, "six", 1, 7e18);
    }

    function test_First() external {
        _authorize(client, _authorization(TASK, agent, validator, 70));
        _expectNewFeedback(agent, client, 1, -875, 1, "starred", "week");
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTasks.TaskFeedbackGiven(client, TASK, 1);
        _rate(client, TASK, -875, 1, "starred");
        _assertFeedback(client, 1, -875, 1, "starred", "week", false);
        _assertSummary(_list(client), "starred", "week", 1, -875, 1);
        assertEq(registry.getClients(agent), _list(client));
        _assertClass(client, 1, FeedbackClass.TaskBacked);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, -87.5e18);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 1, -87.5e18);
        _assertTrust(FeedbackClass.TaskBacked, "uptime", 0, 0);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
        _assertOpen(client, "", 0, 0);
        (uint256 agentId, address named, uint256 minResponse, uint256 deadline, uint256 index,,) =
            registry.getTask(client, TASK);
        assertEq(agentId, agent);
        assertEq(named, validator);
        assertEq(minResponse, 70);
        assertEq(deadline, 0);
        assertEq(index, 1);
    }

    function test_AmongOpenFeedback() external {
        _give(client, 10, 0, "starred", "");
        _rateNew(client, TASK, 20, 0, "starred");
        _give(client, 40, 0, "uptime", "");
        _rateNew(client, OTHER_TASK, 80, 0, "uptime");
        _give(other, 160, 0, "starred", "");
        _assertSummary(_list(client), "", "", 4, 37, 0); // 150 / 4
        _assertTrust(FeedbackClass.TaskBacked, "", 2, 100e18);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 1, 20e18);
        _assertTrust(FeedbackClass.TaskBacked, "uptime", 1, 80e18);
        _assertOpen(client, "", 2, 50e18);
        _assertOpen(client, "starred", 1, 10e18);
        _assertOpen(client, "never used", 0, 0);
        _assertSame(registry.getOpenSummary(agent, _list(client, other), "starred"), 2, 170e18);
        _assertSame(registry.getOpenSummary(agent, _list(other, other), "starred"), 2, 320e18);
        _assertClass(client, 1, FeedbackClass.Open);
        _assertClass(client, 2, FeedbackClass.TaskBacked);
        _assertClass(client, 3, FeedbackClass.Open);
        _assertClass(client, 4, FeedbackClass.TaskBacked);
    }

    function test_FirstThenOpenOnes() external {
        _rateNew(client, TASK, 1e30, 3, "starred"); // beyond int64: gets a slot of its own with the second
        _give(client, 1, 0, "uptime", "");
        _give(client, 2, 0, "uptime", "");
        _assertClass(client, 1, FeedbackClass.TaskBacked);
        _assertClass(client, 2, FeedbackClass.Open);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, 1e45);
        _assertOpen(client, "", 2, 3e18);
        _revoke(client, 1);
        _assertTrust(FeedbackClass.TaskBacked, "", 0, 0);
        _assertOpen(client, "", 2, 3e18);
        _assertClass(client, 1, FeedbackClass.TaskBacked);
    }

    function test_Revoked() external {
        _rateNew(client, TASK, 10, 0, "starred");
        _revoke(client, 1);
        _assertTrust(FeedbackClass.TaskBacked, "", 0, 0);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 0, 0);
        _rateNew(client, OTHER_TASK, 20, 2, "uptime");
        _rateNew(client, SALT, -40, 2, "uptime");
        _revoke(client, 3);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, 0.2e18);
        _assertTrust(FeedbackClass.TaskBacked, "uptime", 1, 0.2e18);
        _assertClass(client, 3, FeedbackClass.TaskBacked);
        _assertOpen(client, "", 0, 0);
    }

    /// @dev A wide tag can't be the main one, and an empty one is in no sum but that of all.
    function test_TagsOfEveryKind() external {
        _takePlaces();
        _rateNew(client, bytes32("1"), 1, 0, WIDE_TAG1);
        _rateNew(client, bytes32("2"), 2, 0, "");
        _rateNew(client, bytes32("3"), 4, 0, LONG_TAG);
        _rateNew(other, bytes32("4"), 8, 0, WIDE_TAG2);
        _rateNew(other, bytes32("5"), 16, 0, WIDE_TAG1);
        _rateNew(other, bytes32("6"), 32, 0, "");
        _assertTrust(FeedbackClass.TaskBacked, "", 6, 63e18);
        _assertTrust(FeedbackClass.TaskBacked, WIDE_TAG1, 2, 17e18);
        _assertTrust(FeedbackClass.TaskBacked, WIDE_TAG2, 1, 8e18);
        _assertTrust(FeedbackClass.TaskBacked, LONG_TAG, 1, 4e18);
    }

    /// @dev Far beyond what the agent's word holds, and back within.
    function test_TheLargestValues() external {
        for (uint256 i; i < 40; ++i) {
            _rateNew(client, bytes32(i), MAX_VALUE, 0, i % 2 == 0 ? "starred" : "uptime");
        }
        _assertTrust(FeedbackClass.TaskBacked, "", 40, 40e56);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 20, 20e56);
        _assertTrust(FeedbackClass.TaskBacked, "uptime", 20, 20e56);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
        _rateNew(other, TASK, -1, 18, "starred");
        _assertTrust(FeedbackClass.TaskBacked, "", 41, 40e56 - 1);
        for (uint64 i = 1; i <= 40; ++i) {
            _revoke(client, i);
        }
        _assertTrust(FeedbackClass.TaskBacked, "", 1, -1);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 1, -1);
        assertEq(registry.getClientCount(agent), 2);
        assertEq(registry.getClientCount(secondAgent), 0);
    }

    function test_TheMeanIsTruncatedTowardZero() external {
        _rateNew(client, TASK, -1, 18, "starred");
        _rateNew(other, TASK, -2, 18, "starred");
        assertEq(registry.getTrustSummary(agent, FeedbackClass.TaskBacked).meanAt18Decimals, -1);
        _rateNew(client, OTHER_TASK, 8, 18, "starred");
        assertEq(registry.getTrustSummary(agent, FeedbackClass.TaskBacked).meanAt18Decimals, 1);
    }

    function test_RevertWhen_AllOfTheOpenClassIsAskedFor() external {
        bytes memory expected = abi.encodeWithSelector(IReputationTrust.ReputationOpenClassNotSummed.selector, agent);
        vm.expectRevert(expected);
        registry.getTrustSummary(agent, FeedbackClass.Open);
        vm.expectRevert(expected);
        registry.getTrustSummaryByTag(agent, FeedbackClass.Open, "starred");
        vm.expectRevert(abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationEmptyClientList.selector, agent));
        registry.getOpenSummary(agent, _none(), "");
    }

    function test_RevertWhen_TheClassOfNoFeedbackIsAskedFor() external {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ReputationRegistryV2.ReputationFeedbackNotFound.selector, agent, client, 1, 0
            )
        );
        registry.getFeedbackClass(agent, client, 1);
    }
}

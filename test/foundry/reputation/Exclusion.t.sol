// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IReputationTrust} from "../../../contracts/interfaces/IReputationTrust.sol";
import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {TrustFixture} from "./TrustFixture.sol";

contract ExclusionTest is TrustFixture {
    function _expect(bytes4 refusal, address who) private {
        vm.expectRevert(abi.encodeWithSelector(refusal, agent, who));
    }

    function _expectNotDue(uint256 from, uint256 until) private {
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTrust.ReputationExclusionNotDue.selector, agent, client, from, until)
        );
        _exclude(client);
    }

    function test_RevertWhen_TheClientIsNotAgentSide() external {
        _give(client, 1, 0, "", "");
        _expect(IReputationTrust.ReputationClientNotAgentSide.selector, client);
        _announce(client);
        _setOperator(client, true);
        _announce(client);
        skip(1 days);
        _setOperator(client, false);
        _expect(IReputationTrust.ReputationClientNotAgentSide.selector, client);
        _exclude(client);
    }

    function test_RevertWhen_TheClientIsExcluded() external {
        _give(client, 1, 0, "", "");
        _excludeOperator(client);
        _expect(IReputationTrust.ReputationClientExcluded.selector, client);
        _announce(client);
        _expect(IReputationTrust.ReputationClientExcluded.selector, client);
        _exclude(client);
    }

    function test_RevertWhen_ThereIsNothingToExclude() external {
        _expect(IReputationTrust.ReputationNothingToExclude.selector, owner);
        _announce(owner);
    }

    function test_RevertWhen_AnnouncedAlready() external {
        _give(client, 1, 0, "", "");
        _setOperator(client, true);
        uint256 from = block.timestamp + 1 days;
        _announce(client);
        skip(8 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                IReputationTrust.ReputationExclusionAnnounced.selector, agent, client, from, from + 7 days
            )
        );
        _announce(client);
        skip(1);
        _announce(client);
        _assertExclusion(client, false, from + 8 days + 1);
    }

    function test_Announce() external {
        _rateNew(client, TASK, 10, 0, "starred");
        _setOperator(client, true);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTrust.ClientExclusionAnnounced(agent, client, block.timestamp + 1 days);
        _announce(client);
        _assertExclusion(client, false, block.timestamp + 1 days);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, 10e18);
    }

    function test_RevertWhen_TheExclusionIsNotDue() external {
        _give(client, 1, 0, "", "");
        _setOperator(client, true);
        _expectNotDue(0, 0);
        uint256 from = block.timestamp + 1 days;
        _announce(client);
        _expectNotDue(from, from + 7 days);
        vm.warp(from - 1);
        _expectNotDue(from, from + 7 days);
        vm.warp(from + 7 days + 1);
        _expectNotDue(from, from + 7 days);
        vm.warp(from + 7 days);
        _exclude(client);
        _assertExclusion(client, true, 0);
    }

    function test_ExcludeTakesEverythingOut() external {
        _validated(bytes32("1"), 1, 0, "starred");
        _give(client, 2, 0, "starred", "");
        _rateNew(client, bytes32("2"), 4, 0, "starred");
        _validated(bytes32("3"), 8, 0, "uptime");
        _rateNew(client, bytes32("4"), 16, 0, LONG_TAG);
        _rateNew(client, bytes32("5"), 32, 0, "uptime");
        _rateNew(other, bytes32("1"), 64, 0, "uptime");
        _give(other, 128, 0, "starred", "");
        _assertTrust(FeedbackClass.Validated, "", 2, 9e18);
        _assertTrust(FeedbackClass.TaskBacked, "", 4, 116e18);
        _setOperator(client, true);
        _announce(client);
        skip(1 days);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTrust.ClientExcluded(agent, client);
        _exclude(client);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
        _assertTrust(FeedbackClass.Validated, "starred", 0, 0);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, 64e18);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 0, 0);
        _assertTrust(FeedbackClass.TaskBacked, "uptime", 1, 64e18);
        _assertTrust(FeedbackClass.TaskBacked, LONG_TAG, 0, 0);
        _assertOpen(client, "", 0, 0);
        _assertSame(registry.getOpenSummary(agent, _list(client, other), ""), 1, 128e18);
        // The standard knows nothing of it.
        _assertSummary(client, 6, 10, 0);
        _assertFeedback(client, 1, 1, 0, "starred", "week", false);
        _assertClass(client, 1, FeedbackClass.Validated);
        _setOperator(client, false);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTrust.ClientReinstated(agent, client);
        _reinstate(client);
        _assertTrust(FeedbackClass.Validated, "", 2, 9e18);
        _assertTrust(FeedbackClass.Validated, "uptime", 1, 8e18);
        _assertTrust(FeedbackClass.TaskBacked, "", 4, 116e18);
        _assertTrust(FeedbackClass.TaskBacked, "uptime", 2, 96e18);
        _assertOpen(client, "", 1, 2e18);
        _assertExclusion(client, false, 0);
    }

    /// @dev What happens to the feedback of an excluded client counts once it is back, and not before.
    function test_ChangesMeanwhile() external {
        _rateNew(client, bytes32("1"), 1, 0, "starred");
        _authorize(client, _authorization(bytes32("2"), agent, validator, 80));
        _rate(client, bytes32("2"), 2, 0, "uptime");
        _authorize(client, _authorization(bytes32("3"), agent, validator, 80));
        _rate(client, bytes32("3"), 4, 0, "uptime");
        _excludeOperator(client);
        _setOperator(client, false); // and nobody reinstates it yet
        _assertTrust(FeedbackClass.TaskBacked, "", 0, 0);
        _revoke(client, 1);
        _rateNew(client, bytes32("4"), 8, 0, "week");
        _give(client, 16, 0, "", "");
        _request(client, bytes32("3"), validator);
        _answer(client, bytes32("3"), validator, 80);
        _mark(client, bytes32("3"), validator);
        _revoke(client, 2);
        _assertTrust(FeedbackClass.TaskBacked, "", 0, 0);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
        _assertTrust(FeedbackClass.TaskBacked, "week", 0, 0);
        _assertOpen(client, "", 0, 0);
        _reinstate(client);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, 8e18);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 0, 0);
        _assertTrust(FeedbackClass.TaskBacked, "uptime", 0, 0);
        _assertTrust(FeedbackClass.TaskBacked, "week", 1, 8e18);
        _assertTrust(FeedbackClass.Validated, "", 1, 4e18);
        _assertTrust(FeedbackClass.Validated, "uptime", 1, 4e18);
        _assertOpen(client, "", 1, 16e18);
    }

    function test_RevertWhen_NotToBeReinstated() external {
        _give(client, 1, 0, "", "");
        _expect(IReputationTrust.ReputationClientNotExcluded.selector, client);
        _reinstate(client);
        _excludeOperator(client);
        _expect(IReputationTrust.ReputationClientAgentSide.selector, client);
        _reinstate(client);
        _setOperator(client, false);
        _reinstate(client);
        _expect(IReputationTrust.ReputationClientNotExcluded.selector, client);
        _reinstate(client);
    }

    function test_WithdrawnAnnouncement() external {
        _rateNew(client, TASK, 10, 0, "starred");
        _setOperator(client, true);
        _announce(client);
        _setOperator(client, false);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTrust.ClientReinstated(agent, client);
        _reinstate(client);
        _assertExclusion(client, false, 0);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, 10e18);
        _setOperator(client, true);
        skip(1 days);
        _expectNotDue(0, 0);
    }

    function test_OtherAgentsAreNotConcerned() external {
        _rateNew(client, TASK, 10, 0, "starred");
        _authorize(client, _authorization(OTHER_TASK, secondAgent, address(0), 0));
        _rate(client, OTHER_TASK, 20, 0, "starred");
        _excludeOperator(client);
        _assertTrust(FeedbackClass.TaskBacked, "", 0, 0);
        _assertSame(registry.getTrustSummary(secondAgent, FeedbackClass.TaskBacked), 1, 20e18);
    }

    /// @dev Sums beyond what the agent's word holds move as a whole.
    function test_LargestValuesOutAndIn() external {
        for (uint256 i; i < 5; ++i) {
            _rateNew(client, bytes32(i), i == 0 ? int128(3) : MAX_VALUE, 0, i % 2 == 0 ? "starred" : "uptime");
        }
        _rateNew(other, TASK, -5, 0, "starred");
        _excludeOperator(client);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, -5e18);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 1, -5e18);
        _setOperator(client, false);
        _reinstate(client);
        _assertTrust(FeedbackClass.TaskBacked, "", 6, 4e56 - 2e18);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 4, 2e56 - 2e18);
        _assertTrust(FeedbackClass.TaskBacked, "uptime", 2, 2e56);
    }

    function _assertExclusion(address who, bool excluded, uint256 from) private view {
        (bool gotExcluded, uint256 gotFrom, uint256 until) = registry.getExclusion(agent, who);
        assertEq(gotExcluded, excluded, "excluded");
        assertEq(gotFrom, from, "from");
        assertEq(until, from == 0 ? 0 : from + 7 days, "until");
    }
}

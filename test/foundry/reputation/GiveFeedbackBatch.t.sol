// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {ReputationFixture} from "./ReputationFixture.sol";

contract GiveFeedbackBatchTest is ReputationFixture {
    function _inputs(uint256 count) private view returns (IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs) {
        inputs = new IERC8004ReputationRegistryV2.FeedbackInput[](count);
        for (uint256 i; i < count; ++i) {
            inputs[i] = _input(agent, int128(uint128(i)), 0, "starred", "week");
        }
    }

    function test_RevertWhen_Empty() external {
        vm.expectRevert(abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationBatchSize.selector, 0, 25));
        registry.giveFeedbackBatch(_inputs(0));
    }

    function test_RevertWhen_TooMany() external {
        vm.expectRevert(abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationBatchSize.selector, 26, 25));
        registry.giveFeedbackBatch(_inputs(26));
    }

    function test_RevertWhen_AnyEntryIsRefused() external {
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs = _inputs(3);
        inputs[2].valueDecimals = 19;
        vm.expectRevert(abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationInvalidDecimals.selector, 19));
        vm.prank(client);
        registry.giveFeedbackBatch(inputs);
        assertEq(registry.getClientCount(agent), 0);

        inputs[2].valueDecimals = 0;
        vm.prank(owner);
        uint256 mine = identity.register();
        inputs[1].agentId = mine;
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationSelfFeedback.selector, agent, owner)
        );
        vm.prank(owner);
        registry.giveFeedbackBatch(inputs);
    }

    function test_RecordsEachInOrder() external {
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs = _inputs(4);
        inputs[1] = _input(secondAgent, -1e38, 18, "uptime", LONG_TAG);
        inputs[2] = _input(agent, 22, 3, "", "");
        _expectNewFeedback(agent, client, 1, 0, 0, "starred", "week");
        _expectNewFeedback(secondAgent, client, 1, -1e38, 18, "uptime", LONG_TAG);
        _expectNewFeedback(agent, client, 2, 22, 3, "", "");
        _expectNewFeedback(agent, client, 3, 3, 0, "starred", "week");
        vm.prank(client);
        registry.giveFeedbackBatch(inputs);
        assertEq(registry.getClients(agent), _list(client));
        assertEq(registry.getClients(secondAgent), _list(client));
        _assertFeedback(client, 1, 0, 0, "starred", "week", false);
        _assertFeedback(client, 2, 22, 3, "", "", false);
        _assertFeedback(client, 3, 3, 0, "starred", "week", false);
        (int128 value,,, string memory tag2,) = registry.readFeedback(secondAgent, client, 1);
        assertEq(value, -1e38);
        assertEq(tag2, LONG_TAG);
    }

    function test_One() external {
        _expectNewFeedback(agent, client, 1, 0, 0, "starred", "week");
        vm.prank(client);
        registry.giveFeedbackBatch(_inputs(1));
        _assertFeedback(client, 1, 0, 0, "starred", "week", false);
    }
}

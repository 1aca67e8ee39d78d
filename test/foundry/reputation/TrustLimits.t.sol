// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {TrustFixture} from "./TrustFixture.sol";

/// @notice P49: what can grow is bounded, and nothing gets dearer with the number of feedback.
contract TrustLimitsTest is TrustFixture {
    uint256 private constant TRANSACTION_GAS = 16_777_216;

    function _gasOf(address from, bytes memory data) private returns (uint256 used) {
        vm.cool(address(registry));
        vm.cool(address(identity));
        vm.prank(from);
        used = gasleft();
        (bool done,) = address(registry).call(data);
        used -= gasleft();
        assertTrue(done, "call failed");
    }

    /// @dev The dearest client: six tags, both classes under five of them, sums beyond the agent's word.
    function test_P49_ExclusionOfTheDearestClient() external {
        string[6] memory tags = ["first", "one", "two", "three", "four", "five"];
        for (uint256 i; i < 6; ++i) {
            _rateNew(client, bytes32(i), MAX_VALUE, 0, tags[i]);
            _validated(bytes32(100 + i), MAX_VALUE, 0, i == 0 ? "one" : tags[i]);
        }
        _assertTrust(FeedbackClass.TaskBacked, "", 6, 6e56);
        _assertTrust(FeedbackClass.Validated, "", 6, 6e56);
        _setOperator(client, true);
        uint256 used = _gasOf(anybody, abi.encodeCall(registry.announceExclusion, (agent, client)));
        assertLt(used, 100_000);
        skip(1 days);
        used = _gasOf(anybody, abi.encodeCall(registry.excludeClient, (agent, client)));
        emit log_named_uint("exclusion of a client with six tags in both classes", used);
        assertLt(used, 500_000);
        _assertTrust(FeedbackClass.TaskBacked, "", 0, 0);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
        _setOperator(client, false);
        used = _gasOf(anybody, abi.encodeCall(registry.reinstateClient, (agent, client)));
        emit log_named_uint("its reinstatement", used);
        assertLt(used, 1_000_000);
        _assertTrust(FeedbackClass.Validated, "", 6, 6e56);
    }

    /// @dev The dearest single calls: new tags of the longest kind.
    function test_P49_DearestTaskFeedback() external {
        _rateNew(client, TASK, 1, 0, "starred");
        _authorize(client, _authorization(OTHER_TASK));
        bytes memory data = abi.encodeCall(
            registry.giveTaskFeedback, (OTHER_TASK, MAX_VALUE, 0, _longestTag(0), _longestTag(1), ENDPOINT, URI, HASH)
        );
        uint256 used = _gasOf(client, data);
        emit log_named_uint("task feedback with two new long tags", used);
        assertLt(used, TRANSACTION_GAS / 10);
    }

    /// @dev Revocation, raising, lowering, exclusion and the summaries cost the same after 200 task feedback as after four.
    function test_P49_NumbersMakeNothingDearer() external {
        _fill(0, 4);
        uint256[8] memory few = _measure(1);
        _fill(1000, 200);
        uint256[8] memory many = _measure(2);
        for (uint256 i; i < few.length; ++i) {
            assertApproxEqAbs(many[i], few[i], 500, vm.toString(i));
        }
    }

    function _fill(uint256 from, uint256 count) private {
        for (uint256 i; i < count; ++i) {
            _rateNew(client, bytes32(from + i), 10, 0, i % 2 == 0 ? "starred" : "uptime");
        }
        // So that what is measured starts from the same kind of slots.
        _validated(bytes32(from + count), 5, 0, "uptime");
        _validated(bytes32(from + count + 1), 5, 0, "starred");
    }

    function _measure(uint256 round) private returns (uint256[8] memory used) {
        bytes32 taskId = keccak256(abi.encode(round));
        _authorize(client, _authorization(taskId, agent, validator, 90));
        _rate(client, taskId, 10, 0, "uptime");
        _request(client, taskId, validator);
        _answer(client, taskId, validator, 90);
        used[0] = _gasOf(anybody, abi.encodeCall(registry.markTaskValidated, (client, taskId, validator)));
        _answer(client, taskId, validator, 0);
        used[1] = _gasOf(anybody, abi.encodeCall(registry.withdrawTaskValidation, (client, taskId)));
        uint64 last = registry.getLastIndex(agent, client);
        used[2] = _gasOf(client, abi.encodeCall(registry.revokeFeedback, (agent, last)));
        used[3] = _gasOf(anybody, abi.encodeCall(registry.getTrustSummary, (agent, FeedbackClass.TaskBacked)));
        used[4] =
            _gasOf(anybody, abi.encodeCall(registry.getTrustSummaryByTag, (agent, FeedbackClass.TaskBacked, "uptime")));
        _setOperator(client, true);
        used[5] = _gasOf(anybody, abi.encodeCall(registry.announceExclusion, (agent, client)));
        skip(1 days);
        used[6] = _gasOf(anybody, abi.encodeCall(registry.excludeClient, (agent, client)));
        _setOperator(client, false);
        used[7] = _gasOf(anybody, abi.encodeCall(registry.reinstateClient, (agent, client)));
    }
}

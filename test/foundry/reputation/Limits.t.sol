// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {ReputationFixture} from "./ReputationFixture.sol";

/// @notice P49: no call's worst case outgrows a block, however long the lists are.
contract LimitsTest is ReputationFixture {
    /// @dev The most gas a transaction may have (EIP-7825).
    uint256 private constant TRANSACTION_GAS = 16_777_216;
    uint256 private constant MANY = 10_000;

    /// @dev Gas of a call by `from` to the registry with all storage cold, without the transaction's own 21,000.
    function _gasOf(address from, bytes memory data) private returns (uint256 used) {
        vm.cool(address(registry));
        vm.cool(address(identity));
        vm.prank(from);
        used = gasleft();
        (bool done,) = address(registry).call(data);
        used -= gasleft();
        assertTrue(done, "call failed");
    }

    function _giveData(string memory tag1, string memory tag2) private view returns (bytes memory) {
        return abi.encodeCall(registry.giveFeedback, (agent, 87, 0, tag1, tag2, ENDPOINT, URI, HASH));
    }

    /// @dev The dearest mix for one agent: every entry with two tags that nobody used before, of one word each.
    function test_P49_LargestBatch() external {
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs =
            new IERC8004ReputationRegistryV2.FeedbackInput[](registry.MAX_BATCH());
        for (uint256 i; i < inputs.length; ++i) {
            string memory number = vm.toString(i);
            inputs[i] = _input(
                agent, MAX_VALUE, 18, string.concat("first new tag", number), string.concat("second new tag", number)
            );
        }
        uint256 used = _gasOf(client, abi.encodeCall(registry.giveFeedbackBatch, (inputs)));
        emit log_named_uint("25 entries with 50 new tags and values beyond int64", used);
        assertLt(used, TRANSACTION_GAS / 2);
        assertEq(registry.getLastIndex(agent, client), inputs.length);
    }

    /// @dev As many agents as entries: each pays for a client list of its own.
    function test_P49_LargestBatchOverManyAgents() external {
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs =
            new IERC8004ReputationRegistryV2.FeedbackInput[](registry.MAX_BATCH());
        for (uint256 i; i < inputs.length; ++i) {
            string memory number = vm.toString(i);
            inputs[i] = _input(
                identity.register(),
                MAX_VALUE,
                18,
                string.concat("first new tag", number),
                string.concat("second new tag", number)
            );
        }
        uint256 used = _gasOf(client, abi.encodeCall(registry.giveFeedbackBatch, (inputs)));
        emit log_named_uint("25 agents with 50 new tags", used);
        assertLt(used, TRANSACTION_GAS / 2);
    }

    /// @dev The dearest batch: two new tags of the longest for each entry, without a zero byte, and an agent for each.
    function test_P49_LargestBatchOfLongestNewTags() external {
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs =
            new IERC8004ReputationRegistryV2.FeedbackInput[](registry.MAX_BATCH());
        for (uint256 i; i < inputs.length; ++i) {
            inputs[i] = _input(identity.register(), MAX_VALUE, 18, _longestTag(2 * i), _longestTag(2 * i + 1));
        }
        uint256 used = _gasOf(client, abi.encodeCall(registry.giveFeedbackBatch, (inputs)));
        emit log_named_uint("25 agents with 50 new tags of 256 bytes", used);
        // 21,000 and the calldata: less than 1,000 bytes an entry at 16 gas each.
        assertLt(used + 21_000 + inputs.length * 1000 * 16, TRANSACTION_GAS);
    }

    /// @dev Writes and page reads cost the same with 10,000 clients, and 10,000 entries of a client, as with two.
    function test_P49_LongListsMakeNothingDearer() external {
        _give(client, 1, 0, "starred", "week");
        _give(client, 1, 1, "uptime", "day");
        _give(other, 1, 0, "starred", "week");
        uint256[8] memory few = _measure();
        // The test itself may not use up what forge allows it.
        vm.pauseGasMetering();
        _giveMany(client, MANY - 4, 1, 0, "starred", "week");
        for (uint160 i = 1; i <= MANY; ++i) {
            vm.prank(address(0x10000 + i));
            registry.giveFeedback(agent, 1, 0, "starred", "week", "", "", 0);
        }
        vm.resumeGasMetering();
        assertEq(registry.getClientCount(agent), MANY + 3);
        uint256[8] memory many = _measure();
        assertEq(registry.getLastIndex(agent, client), MANY + 2);
        for (uint256 i; i < few.length; ++i) {
            assertApproxEqAbs(many[i], few[i], 200, vm.toString(i));
        }
    }

    function _measure() private returns (uint256[8] memory used) {
        bytes memory data = _giveData("starred", "week");
        uint64 last = registry.getLastIndex(agent, client);
        address newcomer = address(uint160(uint256(keccak256(abi.encode(last)))));
        used[0] = _gasOf(newcomer, data);
        used[1] = _gasOf(client, data);
        used[2] = _gasOf(client, data);
        used[3] = _gasOf(client, abi.encodeCall(registry.revokeFeedback, (agent, last + 2)));
        used[4] = _gasOf(responder, abi.encodeCall(registry.appendResponse, (agent, client, last + 1, URI, HASH)));
        used[5] = _gasOf(owner, abi.encodeCall(registry.getClientsPage, (agent, 0, 2)));
        used[6] = _gasOf(owner, abi.encodeCall(registry.readFeedbackPage, (agent, client, 2, 2)));
        used[7] = _gasOf(owner, abi.encodeCall(registry.summarizePage, (agent, client, 1, 2, "starred", "")));
    }

    /// @dev Where all of a client's feedback is of a kind, its number does not matter to a summary.
    function test_SummaryOfUniformFeedbackDoesNotGrow() external {
        bytes[3] memory calls = [
            abi.encodeCall(registry.getSummary, (agent, _list(client), "", "")),
            abi.encodeCall(registry.getSummary, (agent, _list(client), "starred", "")),
            abi.encodeCall(registry.getSummary, (agent, _list(client), "starred", "week"))
        ];
        _giveMany(client, 2, 87, 0, "starred", "week");
        uint256[3] memory few;
        for (uint256 i; i < 3; ++i) {
            few[i] = _gasOf(owner, calls[i]);
        }
        _giveMany(client, 998, 87, 0, "starred", "week");
        for (uint256 i; i < 3; ++i) {
            assertApproxEqAbs(_gasOf(owner, calls[i]), few[i], 50);
        }
        _assertSummary(client, 1000, 87, 0);
    }

    /// @dev A tag that differs from what all of the client's feedback has takes one read, mixed decimals or not.
    function test_UniformTagThatDiffersSkipsTheClient() external {
        bytes memory data = abi.encodeCall(registry.getSummary, (agent, _list(client), "uptime", ""));
        _giveMany(client, 1, 1, 0, "starred", "week");
        _giveMany(client, 1, 1, 1, "starred", "day");
        uint256 few = _gasOf(owner, data);
        _giveMany(client, 500, 1, 2, "starred", "week");
        assertApproxEqAbs(_gasOf(owner, data), few, 50);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Reputation} from "../../../contracts/interfaces/IERC8004Reputation.sol";
import {ModelFixture} from "./ModelFixture.sol";
import {ReputationModel} from "./ReputationModel.sol";
import {Vm} from "forge-std/Vm.sol";

/// @notice P48: the state rebuilt from the event log alone equals what the views return.
contract LogReplayTest is ModelFixture {
    function setUp() public override {
        vm.recordLogs();
        super.setUp();
    }

    function testFuzz_P48_LogsRebuildTheState(uint256 seed) external {
        _seed(seed);
        _play(ReputationModel(address(0)), 10);
        ReputationModel rebuilt = _replay(vm.getRecordedLogs());
        assertEq(rebuilt.lastIndex(squattedAgent, squatter), 8, "the log reaches back to the beginning");
        for (uint256 i; i < 2; ++i) {
            uint256 agentId = i == 0 ? agent : secondAgent;
            address[] memory list = rebuilt.clients(agentId);
            assertEq(registry.getClients(agentId), list, "clients");
            _assertSameList(rebuilt, agentId, list, "", "", true);
            if (list.length != 0) _assertSameSummary(rebuilt, agentId, list, "", "");
            if (list.length != 0) _assertSameSummary(rebuilt, agentId, list, "starred", "");
            assertEq(
                registry.getResponseCount(agentId, address(0), 0, _list(client)),
                rebuilt.responseCount(agentId, address(0), 0, _list(client)),
                "responses"
            );
        }
    }

    function _replay(Vm.Log[] memory logs) private returns (ReputationModel rebuilt) {
        rebuilt = new ReputationModel();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(registry)) continue;
            bytes32 kind = logs[i].topics[0];
            uint256 agentId = uint256(logs[i].topics[1]);
            address from = address(uint160(uint256(logs[i].topics[2])));
            if (kind == IERC8004Reputation.NewFeedback.selector) {
                _replayNew(rebuilt, agentId, from, logs[i]);
            } else if (kind == IERC8004Reputation.FeedbackRevoked.selector) {
                rebuilt.revoke(agentId, from, uint64(uint256(logs[i].topics[3])));
            } else {
                assertEq(kind, IERC8004Reputation.ResponseAppended.selector, "no other event");
                (uint64 index,,) = abi.decode(logs[i].data, (uint64, string, bytes32));
                rebuilt.respond(agentId, from, index, address(uint160(uint256(logs[i].topics[3]))));
            }
        }
    }

    function _replayNew(ReputationModel rebuilt, uint256 agentId, address from, Vm.Log memory log) private {
        (uint64 index, int128 value, uint8 decimals, string memory tag1, string memory tag2,,,) =
            abi.decode(log.data, (uint64, int128, uint8, string, string, string, string, bytes32));
        assertEq(keccak256(bytes(tag1)), log.topics[3], "indexed tag");
        rebuilt.give(agentId, from, value, decimals, tag1, tag2);
        assertEq(index, rebuilt.lastIndex(agentId, from), "indexes without a gap");
    }
}

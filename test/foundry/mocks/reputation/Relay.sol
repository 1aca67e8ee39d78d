// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Reputation} from "../../../../contracts/interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "../../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";

/// @notice A client that is a contract.
contract Relay {
    error Unexpected(string what);

    IERC8004ReputationRegistryV2 private immutable REGISTRY;

    constructor(IERC8004ReputationRegistryV2 registry) {
        REGISTRY = registry;
    }

    function giveFeedback(IERC8004ReputationRegistryV2.FeedbackInput memory input) external {
        REGISTRY.giveFeedback(
            input.agentId,
            input.value,
            input.valueDecimals,
            input.tag1,
            input.tag2,
            input.endpoint,
            input.feedbackURI,
            input.feedbackHash
        );
    }

    function giveFeedbackBatch(IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs) external {
        REGISTRY.giveFeedbackBatch(inputs);
    }

    function revokeFeedback(uint256 agentId, uint64 index) external {
        REGISTRY.revokeFeedback(agentId, index);
    }

    function appendResponse(uint256 agentId, address client, uint64 index, string memory uri, bytes32 hash) external {
        REGISTRY.appendResponse(agentId, client, index, uri, hash);
    }

    /// @notice Calls every reading function; this contract is the agent's only client, with one revoked feedback (87)
    /// and one live (89, with one response).
    function readEverything(uint256 agentId, address identityRegistry) external view {
        address[] memory me = new address[](1);
        me[0] = address(this);
        if (REGISTRY.getIdentityRegistry() != identityRegistry) revert Unexpected("getIdentityRegistry");
        (uint64 count, int128 mean,) = REGISTRY.getSummary(agentId, me, "starred", "week");
        if (count != 1 || mean != 89) revert Unexpected("getSummary");
        (int128 value,,,, bool revoked) = REGISTRY.readFeedback(agentId, address(this), 1);
        if (value != 87 || !revoked) revert Unexpected("readFeedback");
        (address[] memory clients,,,,,,) = REGISTRY.readAllFeedback(agentId, me, "", "", true);
        if (clients.length != 2) revert Unexpected("readAllFeedback");
        if (REGISTRY.getResponseCount(agentId, address(this), 2, me) != 1) revert Unexpected("getResponseCount");
        if (REGISTRY.getClients(agentId)[0] != address(this)) revert Unexpected("getClients");
        if (REGISTRY.getLastIndex(agentId, address(this)) != 2) revert Unexpected("getLastIndex");
        if (REGISTRY.getClientCount(agentId) != 1) revert Unexpected("getClientCount");
        if (REGISTRY.getClientsPage(agentId, 0, 9).length != 1) revert Unexpected("getClientsPage");
        if (REGISTRY.readFeedbackPage(agentId, address(this), 0, 9).length != 2) revert Unexpected("readFeedbackPage");
        if (REGISTRY.summarizePage(agentId, address(this), 0, 9, "", "").sumAt18Decimals != 89e18) {
            revert Unexpected("summarizePage");
        }
        if (!IERC165(address(REGISTRY)).supportsInterface(type(IERC8004Reputation).interfaceId)) {
            revert Unexpected("supportsInterface");
        }
    }
}

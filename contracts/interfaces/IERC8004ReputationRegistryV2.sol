// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Reputation} from "./IERC8004Reputation.sol";

/// @title What SAGE's reputation registry adds to the standard
/// @notice No proxy, no owner: nobody can edit or drop a feedback but its author, who can only revoke it.
interface IERC8004ReputationRegistryV2 is IERC8004Reputation {
    /// @notice One entry of `giveFeedbackBatch`; the fields are those of `giveFeedback`.
    struct FeedbackInput {
        uint256 agentId;
        int128 value;
        uint8 valueDecimals;
        string tag1;
        string tag2;
        string endpoint;
        string feedbackURI;
        bytes32 feedbackHash;
    }

    /// @notice One feedback as the paged read returns it.
    struct FeedbackView {
        uint64 feedbackIndex;
        int128 value;
        uint8 valueDecimals;
        string tag1;
        string tag2;
        bool isRevoked;
        uint64 responseCount;
    }

    /// @notice The sums from which a summary follows; those of several pages add up.
    /// @param count Matching live feedback.
    /// @param sumAt18Decimals Sum of the values scaled to 18 decimals, exact.
    /// @param decimalsCount How many matches have 0, 1, …, 18 decimals.
    struct PartialSummary {
        uint64 count;
        int256 sumAt18Decimals;
        uint64[19] decimalsCount;
    }

    /// @notice More than 18 decimals.
    error ReputationInvalidDecimals(uint8 valueDecimals);
    /// @notice The value is beyond ±1e38.
    error ReputationValueOutOfRange(int128 value);
    /// @notice `client` is the agent's owner, an operator or its approved account.
    error ReputationSelfFeedback(uint256 agentId, address client);
    /// @notice The client has no feedback with that index for the agent (indexes start at 1).
    error ReputationFeedbackNotFound(uint256 agentId, address client, uint64 feedbackIndex, uint64 lastIndex);
    /// @notice The feedback is revoked already.
    error ReputationAlreadyRevoked(uint256 agentId, address client, uint64 feedbackIndex);
    /// @notice A response needs a URI.
    error ReputationEmptyResponseURI(uint256 agentId, address client, uint64 feedbackIndex);
    /// @notice A summary needs at least one client.
    error ReputationEmptyClientList(uint256 agentId);
    /// @notice A batch must hold at least one and at most `maximum` entries.
    error ReputationBatchSize(uint256 count, uint256 maximum);
    /// @notice The client's feedback entries for this agent can't be counted any further.
    error ReputationIndexOverflow(uint256 agentId, address client);

    /// @notice Rates several agents in one transaction; all or nothing. Same rules and events as `giveFeedback`.
    /// @param inputs 1 to `MAX_BATCH` entries; an agent may occur more than once.
    function giveFeedbackBatch(FeedbackInput[] calldata inputs) external;

    /// @notice How many clients ever rated the agent.
    function getClientCount(uint256 agentId) external view returns (uint256);

    /// @notice A page of `getClients`. Never fails: a page beyond the end is empty or short.
    function getClientsPage(uint256 agentId, uint256 offset, uint256 limit) external view returns (address[] memory);

    /// @notice A page of one client's feedback, revoked entries included, in order of their indexes.
    /// @param agentId The agent.
    /// @param clientAddress The client.
    /// @param fromIndex First index wanted; indexes start at 1, 0 is taken as 1.
    /// @param limit At most so many.
    function readFeedbackPage(uint256 agentId, address clientAddress, uint64 fromIndex, uint256 limit)
        external
        view
        returns (FeedbackView[] memory);

    /// @notice The sums over a page of one client's feedback, for summaries over histories too long for one call.
    /// @param agentId The agent.
    /// @param clientAddress The client.
    /// @param fromIndex First index; 0 is taken as 1.
    /// @param limit At most so many entries are looked at.
    /// @param tag1 Filter; empty for all.
    /// @param tag2 Filter; empty for all.
    function summarizePage(
        uint256 agentId,
        address clientAddress,
        uint64 fromIndex,
        uint256 limit,
        string calldata tag1,
        string calldata tag2
    ) external view returns (PartialSummary memory);
}

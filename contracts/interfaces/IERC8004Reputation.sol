// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title ERC-8004 reputation registry, the standard part
/// @notice Exactly the functions and events of the deployed ERC-8004 reputation registries. A feedback is a signed
/// fixed-point number: `value` / 10^`valueDecimals`.
interface IERC8004Reputation {
    /// @notice A feedback was given. Endpoint, URI and hash are in this event only.
    event NewFeedback(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        int128 value,
        uint8 valueDecimals,
        string indexed indexedTag1,
        string tag1,
        string tag2,
        string endpoint,
        string feedbackURI,
        bytes32 feedbackHash
    );

    /// @notice A feedback was revoked by its author.
    event FeedbackRevoked(uint256 indexed agentId, address indexed clientAddress, uint64 indexed feedbackIndex);

    /// @notice Somebody answered a feedback. URI and hash are in this event only.
    event ResponseAppended(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        address indexed responder,
        string responseURI,
        bytes32 responseHash
    );

    /// @notice The identity registry whose agents are rated here.
    function getIdentityRegistry() external view returns (address);

    /// @notice Rates an agent. Not its owner, operators or approved account.
    /// @param agentId An agent that exists.
    /// @param value At most 1e38 in absolute value.
    /// @param valueDecimals 0 to 18.
    /// @param tag1 What is rated, for example `starred`; may be empty.
    /// @param tag2 A refinement, for example `week`; may be empty.
    /// @param endpoint The endpoint that was used; not stored.
    /// @param feedbackURI Where the details are; not stored.
    /// @param feedbackHash keccak256 of what is at `feedbackURI`; not stored.
    function giveFeedback(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string calldata tag2,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash
    ) external;

    /// @notice Takes one's own feedback out of every summary, once and for ever. It stays readable.
    function revokeFeedback(uint256 agentId, uint64 feedbackIndex) external;

    /// @notice Answers a feedback, revoked or not. Anybody may, any number of times.
    function appendResponse(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        string calldata responseURI,
        bytes32 responseHash
    ) external;

    /// @notice Mean of the live feedback of the named clients.
    /// @param agentId The agent.
    /// @param clientAddresses At least one; a client listed twice counts twice. Naming clients is the caller's defence
    /// against ratings by made-up accounts.
    /// @param tag1 Only feedback with this tag1; empty for all.
    /// @param tag2 Only feedback with this tag2; empty for all.
    /// @return count How many feedback entries matched.
    /// @return summaryValue Their mean, computed at 18 decimals and truncated toward zero.
    /// @return summaryValueDecimals The most frequent `valueDecimals` of the matches (the smaller one of a tie); lower
    /// only where the mean wouldn't fit `int128`: then the largest number of decimals at which it fits.
    function getSummary(uint256 agentId, address[] calldata clientAddresses, string calldata tag1, string calldata tag2)
        external
        view
        returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals);

    /// @notice One feedback. Indexes start at 1.
    function readFeedback(uint256 agentId, address clientAddress, uint64 feedbackIndex)
        external
        view
        returns (int128 value, uint8 valueDecimals, string memory tag1, string memory tag2, bool isRevoked);

    /// @notice All feedback of the named clients (all clients when the list is empty) in parallel arrays. Grows with
    /// the number of feedback entries: use the paged reads for long lists.
    function readAllFeedback(
        uint256 agentId,
        address[] calldata clientAddresses,
        string calldata tag1,
        string calldata tag2,
        bool includeRevoked
    )
        external
        view
        returns (
            address[] memory clients,
            uint64[] memory feedbackIndexes,
            int128[] memory values,
            uint8[] memory valueDecimals,
            string[] memory tag1s,
            string[] memory tag2s,
            bool[] memory revokedStatuses
        );

    /// @notice How many responses there are: to one feedback, with `feedbackIndex` 0 to all of a client's, with client
    /// zero to all of the agent's; by the named responders, or by all when the list is empty.
    function getResponseCount(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        address[] calldata responders
    ) external view returns (uint64 count);

    /// @notice All clients that ever rated the agent, in order of their first feedback.
    function getClients(uint256 agentId) external view returns (address[] memory);

    /// @notice The index of the client's last feedback for the agent; 0 when there is none.
    function getLastIndex(uint256 agentId, address clientAddress) external view returns (uint64);
}

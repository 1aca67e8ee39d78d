// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title ERC-8004 validation registry, the standard part
/// @notice Exactly the functions and events of the deployed ERC-8004 validation registries.
interface IERC8004Validation {
    /// @notice An agent's side asked a validator to check something.
    event ValidationRequest(
        address indexed validatorAddress, uint256 indexed agentId, string requestURI, bytes32 indexed requestHash
    );

    /// @notice The validator answered, or replaced its answer. The URI is in this event only.
    event ValidationResponse(
        address indexed validatorAddress,
        uint256 indexed agentId,
        bytes32 indexed requestHash,
        uint8 response,
        string responseURI,
        bytes32 responseHash,
        string tag
    );

    /// @notice The identity registry whose agents are validated here.
    function getIdentityRegistry() external view returns (address);

    /// @notice Asks a validator. Only the agent's owner, operators and approved account.
    /// @param validatorAddress Who shall answer; not zero. Naming oneself is possible and recorded.
    /// @param agentId The agent.
    /// @param requestURI Where the validator finds what to check; not stored.
    /// @param requestHash Names the request for ever and can be used once. Use a bound hash (see the extension) where
    /// nobody else must be able to use it first.
    function validationRequest(
        address validatorAddress,
        uint256 agentId,
        string calldata requestURI,
        bytes32 requestHash
    ) external;

    /// @notice Answers a request. Only the validator named in it; any number of times, the last answer counts.
    /// @param requestHash The request.
    /// @param response 0 (failed) to 100 (passed).
    /// @param responseURI Where the evidence is; not stored.
    /// @param responseHash keccak256 of the evidence; stored.
    /// @param tag What kind of answer, for example `soft` or `hard`; may be empty.
    function validationResponse(
        bytes32 requestHash,
        uint8 response,
        string calldata responseURI,
        bytes32 responseHash,
        string calldata tag
    ) external;

    /// @notice The state of a request. Reverts for an unknown one.
    /// @return validatorAddress Who answers.
    /// @return agentId The agent.
    /// @return response 0 to 100; 0 also before the first answer, where `responseHash` and `tag` are empty too.
    /// @return responseHash As given with the last answer.
    /// @return tag As given with the last answer.
    /// @return lastUpdate Unix seconds of the last answer, or of the request before the first answer.
    function getValidationStatus(bytes32 requestHash)
        external
        view
        returns (
            address validatorAddress,
            uint256 agentId,
            uint8 response,
            bytes32 responseHash,
            string memory tag,
            uint256 lastUpdate
        );

    /// @notice Count and mean (rounded down) of the answered requests of an agent.
    /// @param agentId The agent.
    /// @param validatorAddresses Only answers by these; empty for all. Listing a validator twice changes nothing.
    /// @param tag Only answers with this tag; empty for all.
    function getSummary(uint256 agentId, address[] calldata validatorAddresses, string calldata tag)
        external
        view
        returns (uint64 count, uint8 avgResponse);

    /// @notice All request hashes of an agent, oldest first. Grows with their number: use the pages for long lists.
    function getAgentValidations(uint256 agentId) external view returns (bytes32[] memory);

    /// @notice All request hashes that name a validator, oldest first. Anybody who owns an agent can lengthen this
    /// list: use the pages for long lists.
    function getValidatorRequests(address validatorAddress) external view returns (bytes32[] memory);
}

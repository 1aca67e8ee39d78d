// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Validation} from "./IERC8004Validation.sol";

/// @title What SAGE's validation registry adds to the standard
/// @notice A plain request hash belongs to whoever uses it first, as in the standard; so somebody who sees it in the
/// mempool can take it. A bound hash carries the agent's id in the clear and is refused for every other agent, through
/// the same standard call and with the same events, so that nobody can take it away.
interface IERC8004ValidationRegistry is IERC8004Validation {
    /// @notice The zero address can't validate.
    error ValidationZeroValidator(bytes32 requestHash);
    /// @notice `account` is neither owner nor operator nor approved for the agent.
    error ValidationNotAuthorized(uint256 agentId, address account);
    /// @notice The hash is in use, for `holderAgentId`. The way out: ask again with a bound hash, which nobody else can
    /// take (`boundRequestHash`).
    error ValidationRequestExists(bytes32 requestHash, uint256 holderAgentId);
    /// @notice The hash is bound to another agent.
    error ValidationHashBoundToOtherAgent(bytes32 requestHash, uint256 boundAgentId, uint256 agentId);
    /// @notice Ids are kept in 32 bits here; a registry that counts ids up from 0 never gets there.
    error ValidationAgentIdTooLarge(uint256 agentId, uint256 maximum);
    /// @notice No request has this hash.
    error ValidationUnknownRequest(bytes32 requestHash);
    /// @notice Only the validator named in the request answers it.
    error ValidationNotValidator(bytes32 requestHash, address validator, address account);
    /// @notice A response is 0 to 100.
    error ValidationResponseOutOfRange(bytes32 requestHash, uint8 response);

    /// @notice A request hash that only `agentId` can use: 4 bytes of marker, 4 bytes of agent id, 24 bytes of
    /// keccak256(chain id, this registry, agent id, validator, content hash).
    /// @param agentId The agent; at most `MAX_AGENT_ID`.
    /// @param validatorAddress The validator to ask.
    /// @param contentHash keccak256 of what is at the request URI, or any other 32 bytes that name it.
    function boundRequestHash(uint256 agentId, address validatorAddress, bytes32 contentHash)
        external
        view
        returns (bytes32 requestHash);

    /// @notice Whether a hash is bound, and to which agent.
    function boundAgentOf(bytes32 requestHash) external view returns (bool bound, uint256 agentId);

    /// @notice Whether the hash was used in a request.
    function requestExists(bytes32 requestHash) external view returns (bool);

    /// @notice Whether the request has been answered (a response of 0 is an answer).
    function isAnswered(bytes32 requestHash) external view returns (bool);

    /// @notice Whether the validator is the agent's own side. Reverts for an unknown request.
    /// @return atRequest It was owner, operator or approved account when the request was made (stored).
    /// @return atPresent It is so in this block.
    function isSelfValidation(bytes32 requestHash) external view returns (bool atRequest, bool atPresent);

    /// @notice `getSummary` without the requests whose validator was the agent's own side when they were made.
    function getIndependentSummary(uint256 agentId, address[] calldata validatorAddresses, string calldata tag)
        external
        view
        returns (uint64 count, uint8 avgResponse);

    /// @notice Sums over a page of the agent's requests; those of several pages add up.
    /// @param agentId The agent.
    /// @param offset First position in the order of `getAgentValidations`.
    /// @param limit At most so many requests are looked at.
    /// @param validatorAddresses Filter; empty for all.
    /// @param tag Filter; empty for all.
    /// @param independentOnly Leave out requests whose validator was the agent's own side when they were made.
    /// @return count Matching answered requests.
    /// @return responseSum Sum of their responses; the mean is `responseSum / count`, rounded down.
    function summarizePage(
        uint256 agentId,
        uint256 offset,
        uint256 limit,
        address[] calldata validatorAddresses,
        string calldata tag,
        bool independentOnly
    ) external view returns (uint64 count, uint256 responseSum);

    /// @notice How many requests the agent has.
    function getAgentValidationCount(uint256 agentId) external view returns (uint256);

    /// @notice How many requests name the validator.
    function getValidatorRequestCount(address validatorAddress) external view returns (uint256);

    /// @notice A page of `getAgentValidations`. Never fails: a page beyond the end is empty or short.
    function getAgentValidationsPage(uint256 agentId, uint256 offset, uint256 limit)
        external
        view
        returns (bytes32[] memory);

    /// @notice A page of `getValidatorRequests`. Never fails: a page beyond the end is empty or short.
    function getValidatorRequestsPage(address validatorAddress, uint256 offset, uint256 limit)
        external
        view
        returns (bytes32[] memory);
}

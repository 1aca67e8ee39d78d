// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {IdentityClient} from "./base/IdentityClient.sol";
import {ReputationViews} from "./base/ReputationViews.sol";
import {IERC8004Reputation} from "./interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "./interfaces/IERC8004ReputationRegistryV2.sol";
import {FeedbackHead, Head} from "./libraries/FeedbackHead.sol";
import {FeedbackMath} from "./libraries/FeedbackMath.sol";

/// @title ERC-8004 reputation registry
/// @notice Clients rate agents of one identity registry. What is written here stays: a client can revoke its feedback,
/// nobody can change or remove any. Reads are in `ReputationViews`, storage in `FeedbackLedger`.
contract ERC8004ReputationRegistryV2 is ReputationViews, IdentityClient, ERC165 {
    /// @notice Most entries of one `giveFeedbackBatch`.
    uint256 public constant MAX_BATCH = 50;

    int128 private constant MAX_VALUE = 1e38;

    /// @param identityRegistry The ERC-8004 identity registry whose agents are rated; fixed for ever.
    constructor(address identityRegistry) IdentityClient(identityRegistry) {}

    /// @inheritdoc IERC8004Reputation
    function giveFeedback(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string memory tag2,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash
    ) external {
        FeedbackInput calldata input;
        // The arguments are encoded exactly like the fields of the struct, and start behind the selector: one path for
        // single and batched feedback, and fewer variables than the stack can hold. `pop` does nothing; it tells the
        // compiler that the arguments, whose names the ABI carries, are in use.
        assembly ("memory-safe") {
            input := 4
            pop(agentId)
            pop(value)
            pop(valueDecimals)
            pop(tag1.offset)
            pop(tag2)
            pop(endpoint.offset)
            pop(feedbackURI.offset)
            pop(feedbackHash)
        }
        _giveFeedback(msg.sender, input);
    }

    /// @inheritdoc IERC8004ReputationRegistryV2
    function giveFeedbackBatch(FeedbackInput[] calldata inputs) external {
        if (inputs.length == 0 || inputs.length > MAX_BATCH) revert ReputationBatchSize(inputs.length, MAX_BATCH);
        for (uint256 i; i < inputs.length; ++i) {
            _giveFeedback(msg.sender, inputs[i]);
        }
    }

    /// @inheritdoc IERC8004Reputation
    function revokeFeedback(uint256 agentId, uint64 feedbackIndex) external {
        Book storage book = _bookOf(agentId, msg.sender);
        Head head = _headWith(book, agentId, msg.sender, feedbackIndex);
        if (!_revoke(book, head, feedbackIndex - 1)) {
            revert ReputationAlreadyRevoked(agentId, msg.sender, feedbackIndex);
        }
        emit FeedbackRevoked(agentId, msg.sender, feedbackIndex);
    }

    /// @inheritdoc IERC8004Reputation
    function appendResponse(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        string calldata responseURI,
        bytes32 responseHash
    ) external {
        if (bytes(responseURI).length == 0) {
            revert ReputationEmptyResponseURI(agentId, clientAddress, feedbackIndex);
        }
        Book storage book = _bookOf(agentId, clientAddress);
        if (feedbackIndex == 0 || !_respond(book, feedbackIndex - 1, msg.sender)) {
            revert ReputationFeedbackNotFound(agentId, clientAddress, feedbackIndex, uint64(book.head.lastIndex()));
        }
        emit ResponseAppended(agentId, clientAddress, feedbackIndex, msg.sender, responseURI, responseHash);
    }

    /// @inheritdoc IERC8004Reputation
    function getIdentityRegistry() external view returns (address) {
        return _identityRegistry();
    }

    /// @inheritdoc ERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC8004Reputation).interfaceId
            || interfaceId == type(IERC8004ReputationRegistryV2).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Checks in this order: decimals, value, agent (the identity registry reverts for an unknown one), agent's
    /// side, number of entries, tags.
    function _giveFeedback(address client, FeedbackInput calldata input) internal returns (uint64 index) {
        uint256 agentId = input.agentId;
        int128 value = input.value;
        uint8 decimals = input.valueDecimals;
        if (decimals > FeedbackMath.MAX_DECIMALS) revert ReputationInvalidDecimals(decimals);
        if (value > MAX_VALUE || value < -MAX_VALUE) revert ReputationValueOutOfRange(value);
        if (_isAgentSide(client, agentId)) revert ReputationSelfFeedback(agentId, client);
        Book storage book = _bookOf(agentId, client);
        Head head = book.head;
        uint256 last = head.lastIndex();
        if (last == FeedbackHead.MAX_INDEX) revert ReputationIndexOverflow(agentId, client);
        if (last == 0) _addClient(agentId, client);
        _append(book, head, value, decimals, _internTag(input.tag1), _internTag(input.tag2));
        // Below 2^28.
        unchecked {
            index = uint64(last + 1);
        }
        _emitNewFeedback(client, index, input);
    }

    function _emitNewFeedback(address client, uint64 index, FeedbackInput calldata input) private {
        emit NewFeedback(
            input.agentId,
            client,
            index,
            input.value,
            input.valueDecimals,
            input.tag1,
            input.tag1,
            input.tag2,
            input.endpoint,
            input.feedbackURI,
            input.feedbackHash
        );
    }
}

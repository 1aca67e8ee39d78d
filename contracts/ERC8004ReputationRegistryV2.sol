// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {SignedFeedback} from "./base/SignedFeedback.sol";
import {TaskLedger} from "./base/TaskLedger.sol";
import {TrustViews} from "./base/TrustViews.sol";
import {IERC8004Reputation} from "./interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "./interfaces/IERC8004ReputationRegistryV2.sol";
import {IReputationSigned} from "./interfaces/IReputationSigned.sol";
import {IReputationTasks} from "./interfaces/IReputationTasks.sol";
import {IReputationTrust} from "./interfaces/IReputationTrust.sol";
import {FeedbackHead, Head} from "./libraries/FeedbackHead.sol";
import {FeedbackMath} from "./libraries/FeedbackMath.sol";
import {FeedbackRecord} from "./libraries/FeedbackRecord.sol";
import {Feedback} from "./libraries/FeedbackTypes.sol";
import {ShareState, TrustPacking} from "./libraries/TrustPacking.sol";

/// @title ERC-8004 reputation registry
/// @notice Clients rate agents of one identity registry. What is written here stays: a client can revoke its feedback,
/// nobody can change or remove any. No proxy, no owner.
/// @dev Reads are in `ReputationViews` and `TrustViews`, tasks in `TaskLedger`, signatures in `SignedFeedback`; storage of
/// feedback in `FeedbackLedger`, its sums by class in `TrustLedger`, tags in `TagTable`.
contract ERC8004ReputationRegistryV2 is TrustViews, TaskLedger, SignedFeedback, ERC165 {
    /// @notice Most entries of one `giveFeedbackBatch`.
    uint256 public constant MAX_BATCH = 25;

    int128 private constant MAX_VALUE = 1e38;
    uint256 private constant OPEN = 0;

    /// @param identityRegistry The ERC-8004 identity registry whose agents are rated; fixed for ever.
    /// @param validationPolicy Trusted to tell what validators answered and which of them governance lists; over the same
    /// identity registry, fixed for ever.
    constructor(address identityRegistry, address validationPolicy) TaskLedger(identityRegistry, validationPolicy) {}

    /// @inheritdoc IERC8004Reputation
    /// @dev `feedbackURI` is taken into memory to save a place on the stack: without the optimizer, as coverage is
    /// measured, the compiler has none left.
    function giveFeedback(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string calldata tag2,
        string calldata endpoint,
        string memory feedbackURI,
        bytes32 feedbackHash
    ) external {
        _checkRating(msg.sender, agentId, value, valueDecimals);
        uint64 index = _enter(
            msg.sender, agentId, value, FeedbackRecord.kindOf(valueDecimals, OPEN), _internTag(tag1), _internTag(tag2)
        );
        emit NewFeedback(
            agentId, msg.sender, index, value, valueDecimals, tag1, tag1, tag2, endpoint, feedbackURI, feedbackHash
        );
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
        _revokeFeedback(msg.sender, agentId, feedbackIndex);
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

    /// @inheritdoc IReputationTasks
    /// @dev Checks in this order: the task, what `giveFeedback` checks, the client's number of tags.
    function giveTaskFeedback(
        bytes32 taskId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string calldata tag2,
        string calldata endpoint,
        string memory feedbackURI,
        bytes32 feedbackHash
    ) external {
        uint256 place = _enterTask(msg.sender, taskId, value, valueDecimals, tag1, tag2);
        emit NewFeedback(
            place >> 64,
            msg.sender,
            uint64(place),
            value,
            valueDecimals,
            tag1,
            tag1,
            tag2,
            endpoint,
            feedbackURI,
            feedbackHash
        );
        emit TaskFeedbackGiven(msg.sender, taskId, uint64(place));
    }

    /// @inheritdoc IReputationTasks
    function markTaskValidated(address client, bytes32 taskId, address validator) external {
        (uint256 agentId, uint256 feedbackIndex, uint256 response, uint256 threshold) =
            _raiseTask(client, taskId, validator);
        if (!_switchClass(agentId, client, feedbackIndex)) {
            revert ReputationAlreadyRevoked(agentId, client, uint64(feedbackIndex));
        }
        emit TaskValidated(agentId, client, taskId, uint64(feedbackIndex), validator, response, threshold);
    }

    /// @inheritdoc IReputationTasks
    function withdrawTaskValidation(address client, bytes32 taskId) external {
        (uint256 agentId, uint256 feedbackIndex, address validator, uint256 response) = _lowerTask(client, taskId);
        _switchClass(agentId, client, feedbackIndex);
        emit TaskValidationWithdrawn(agentId, client, taskId, uint64(feedbackIndex), validator, response);
    }

    /// @inheritdoc IReputationTrust
    function announceExclusion(uint256 agentId, address client) external {
        (ShareState state, uint256 from, uint256 until) = _excludable(agentId, client);
        if (_bookOf(agentId, client).head.lastIndex() == 0) revert ReputationNothingToExclude(agentId, client);
        if (block.timestamp <= until) revert ReputationExclusionAnnounced(agentId, client, from, until);
        _setShareState(agentId, client, state.announced(block.timestamp));
        emit ClientExclusionAnnounced(agentId, client, block.timestamp + EXCLUSION_DELAY);
    }

    /// @inheritdoc IReputationTrust
    function excludeClient(uint256 agentId, address client) external {
        (ShareState state, uint256 from, uint256 until) = _excludable(agentId, client);
        if (block.timestamp < from || block.timestamp > until) {
            revert ReputationExclusionNotDue(agentId, client, from, until);
        }
        _setExcluded(agentId, client, state.excluded());
        emit ClientExcluded(agentId, client);
    }

    /// @inheritdoc IReputationTrust
    function reinstateClient(uint256 agentId, address client) external {
        if (_isAgentSide(client, agentId)) revert ReputationClientAgentSide(agentId, client);
        ShareState state = _shareState(agentId, client);
        bool excluded = state.isExcluded();
        if (!excluded && state.announcedAt() == 0) revert ReputationClientNotExcluded(agentId, client);
        if (excluded) _setExcluded(agentId, client, state.reinstated());
        else _setShareState(agentId, client, state.reinstated());
        emit ClientReinstated(agentId, client);
    }

    /// @inheritdoc IReputationSigned
    function giveFeedbackBySig(FeedbackInput calldata input, SignedBy calldata by, bytes calldata signature) external {
        _useSignature(feedbackDigest(input, by), by, signature);
        _giveFeedback(by.client, input);
    }

    /// @inheritdoc IReputationSigned
    function giveTaskFeedbackBySig(
        bytes32 taskId,
        FeedbackInput calldata input,
        SignedBy calldata by,
        bytes calldata signature
    ) external {
        _useSignature(taskFeedbackDigest(taskId, input, by), by, signature);
        uint256 place = _enterTask(by.client, taskId, input.value, input.valueDecimals, input.tag1, input.tag2);
        if (place >> 64 != input.agentId) revert ReputationTaskOfOtherAgent(taskId, place >> 64, input.agentId);
        _emitNewFeedback(by.client, uint64(place), input);
        emit TaskFeedbackGiven(by.client, taskId, uint64(place));
    }

    /// @inheritdoc IReputationSigned
    function revokeFeedbackBySig(uint256 agentId, uint64 feedbackIndex, SignedBy calldata by, bytes calldata signature)
        external
    {
        _useSignature(revocationDigest(agentId, feedbackIndex, by), by, signature);
        _revokeFeedback(by.client, agentId, feedbackIndex);
    }

    /// @inheritdoc IERC8004Reputation
    function getIdentityRegistry() external view returns (address) {
        return _identityRegistry();
    }

    /// @inheritdoc ERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC8004Reputation).interfaceId
            || interfaceId == type(IERC8004ReputationRegistryV2).interfaceId
            || interfaceId == type(IReputationTrust).interfaceId || interfaceId == type(IReputationTasks).interfaceId
            || interfaceId == type(IReputationSigned).interfaceId || super.supportsInterface(interfaceId);
    }

    function _giveFeedback(address client, FeedbackInput calldata input) private {
        _checkRating(client, input.agentId, input.value, input.valueDecimals);
        uint256 kind = FeedbackRecord.kindOf(input.valueDecimals, OPEN);
        uint256 tag1 = _internTag(input.tag1);
        _emitNewFeedback(client, _enter(client, input.agentId, input.value, kind, tag1, _internTag(input.tag2)), input);
    }

    /// @return place The agent's id (below 2^32) and in the lower 64 bits the index.
    function _enterTask(
        address client,
        bytes32 taskId,
        int128 value,
        uint8 decimals,
        string calldata tag1,
        string calldata tag2
    ) private returns (uint256 place) {
        (Task storage task, uint256 word) = _openTask(client, taskId);
        uint256 agentId = _agentOf(word);
        _checkRating(client, agentId, value, decimals);
        Feedback memory feedback;
        feedback.value = value;
        feedback.decimals = decimals;
        feedback.tag1 = uint64(_internTag(tag1));
        feedback.class = uint8(TASK_BACKED);
        uint64 index = _enterFeedback(client, agentId, feedback, _internTag(tag2));
        _closeTask(task, word, index);
        return (agentId << 64) | index;
    }

    /// @dev Enters a feedback that is not open, and counts it.
    function _enterFeedback(address client, uint256 agentId, Feedback memory feedback, uint256 tag2)
        private
        returns (uint64 index)
    {
        uint256 kind = FeedbackRecord.kindOf(feedback.decimals, feedback.class);
        index = _enter(client, agentId, feedback.value, kind, feedback.tag1, tag2);
        if (index == 1) {
            _countFirst(agentId, feedback);
        } else if (!_count(agentId, client, _positionOf(index), feedback)) {
            revert ReputationTooManyTaskTags(agentId, client, TrustPacking.MAX_TAGS);
        }
    }

    function _revokeFeedback(address client, uint256 agentId, uint64 feedbackIndex) private {
        Book storage book = _bookOf(agentId, client);
        Head head = _headWith(book, agentId, client, feedbackIndex);
        // `_headWith` has refused 0.
        uint256 position = _positionOf(feedbackIndex);
        (bool done, uint256 class) = _revoke(book, head, position);
        if (!done) revert ReputationAlreadyRevoked(agentId, client, feedbackIndex);
        if (class != OPEN) {
            Feedback memory feedback = _load(book, head, position);
            feedback.revoked = true;
            _count(agentId, client, position, feedback);
        }
        emit FeedbackRevoked(agentId, client, feedbackIndex);
    }

    /// @dev Brings a feedback from `TaskBacked` to `Validated` or back, and its value from the sums of the one to those of
    /// the other.
    /// @return live False when it is revoked and so in no sums.
    function _switchClass(uint256 agentId, address client, uint256 feedbackIndex) private returns (bool live) {
        Book storage book = _bookOf(agentId, client);
        Head head = book.head;
        uint256 position = _positionOf(feedbackIndex);
        Feedback memory feedback = _load(book, head, position);
        uint256 newClass = TASK_BACKED + VALIDATED - feedback.class;
        _reclass(book, head, position, feedback.class, newClass);
        if (feedback.revoked) return false;
        feedback.revoked = true;
        _count(agentId, client, position, feedback);
        feedback.revoked = false;
        feedback.class = uint8(newClass);
        return _count(agentId, client, position, feedback);
    }

    /// @dev The state of a client that is the agent's own side and not excluded yet.
    function _excludable(uint256 agentId, address client)
        private
        view
        returns (ShareState state, uint256 from, uint256 until)
    {
        if (!_isAgentSide(client, agentId)) revert ReputationClientNotAgentSide(agentId, client);
        state = _shareState(agentId, client);
        if (state.isExcluded()) revert ReputationClientExcluded(agentId, client);
        (from, until) = _exclusionTimes(state);
    }

    /// @dev Apart from its caller, for the places on the stack.
    function _emitNewFeedback(address client, uint64 index, FeedbackInput calldata input) private {
        string memory feedbackURI = input.feedbackURI;
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
            feedbackURI,
            input.feedbackHash
        );
    }

    /// @dev Checks in this order: decimals, value, agent (the identity registry reverts for an unknown one), agent's side.
    function _checkRating(address client, uint256 agentId, int128 value, uint8 decimals) private view {
        if (decimals > FeedbackMath.MAX_DECIMALS) revert ReputationInvalidDecimals(decimals);
        if (value > MAX_VALUE || value < -MAX_VALUE) revert ReputationValueOutOfRange(value);
        if (_isAgentSide(client, agentId)) revert ReputationSelfFeedback(agentId, client);
    }

    /// @dev Stores all but what is in the event only.
    function _enter(address client, uint256 agentId, int128 value, uint256 kind, uint256 tag1, uint256 tag2)
        private
        returns (uint64 index)
    {
        Book storage book = _bookOf(agentId, client);
        Head head = book.head;
        uint256 last = head.lastIndex();
        if (last == FeedbackHead.MAX_INDEX) revert ReputationIndexOverflow(agentId, client);
        if (last == 0) _addClient(agentId, client);
        _append(book, head, value, kind, tag1, tag2);
        // Below 2^28.
        unchecked {
            index = uint64(last + 1);
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IReputationTasks} from "../interfaces/IReputationTasks.sol";
import {ITaskValidationPolicy} from "../interfaces/ITaskValidationPolicy.sol";
import {IdentityClient} from "./IdentityClient.sol";

/// @title Tasks that clients authorize, and whether their results were validated
abstract contract TaskLedger is IReputationTasks, IdentityClient {
    /// @dev Two slots, the second only while the rating is `Validated`.
    /// `word`, from the lowest bit: validator 160, agent id 32, least response 7, rated 1, deadline or (once rated) index of
    /// the feedback 40; 0 for no task. `raise`: validator 160, threshold 7.
    struct Task {
        uint256 word;
        uint256 raise;
    }

    uint256 private constant MIN_REVEAL_DELAY = 30 seconds;
    uint256 private constant MAX_REVEAL_DELAY = 10 minutes;
    uint256 private constant MIN_TASK_DURATION = 1 hours;
    uint256 private constant MAX_TASK_DURATION = 30 days;
    bytes32 private constant TASK_TYPEHASH = keccak256(
        "TaskAuthorization(uint256 chainId,address registry,address client,bytes32 taskId,uint256 agentId,uint256 deadline,address validator,uint256 minResponse,bytes32 salt)"
    );
    uint256 private constant MAX_RESPONSE = 100;
    uint256 private constant AGENT_SHIFT = 160;
    uint256 private constant RESPONSE_SHIFT = 192;
    uint256 private constant RATED = 1 << 199;
    uint256 private constant TIME_SHIFT = 200;

    ITaskValidationPolicy private immutable POLICY;

    mapping(address client => mapping(bytes32 commitment => uint256 committedAt)) private _commitments;
    mapping(address client => mapping(bytes32 taskId => Task task)) private _tasks;

    constructor(address identityRegistry, address policy) IdentityClient(identityRegistry) {
        address its;
        if (policy.code.length != 0) its = ITaskValidationPolicy(policy).getIdentityRegistry();
        if (its != identityRegistry) revert ReputationInvalidPolicy(policy, its);
        POLICY = ITaskValidationPolicy(policy);
    }

    /// @inheritdoc IReputationTasks
    function commitTaskAuthorization(bytes32 commitment) external {
        mapping(bytes32 commitment => uint256 committedAt) storage commitments = _commitments[msg.sender];
        uint256 committedAt = commitments[commitment];
        unchecked {
            uint256 until = committedAt + MAX_REVEAL_DELAY;
            if (committedAt != 0 && block.timestamp <= until) {
                revert ReputationCommitmentOpen(msg.sender, commitment, until);
            }
        }
        commitments[commitment] = block.timestamp;
        emit TaskCommitted(msg.sender, commitment);
    }

    /// @inheritdoc IReputationTasks
    /// @dev Checks in this order: the commitment and its age, deadline, agent id, validator, task id, the agent (the
    /// identity registry reverts for an unknown one) and its side.
    function authorizeTaskWithReveal(TaskAuthorization calldata authorization) external {
        _useCommitment(taskCommitment(msg.sender, authorization));
        bytes32 taskId = authorization.taskId;
        uint256 agentId = authorization.agentId;
        uint256 deadline = authorization.deadline;
        address validator = authorization.validator;
        uint256 minResponse = authorization.minResponse;
        _checkDeadline(taskId, deadline);
        if (agentId > type(uint32).max) revert ReputationAgentIdTooLarge(agentId, type(uint32).max);
        if ((validator == address(0)) != (minResponse == 0) || minResponse > MAX_RESPONSE) {
            revert ReputationMinResponse(taskId, validator, minResponse);
        }
        if (validator == msg.sender) revert ReputationClientValidates(msg.sender, taskId);
        Task storage task = _tasks[msg.sender][taskId];
        if (task.word != 0) revert ReputationTaskExists(msg.sender, taskId);
        if (_isAgentSide(msg.sender, agentId)) revert ReputationSelfTask(agentId, msg.sender);
        task.word = uint256(uint160(validator)) | (agentId << AGENT_SHIFT) | (minResponse << RESPONSE_SHIFT)
            | (deadline << TIME_SHIFT);
        emit TaskAuthorized(agentId, msg.sender, taskId, deadline, validator, minResponse, authorization.salt);
    }

    /// @inheritdoc IReputationTasks
    function getValidationPolicy() external view returns (address) {
        return address(POLICY);
    }

    /// @inheritdoc IReputationTasks
    function getCommitmentTime(address client, bytes32 commitment) external view returns (uint256) {
        return _commitments[client][commitment];
    }

    /// @inheritdoc IReputationTasks
    function getTask(address client, bytes32 taskId)
        external
        view
        returns (
            uint256 agentId,
            address validator,
            uint256 minResponse,
            uint256 deadline,
            uint256 feedbackIndex,
            address raisedBy,
            uint256 raisedAt
        )
    {
        Task storage task = _tasks[client][taskId];
        uint256 word = task.word;
        agentId = _agentOf(word);
        validator = address(uint160(word));
        minResponse = _minResponseOf(word);
        if (word & RATED == 0) deadline = word >> TIME_SHIFT;
        else feedbackIndex = word >> TIME_SHIFT;
        word = task.raise;
        raisedBy = address(uint160(word));
        raisedAt = word >> AGENT_SHIFT;
    }

    /// @inheritdoc IReputationTasks
    function taskCommitment(address client, TaskAuthorization calldata authorization) public view returns (bytes32) {
        return keccak256(abi.encode(TASK_TYPEHASH, block.chainid, address(this), client, authorization));
    }

    /// @dev A task that its client can rate now.
    function _openTask(address client, bytes32 taskId) internal view returns (Task storage task, uint256 word) {
        task = _tasks[client][taskId];
        word = task.word;
        if (word == 0) revert ReputationUnknownTask(client, taskId);
        if (word & RATED != 0) revert ReputationTaskRated(client, taskId, word >> TIME_SHIFT);
        if (block.timestamp > word >> TIME_SHIFT) revert ReputationTaskExpired(taskId, word >> TIME_SHIFT);
    }

    function _closeTask(Task storage task, uint256 word, uint256 feedbackIndex) internal {
        task.word = (word & (RATED - 1)) | RATED | (feedbackIndex << TIME_SHIFT);
    }

    /// @dev Enters that a validator has approved the rated task. Checks in this order: the task, the validator was asked
    /// about it, is named, is not the client, has answered well enough, is not the agent's side.
    function _raiseTask(address client, bytes32 taskId, address validator)
        internal
        returns (uint256 agentId, uint256 feedbackIndex, uint256 response, uint256 threshold)
    {
        Task storage task = _tasks[client][taskId];
        uint256 word = task.word;
        if (word & RATED == 0) revert ReputationTaskNotRated(client, taskId);
        if (task.raise != 0) revert ReputationAlreadyValidated(client, taskId, address(uint160(task.raise)));
        agentId = _agentOf(word);
        feedbackIndex = word >> TIME_SHIFT;
        bool self;
        (response, threshold, self) = POLICY.judge(client, taskId, agentId, validator);
        // Where client and governance both name it the lower threshold, since either is enough.
        if (validator == address(uint160(word)) && (threshold == 0 || _minResponseOf(word) < threshold)) {
            threshold = _minResponseOf(word);
        }
        if (threshold == 0) revert ReputationValidatorNotNamed(client, taskId, validator);
        if (validator == client) revert ReputationClientValidates(client, taskId);
        if (response < threshold) revert ReputationResponseTooLow(validator, response, threshold);
        if (self) revert ReputationSelfValidation(agentId, validator);
        task.raise = uint256(uint160(validator)) | (threshold << AGENT_SHIFT);
    }

    /// @dev Takes the approval back. Only the answer matters: who owns the agent or is listed by now makes no difference. Over
    /// an identity registry that lets agents end, the policy fails for one that is gone, and the approval stays.
    function _lowerTask(address client, bytes32 taskId)
        internal
        returns (uint256 agentId, uint256 feedbackIndex, address validator, uint256 response)
    {
        Task storage task = _tasks[client][taskId];
        uint256 raise = task.raise;
        if (raise == 0) revert ReputationNotValidated(client, taskId);
        validator = address(uint160(raise));
        agentId = _agentOf(task.word);
        feedbackIndex = task.word >> TIME_SHIFT;
        (response,,) = POLICY.judge(client, taskId, agentId, validator);
        if (response >= raise >> AGENT_SHIFT) {
            revert ReputationResponseStands(validator, response, raise >> AGENT_SHIFT);
        }
        task.raise = 0;
    }

    function _useCommitment(bytes32 commitment) private {
        mapping(bytes32 commitment => uint256 committedAt) storage commitments = _commitments[msg.sender];
        uint256 committedAt = commitments[commitment];
        if (committedAt == 0) revert ReputationUnknownCommitment(msg.sender, commitment);
        // Time doesn't run backward, and the differences below are checked.
        unchecked {
            uint256 age = block.timestamp - committedAt;
            if (age < MIN_REVEAL_DELAY) revert ReputationRevealTooEarly(commitment, MIN_REVEAL_DELAY - age);
            if (age > MAX_REVEAL_DELAY) revert ReputationRevealTooLate(commitment, age - MAX_REVEAL_DELAY);
        }
        delete commitments[commitment];
    }

    function _checkDeadline(bytes32 taskId, uint256 deadline) private view {
        unchecked {
            uint256 earliest = block.timestamp + MIN_TASK_DURATION;
            uint256 latest = block.timestamp + MAX_TASK_DURATION;
            if (deadline < earliest || deadline > latest) {
                revert ReputationTaskDeadline(taskId, deadline, earliest, latest);
            }
        }
    }

    function _agentOf(uint256 word) internal pure returns (uint256) {
        return uint32(word >> AGENT_SHIFT);
    }

    function _minResponseOf(uint256 word) private pure returns (uint256) {
        return (word >> RESPONSE_SHIFT) & 0x7f;
    }
}

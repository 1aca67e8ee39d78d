// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title Feedback with a task behind it
/// @notice A client authorizes a task by commitment and reveal, half a minute or more before it can rate it: what is committed
/// stays hidden until the client reveals it, and nobody else can take it. That the work came after the commitment is the
/// client's word. One rating follows from a task.
/// The rating rises to the class `Validated` when the validation registry holds a good answer about the task, by a
/// validator that the client named beforehand or that governance has listed.
///
/// A task id belongs to the client: two clients can use the same id for different tasks, and nobody can take one away.
interface IReputationTasks {
    /// @notice What a client commits to.
    /// @param taskId Chosen by the client, once.
    /// @param agentId The agent that shall do the task; at most 2^32 - 1, as in the validation registry.
    /// @param deadline Until when the task can be rated, in Unix seconds; 1 hour to 30 days ahead of
    /// the reveal, both included.
    /// @param validator Whose answer shall make the rating `Validated`; zero for none but those that governance lists.
    /// Not the client itself. The client answers for its choice.
    /// @param minResponse The response from which on that answer counts, 1 to 100; 0 without validator.
    /// @param salt Random, so that nobody can guess what was committed.
    struct TaskAuthorization {
        bytes32 taskId;
        uint256 agentId;
        uint256 deadline;
        address validator;
        uint256 minResponse;
        bytes32 salt;
    }

    /// @notice A client committed to a task.
    event TaskCommitted(address indexed client, bytes32 indexed commitment);

    /// @notice A client authorized a task, and used up the commitment that these values give, see `taskCommitment`.
    event TaskAuthorized(
        uint256 indexed agentId,
        address indexed client,
        bytes32 indexed taskId,
        uint256 deadline,
        address validator,
        uint256 minResponse,
        bytes32 salt
    );

    /// @notice The feedback is of the class `TaskBacked`. Follows its `NewFeedback`, which names the agent.
    event TaskFeedbackGiven(address indexed client, bytes32 indexed taskId, uint64 feedbackIndex);

    /// @notice The feedback is of the class `Validated` from now on.
    event TaskValidated(
        uint256 indexed agentId,
        address indexed client,
        bytes32 indexed taskId,
        uint64 feedbackIndex,
        address validator,
        uint256 response,
        uint256 threshold
    );

    /// @notice The feedback is of the class `TaskBacked` again: the validator has lowered its answer to `response`.
    event TaskValidationWithdrawn(
        uint256 indexed agentId,
        address indexed client,
        bytes32 indexed taskId,
        uint64 feedbackIndex,
        address validator,
        uint256 response
    );

    /// @notice The policy asks a validation registry over another identity registry (zero: there is no policy).
    error ReputationInvalidPolicy(address policy, address itsIdentityRegistry);
    /// @notice The commitment can still be revealed, until then (Unix seconds).
    error ReputationCommitmentOpen(address client, bytes32 commitment, uint256 until);
    /// @notice The client has made no such commitment, or revealed it already.
    error ReputationUnknownCommitment(address client, bytes32 commitment);
    /// @notice Too early by so many seconds.
    error ReputationRevealTooEarly(bytes32 commitment, uint256 secondsLeft);
    /// @notice Too late by so many seconds: commit again.
    error ReputationRevealTooLate(bytes32 commitment, uint256 secondsLate);
    /// @notice The deadline must lie between these times (Unix seconds).
    error ReputationTaskDeadline(bytes32 taskId, uint256 deadline, uint256 earliest, uint256 latest);
    /// @notice With a validator the least response is 1 to 100, without one 0.
    error ReputationMinResponse(bytes32 taskId, address validator, uint256 minResponse);
    /// @notice Ids are kept in 32 bits here.
    error ReputationAgentIdTooLarge(uint256 agentId, uint256 maximum);
    /// @notice `client` is the agent's owner, an operator or its approved account.
    error ReputationSelfTask(uint256 agentId, address client);
    /// @notice The client has used this id for a task already.
    error ReputationTaskExists(address client, bytes32 taskId);
    /// @notice The client has authorized no such task.
    error ReputationUnknownTask(address client, bytes32 taskId);
    /// @notice The task is another agent's.
    error ReputationTaskOfOtherAgent(bytes32 taskId, uint256 taskAgentId, uint256 agentId);
    /// @notice The time to rate the task is over (Unix seconds).
    error ReputationTaskExpired(bytes32 taskId, uint256 deadline);
    /// @notice The task is rated already.
    error ReputationTaskRated(address client, bytes32 taskId, uint256 feedbackIndex);
    /// @notice The task isn't rated yet.
    error ReputationTaskNotRated(address client, bytes32 taskId);
    /// @notice The feedback is `Validated` already, by the answer of that validator.
    error ReputationAlreadyValidated(address client, bytes32 taskId, address validator);
    /// @notice The feedback isn't `Validated`.
    error ReputationNotValidated(address client, bytes32 taskId);
    /// @notice Neither the client nor governance names this validator.
    error ReputationValidatorNotNamed(address client, bytes32 taskId, address validator);
    /// @notice A client can't validate what it rates itself.
    error ReputationClientValidates(address client, bytes32 taskId);
    /// @notice The validator is the agent's own side, or was when it was asked; see `ITaskValidationPolicy.judge`.
    error ReputationSelfValidation(uint256 agentId, address validator);
    /// @notice The request isn't answered (response 0), or with less than `threshold`.
    error ReputationResponseTooLow(address validator, uint256 response, uint256 threshold);
    /// @notice The answer still meets the threshold it was counted with.
    error ReputationResponseStands(address validator, uint256 response, uint256 threshold);

    /// @notice Commits to a task. Several commitments of a client may be open at once; nobody else can touch one.
    /// @param commitment As `taskCommitment` gives it for the caller.
    function commitTaskAuthorization(bytes32 commitment) external;

    /// @notice Authorizes the task, 30 seconds to 10 minutes after the commitment, both included. Not by
    /// the agent's own side. Can't be taken back; a task that isn't rated expires.
    function authorizeTaskWithReveal(TaskAuthorization calldata authorization) external;

    /// @notice Rates the result of a task, once and until its deadline. Recorded like any feedback, with the same events,
    /// indexes and views, and besides of the class `TaskBacked`.
    /// @param taskId A task that the caller authorized.
    /// @param value As for `giveFeedback`, like all that follows.
    /// @param valueDecimals 0 to 18.
    /// @param tag1 At most five different ones for one agent, besides that of the client's very first feedback about it, see
    /// `ReputationTooManyTaskTags`.
    /// @param tag2 A refinement; may be empty.
    /// @param endpoint Not stored.
    /// @param feedbackURI Not stored.
    /// @param feedbackHash Not stored.
    function giveTaskFeedback(
        bytes32 taskId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string calldata tag2,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash
    ) external;

    /// @notice Raises the rating of a task to `Validated`. Anybody may, when the validation registry holds an answer under
    /// the policy's `taskRequestHash` that is good enough. A revoked rating can't rise.
    /// @param client Who authorized and rated the task.
    /// @param taskId The task.
    /// @param validator Whose answer it is: named by the client, or listed by governance now. Where both hold the lower
    /// threshold counts.
    function markTaskValidated(address client, bytes32 taskId, address validator) external;

    /// @notice Lowers the rating of a task to `TaskBacked` again. Anybody may, when the validator has lowered its answer
    /// below the threshold that it met. It can rise again. What governance changes meanwhile makes no difference.
    function withdrawTaskValidation(address client, bytes32 taskId) external;

    /// @notice The policy that is asked for answers and for what governance wants; fixed for ever.
    function getValidationPolicy() external view returns (address);

    /// @notice The commitment: keccak256 of abi.encode(type hash, chain id, this contract, client, all fields).
    function taskCommitment(address client, TaskAuthorization calldata authorization) external view returns (bytes32);

    /// @notice When the client made the commitment (Unix seconds); 0 for never or revealed.
    function getCommitmentTime(address client, bytes32 commitment) external view returns (uint256);

    /// @notice A task as it stands. All zero for one that was never authorized.
    /// @return agentId The agent.
    /// @return validator As authorized.
    /// @return minResponse As authorized.
    /// @return deadline Unix seconds; 0 once the task is rated.
    /// @return feedbackIndex The rating; 0 before.
    /// @return raisedBy The validator whose answer made the rating `Validated`; zero while it isn't.
    /// @return raisedAt The threshold that this answer met; the rating stays `Validated` while the answer does.
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
        );
}

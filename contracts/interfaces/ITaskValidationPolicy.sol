// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title What makes the result of a task count as validated
/// @notice Reads the validation registry for a reputation registry, and keeps the validators that governance trusts with
/// every task. Its owner can list validators and set the response they must give; that changes what can rise from then on,
/// never a class that was reached, and no feedback.
interface ITaskValidationPolicy {
    /// @notice Governance put a validator on its list or took it off.
    event GovernanceValidatorSet(address indexed validator, bool listed);

    /// @notice Governance set the response from which on answers of its validators count.
    event GovernanceThresholdSet(uint256 threshold);

    /// @notice The address has no code.
    error PolicyInvalidValidationRegistry(address validationRegistry);
    /// @notice The zero address can't be listed.
    error PolicyZeroValidator();
    /// @notice A threshold is 1 to 100.
    error PolicyThresholdOutOfRange(uint256 threshold);
    /// @notice The request under the task's hash asks another validator.
    error PolicyRequestDiffers(bytes32 requestHash, address asked, address validator);

    /// @notice Lists a validator whose answers count for every task, or takes it off. Only the owner.
    function setGovernanceValidator(address validator, bool listed) external;

    /// @notice Sets the response (1 to 100) from which on answers of listed validators count. Only the owner.
    function setGovernanceThreshold(uint256 threshold) external;

    /// @notice What a validator says about the result of a task of the calling reputation registry, and what governance
    /// wants of that validator. Reverts when it wasn't asked.
    /// @param client Who authorized the task.
    /// @param taskId The task.
    /// @param agentId The task's agent.
    /// @param validator Who answers.
    /// @return response 0 to 100; 0 also where there is no answer yet.
    /// @return threshold The response that governance wants; 0 for a validator that isn't listed.
    /// @return self Whether the validator is the agent's own side, or was when it was asked. Of a listed validator only the
    /// owner counts as that by now: the agent's side can give the other rights, and take them, without asking it.
    function judge(address client, bytes32 taskId, uint256 agentId, address validator)
        external
        view
        returns (uint256 response, uint256 threshold, bool self);

    /// @notice The validation registry that is read; fixed for ever.
    function getValidationRegistry() external view returns (address);

    /// @notice The identity registry of that validation registry.
    function getIdentityRegistry() external view returns (address);

    /// @notice Whether governance lists the validator.
    function isGovernanceValidator(address validator) external view returns (bool);

    /// @notice The response from which on answers of listed validators count.
    function governanceThreshold() external view returns (uint256);

    /// @notice The hash under which the agent's side asks a validator about a task: a bound hash of the validation registry,
    /// which names chain, reputation registry, client, task, agent and validator. So nobody else can use it first, and one
    /// request can't speak for two tasks.
    /// @param reputationRegistry Where the task is.
    /// @param client Who authorized the task.
    /// @param taskId The task.
    /// @param agentId The task's agent.
    /// @param validator Who shall answer.
    function taskRequestHash(
        address reputationRegistry,
        address client,
        bytes32 taskId,
        uint256 agentId,
        address validator
    ) external view returns (bytes32);
}

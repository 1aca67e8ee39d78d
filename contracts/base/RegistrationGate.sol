// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IRegistrationHook} from "../interfaces/IRegistrationHook.sol";
import {ISageRegistryV3} from "../interfaces/ISageRegistryV3.sol";
import {BoundedCall} from "../libraries/BoundedCall.sol";

/// @title What stands before a registration: commitment, pause and hook
/// @notice Guardian and owner can pause registrations; the owner ends a pause, sets the guardian, and sets a hook that may refuse
/// registrations. Neither has another right.
abstract contract RegistrationGate is Ownable2Step, ISageRegistryV3 {
    /// @dev One slot, the only one that a registration reads here.
    struct Gate {
        address hook;
        bool asksBefore;
        bool tellsAfter;
        bool paused;
        uint40 unpausedAt;
    }

    /// @dev Old enough that nobody who sees a reveal can have a commitment ready for the same DID.
    uint256 internal constant MIN_COMMITMENT_AGE = 1 minutes;
    uint256 internal constant MAX_COMMITMENT_AGE = 1 hours;
    uint256 internal constant HOOK_GAS = 50_000;
    uint256 private constant MAX_REASON = 256;

    Gate private _gate;
    address private _guardian;
    /// @dev By committer, so that a commitment that another account copies is the copier's own.
    mapping(address committer => mapping(bytes32 commitment => uint256 timestamp)) private _commitments;

    constructor(address owner, address initialGuardian) Ownable(owner) {
        _setGuardian(initialGuardian);
    }

    /// @notice See `pause`.
    function pause() external {
        if (msg.sender != _guardian && msg.sender != owner()) revert SageNotGuardian(msg.sender);
        if (_gate.paused) revert SagePaused();
        _gate.paused = true;
        emit Paused(msg.sender);
    }

    /// @notice See `unpause`.
    function unpause() external onlyOwner {
        if (!_gate.paused) revert SageNotPaused();
        _gate.paused = false;
        _gate.unpausedAt = uint40(block.timestamp);
        emit Unpaused(msg.sender);
    }

    /// @notice See `setGuardian`.
    function setGuardian(address newGuardian) external onlyOwner {
        _setGuardian(newGuardian);
    }

    /// @notice See `setHook`.
    function setHook(address hook, bool before, bool afterwards) external onlyOwner {
        if (hook != address(0) && hook.code.length == 0) revert SageNoCode(hook);
        (_gate.hook, _gate.asksBefore, _gate.tellsAfter) = (hook, before, afterwards);
        emit HookSet(hook, before, afterwards);
    }

    /// @notice Always fails for the owner, and with the usual error for anybody else.
    function renounceOwnership() public view override onlyOwner {
        revert SageOwnerNeeded();
    }

    /// @inheritdoc ISageRegistryV3
    function guardian() external view returns (address) {
        return _guardian;
    }

    /// @inheritdoc ISageRegistryV3
    function getHook() external view returns (address hook, bool before, bool afterwards) {
        return (_gate.hook, _gate.asksBefore, _gate.tellsAfter);
    }

    /// @inheritdoc ISageRegistryV3
    function isPaused() external view returns (bool) {
        return _gate.paused;
    }

    /// @notice See `committedAt`.
    function committedAt(address committer, bytes32 commitment) external view returns (uint256) {
        return _commitments[committer][commitment];
    }

    /// @notice See `commitRegistration`.
    /// @dev Doesn't look whether registrations are paused: one more cold read is more than the call's gas bound has room
    /// for. Instead the reveal refuses what was committed before the end of a pause.
    function commitRegistration(bytes32 commitment) external {
        mapping(bytes32 commitment => uint256 timestamp) storage commitments = _commitments[msg.sender];
        uint256 earlier = commitments[commitment];
        if (earlier != 0 && block.timestamp <= earlier + MAX_COMMITMENT_AGE) {
            revert SageCommitmentOpen(commitment, earlier + MAX_COMMITMENT_AGE);
        }
        commitments[commitment] = block.timestamp;
        emit RegistrationCommitted(msg.sender, commitment);
    }

    /// @dev Uses up the caller's commitment.
    function _consume(bytes32 commitment) internal returns (Gate memory gate) {
        gate = _gate;
        if (gate.paused) revert SagePaused();
        uint256 made = _commitments[msg.sender][commitment];
        if (made == 0) revert SageCommitmentUnknown(msg.sender, commitment);
        if (made <= gate.unpausedAt) revert SageCommitmentVoid(commitment, made, gate.unpausedAt);
        uint256 age = block.timestamp - made;
        if (age < MIN_COMMITMENT_AGE) {
            revert SageRevealTooEarly(commitment, MIN_COMMITMENT_AGE - age);
        }
        if (age > MAX_COMMITMENT_AGE) revert SageRevealTooLate(commitment, age - MAX_COMMITMENT_AGE);
        delete _commitments[msg.sender][commitment];
        emit RegistrationRevealed(msg.sender, commitment);
    }

    /// @dev A hook that has lost its code refuses everything, until the owner sets another.
    function _askHook(Gate memory gate, string memory did) internal {
        if (!gate.asksBefore || gate.hook == address(0)) return;
        if (gate.hook.code.length == 0) revert SageNoCode(gate.hook);
        (bool success, bytes memory reason) = BoundedCall.tryCall(
            gate.hook, HOOK_GAS, MAX_REASON, abi.encodeCall(IRegistrationHook.beforeRegister, (msg.sender, did))
        );
        if (!success) revert SageRegistrationRefused(gate.hook, reason);
    }

    function _tellHook(Gate memory gate, uint256 agentId, string memory did) internal {
        if (!gate.tellsAfter || gate.hook == address(0)) return;
        (bool success, bytes memory reason) = BoundedCall.tryCall(
            gate.hook, HOOK_GAS, MAX_REASON, abi.encodeCall(IRegistrationHook.afterRegister, (msg.sender, agentId, did))
        );
        if (!success) emit HookFailed(gate.hook, agentId, reason);
    }

    function _setGuardian(address newGuardian) private {
        _guardian = newGuardian;
        emit GuardianSet(newGuardian);
    }
}

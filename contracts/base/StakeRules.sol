// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IStakedRules} from "../interfaces/IStakedRules.sol";

/// @title Rules in versions, guardian and pause
/// @notice A version of the rules never changes, so that a request needs to keep its number only.
abstract contract StakeRules is IStakedRules, Ownable2Step {
    /// @dev One slot, read by each `openRequest`.
    struct Gate {
        address guardian;
        bool paused;
        uint32 latest;
    }

    /// @dev The most validators of a round: nothing loops longer.
    uint256 internal constant MAX_VALIDATORS = 100;

    uint256 private constant ONE = 10_000;
    uint256 private constant MAX_STAKE = 1000 ether;

    Gate private _gate;
    mapping(uint256 version => Parameters parameters) private _parameters;

    constructor(address initialOwner, address initialGuardian) Ownable(initialOwner) {
        _setGuardian(initialGuardian);
        _setParameters(Parameters(0.01 ether, 0.1 ether, 10, 30, 6600, 1000, 10_000, 1 days, 3));
    }

    /// @inheritdoc IStakedRules
    function setParameters(Parameters calldata newParameters) external onlyOwner {
        _setParameters(newParameters);
    }

    /// @inheritdoc IStakedRules
    function setGuardian(address newGuardian) external onlyOwner {
        _setGuardian(newGuardian);
    }

    /// @inheritdoc IStakedRules
    function pause() external {
        if (msg.sender != _gate.guardian && msg.sender != owner()) revert StakedNotGuardian(msg.sender);
        if (_gate.paused) revert StakedPaused();
        _gate.paused = true;
        emit Paused(msg.sender);
    }

    /// @inheritdoc IStakedRules
    function unpause() external onlyOwner {
        if (!_gate.paused) revert StakedNotPaused();
        _gate.paused = false;
        emit Unpaused(msg.sender);
    }

    /// @notice Always fails for the owner, and with the usual error for anybody else.
    function renounceOwnership() public view override onlyOwner {
        revert StakedOwnerNeeded();
    }

    /// @inheritdoc IStakedRules
    function isPaused() external view returns (bool) {
        return _gate.paused;
    }

    /// @inheritdoc IStakedRules
    function guardian() external view returns (address) {
        return _gate.guardian;
    }

    /// @inheritdoc IStakedRules
    function getParameters() external view returns (uint256 version, Parameters memory parameters) {
        version = _gate.latest;
        parameters = _parameters[version];
    }

    /// @inheritdoc IStakedRules
    function getParametersOf(uint256 version) external view returns (Parameters memory) {
        if (version == 0 || version > _gate.latest) revert StakedUnknownParameters(version, _gate.latest);
        return _parameters[version];
    }

    /// @dev The rules of a request that is opened now.
    function _rulesForOpening() internal view returns (uint32 version, Parameters memory rules) {
        Gate memory gate = _gate;
        if (gate.paused) revert StakedPaused();
        return (gate.latest, _parameters[gate.latest]);
    }

    /// @dev All zero for version 0.
    function _rulesOf(uint256 version) internal view returns (Parameters memory) {
        return _parameters[version];
    }

    function _checkBounds(string memory name, uint256 value, uint256 minimum, uint256 maximum) internal pure {
        if (value < minimum || value > maximum) revert StakedOutOfBounds(name, value, minimum, maximum);
    }

    function _setGuardian(address newGuardian) private {
        _gate.guardian = newGuardian;
        emit StakedGuardianSet(newGuardian);
    }

    function _setParameters(Parameters memory rules) private {
        _checkBounds("minDeposit", rules.minDeposit, 1, MAX_STAKE);
        _checkBounds("baseStake", rules.baseStake, 2, MAX_STAKE);
        if (rules.baseStake % 2 != 0) revert StakedOddStake(rules.baseStake);
        _checkBounds("tolerance", rules.tolerance, 0, 99);
        _checkBounds("fullSlashDistance", rules.fullSlashDistance, rules.tolerance + 1, 100);
        _checkBounds("consensusBps", rules.consensusBps, ONE / 2 + 1, ONE);
        _checkBounds("rewardBps", rules.rewardBps, 1, ONE);
        _checkBounds("slashBps", rules.slashBps, 1, ONE);
        _checkBounds("revealPeriod", rules.revealPeriod, 1 hours, 7 days);
        _checkBounds("minValidators", rules.minValidators, 3, MAX_VALIDATORS);
        uint32 version = ++_gate.latest;
        _parameters[version] = rules;
        emit StakedParametersSet(version, rules);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ValidationRegistry} from "../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {IRegistrationRateHook} from "../../contracts/interfaces/IRegistrationRateHook.sol";
import {ITaskValidationPolicy} from "../../contracts/interfaces/ITaskValidationPolicy.sol";
import {Deployed, IIdentity} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states. Of the contracts that a registry asks: the rate hook and the task policy.
contract HookProofs is Deployed {
    address private constant OWNER = address(0xA11CE);
    address private constant GOVERNANCE = address(0x60F);
    bytes32 private constant TASK = keccak256("task");
    uint256 private constant BEGIN = 1_800_000_000;

    IERC8004ValidationRegistry private _validations;
    IRegistrationRateHook private _hook;
    ITaskValidationPolicy private _policy;
    uint256 private _agentId;

    /// @dev Any contract can stand where the hook asks for its registry: here this one.
    function setUp() public {
        vm.warp(BEGIN);
        IIdentity identity = _identityRegistry();
        _validations = _validationRegistry(identity);
        _hook = _rateHook(address(this), GOVERNANCE);
        _policy = _taskPolicy(_validations, GOVERNANCE);
        vm.prank(OWNER);
        _agentId = identity.register();
    }

    /// @dev P14, A08, A30: nobody but the registry calls the hook, so that nobody is locked out by a stranger.
    function check_P14_A08_A30_onlyTheRegistryCallsTheHook(
        address caller,
        address account,
        uint256 agentId,
        bool afterwards
    ) public {
        bytes memory call = afterwards
            ? abi.encodeCall(_hook.afterRegister, (account, agentId, "did"))
            : abi.encodeCall(_hook.beforeRegister, (account, "did"));
        vm.prank(caller);
        (bool done,) = address(_hook).call(call);
        assert(done == (caller == address(this)));
        (uint256 lastAt, uint256 countToday) = _hook.rateOf(account);
        assert(lastAt == (done && afterwards ? BEGIN : 0) && countToday == (done && afterwards ? 1 : 0));
    }

    /// @dev A08: what one account registers holds up no other, and itself for a minute.
    function check_A08_registrationsHoldUpNobodyElse(address one, address other, uint32 wait) public {
        _hook.afterRegister(one, 1, "did");
        vm.warp(BEGIN + uint256(wait));
        (bool allowed,) = address(_hook).call(abi.encodeCall(_hook.beforeRegister, (other, "did")));
        assert(allowed == (other != one || wait >= 60));
    }

    /// @dev P46, A23: nobody but governance keeps the block list, and a blocked account is refused.
    function check_P46_A23_onlyGovernanceBlocks(address caller, address account, bool blocked) public {
        vm.prank(caller);
        (bool done,) = address(_hook).call(abi.encodeCall(_hook.setBlocked, (account, blocked)));
        assert(done == (caller == GOVERNANCE));
        (bool allowed,) = address(_hook).call(abi.encodeCall(_hook.beforeRegister, (account, "did")));
        assert(allowed == !(done && blocked));
    }

    /// @dev P46, A23: nobody but governance lists validators or sets the threshold, which stays from 1 to 100.
    function check_P46_A23_onlyGovernanceSetsThePolicy(
        address caller,
        address validator,
        bool listed,
        uint256 threshold,
        address account
    ) public {
        vm.startPrank(caller);
        (bool lists,) = address(_policy).call(abi.encodeCall(_policy.setGovernanceValidator, (validator, listed)));
        (bool sets,) = address(_policy).call(abi.encodeCall(_policy.setGovernanceThreshold, (threshold)));
        vm.stopPrank();
        assert(lists == (caller == GOVERNANCE && validator != address(0)));
        assert(sets == (caller == GOVERNANCE && threshold >= 1 && threshold <= 100));
        assert(_policy.isGovernanceValidator(account) == (lists && listed && account == validator));
        assert(_policy.governanceThreshold() == (sets ? threshold : 80));
    }

    /// @dev A09, A15: what the policy says of a task is what the named validator answered, and it tells when that is the agent's
    /// own side.
    function check_A09_A15_thePolicyTellsTheAnswerOfTheNamedValidator(
        address client,
        address validator,
        bool listed,
        uint8 response
    ) public {
        vm.prank(GOVERNANCE);
        (bool lists,) = address(_policy).call(abi.encodeCall(_policy.setGovernanceValidator, (validator, listed)));
        bytes32 requestHash = _policy.taskRequestHash(address(this), client, TASK, _agentId, validator);
        bytes32 content = keccak256(
            abi.encode(
                keccak256("TaskResult(uint256 chainId,address registry,address client,bytes32 taskId)"),
                block.chainid,
                address(this),
                client,
                TASK
            )
        );
        assert(requestHash == _validations.boundRequestHash(_agentId, validator, content));
        vm.prank(OWNER);
        (bool asked,) = address(_validations)
            .call(abi.encodeCall(_validations.validationRequest, (validator, _agentId, "", requestHash)));
        vm.assume(asked);
        vm.prank(validator);
        _validations.validationResponse(requestHash, response, "", 0, "");
        (uint256 told, uint256 threshold, bool self) = _policy.judge(client, TASK, _agentId, validator);
        assert(told == response && threshold == (lists && listed ? 80 : 0) && self == (validator == OWNER));
    }
}

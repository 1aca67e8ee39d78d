// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ReputationRegistryV2} from "../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IReputationSigned} from "../../contracts/interfaces/IReputationSigned.sol";
import {IReputationTasks} from "../../contracts/interfaces/IReputationTasks.sol";
import {Deployed, IIdentity, IReputation} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states. ecrecover is taken to give any address for any signature.
contract ReputationProofs is Deployed {
    address private constant OWNER = address(0xA11CE);
    address private constant CLIENT = address(0xC11E47);
    bytes32 private constant TASK = keccak256("task");

    IIdentity private _identity;
    IReputation private _registry;
    uint256 private _agentId;

    /// @dev The client has authorized a task when it was nobody's operator yet.
    function setUp() public {
        vm.warp(1_800_000_000);
        _identity = _identityRegistry();
        _registry = _reputationRegistry(_identity, _taskPolicy(_validationRegistry(_identity), OWNER));
        vm.prank(OWNER);
        _agentId = _identity.register();
        IReputationTasks.TaskAuthorization memory task;
        (task.taskId, task.agentId, task.deadline) = (TASK, _agentId, block.timestamp + 1 days);
        vm.startPrank(CLIENT);
        _registry.commitTaskAuthorization(_registry.taskCommitment(CLIENT, task));
        vm.warp(block.timestamp + 1 minutes);
        _registry.authorizeTaskWithReveal(task);
        vm.stopPrank();
    }

    /// @dev P17: who succeeds in rating is neither owner, nor operator, nor approved.
    function check_P17_theAgentSideCantGiveFeedback(
        address caller,
        address operator,
        address approved,
        int128 value,
        uint8 decimals
    ) public {
        _appoint(operator, approved);
        vm.prank(caller);
        (bool given,) = address(_registry)
            .call(abi.encodeCall(_registry.giveFeedback, (_agentId, value, decimals, "", "", "", "", 0)));
        if (given) _assertApart(caller, operator, approved);
    }

    /// @dev P17: nor in a batch.
    function check_P17_theAgentSideCantGiveBatches(
        address caller,
        address operator,
        address approved,
        int128 value,
        uint8 decimals
    ) public {
        _appoint(operator, approved);
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs = new IERC8004ReputationRegistryV2.FeedbackInput[](1);
        inputs[0] = _input(value, decimals);
        vm.prank(caller);
        (bool given,) = address(_registry).call(abi.encodeCall(_registry.giveFeedbackBatch, (inputs)));
        if (given) _assertApart(caller, operator, approved);
    }

    /// @dev P17: nor by a signature that somebody else sends.
    function check_P17_theAgentSideCantSignFeedback(
        address sender,
        address client,
        address operator,
        address approved,
        int128 value,
        bytes32 r
    ) public {
        _appoint(operator, approved);
        IReputationSigned.SignedBy memory by = IReputationSigned.SignedBy(client, 1, type(uint256).max);
        vm.prank(sender);
        (bool given,) =
            address(_registry).call(abi.encodeCall(_registry.giveFeedbackBySig, (_input(value, 0), by, _signature(r))));
        if (given) _assertApart(client, operator, approved);
    }

    /// @dev P17: nor for a task that was authorized before the client came to the agent's side.
    function check_P17_theAgentSideCantRateTasks(address caller, address operator, address approved, int128 value)
        public
    {
        _appoint(operator, approved);
        vm.prank(caller);
        (bool given,) =
            address(_registry).call(abi.encodeCall(_registry.giveTaskFeedback, (TASK, value, 0, "", "", "", "", 0)));
        if (given) {
            assert(caller == CLIENT);
            _assertApart(caller, operator, approved);
        }
    }

    /// @dev P17: of all accounts only the author revokes, what it has given, and once.
    function check_P17_onlyTheAuthorRevokesOnce(
        address author,
        address caller,
        uint256 agentId,
        uint64 index,
        address next
    ) public {
        vm.assume(author != OWNER && author != address(0));
        vm.prank(author);
        _registry.giveFeedback(_agentId, 87, 0, "", "", "", "", 0);
        vm.prank(caller);
        (bool revoked,) = address(_registry).call(abi.encodeCall(_registry.revokeFeedback, (agentId, index)));
        if (!revoked) return;
        assert(caller == author && agentId == _agentId && index == 1);
        vm.prank(next);
        (bool again,) = address(_registry).call(abi.encodeCall(_registry.revokeFeedback, (_agentId, 1)));
        assert(!again);
    }

    /// @dev P17: nor does anybody revoke another's feedback by a signature.
    function check_P17_onlyTheAuthorSignsARevocation(address author, address client, address sender, bytes32 r) public {
        vm.assume(author != OWNER && author != address(0));
        vm.prank(author);
        _registry.giveFeedback(_agentId, 87, 0, "", "", "", "", 0);
        IReputationSigned.SignedBy memory by = IReputationSigned.SignedBy(client, 1, type(uint256).max);
        vm.prank(sender);
        (bool revoked,) =
            address(_registry).call(abi.encodeCall(_registry.revokeFeedbackBySig, (_agentId, 1, by, _signature(r))));
        if (revoked) assert(client == author);
    }

    function _appoint(address operator, address approved) private {
        vm.startPrank(OWNER);
        _identity.setApprovalForAll(operator, true);
        _identity.approve(approved, _agentId);
        vm.stopPrank();
    }

    /// @dev Nobody is approved where the zero address is, nor does it ever call.
    function _assertApart(address client, address operator, address approved) private pure {
        assert(client != OWNER && client != operator);
        assert(client != approved || client == address(0));
    }

    function _input(int128 value, uint8 decimals)
        private
        view
        returns (IERC8004ReputationRegistryV2.FeedbackInput memory input)
    {
        (input.agentId, input.value, input.valueDecimals) = (_agentId, value, decimals);
    }

    /// @dev A low `s`, so that ecrecover decides.
    function _signature(bytes32 r) private pure returns (bytes memory) {
        return abi.encodePacked(r, bytes32(uint256(1)), bytes1(0x1b));
    }
}

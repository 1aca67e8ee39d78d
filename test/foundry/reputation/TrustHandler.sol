// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004ReputationRegistryV2} from "../../../contracts/ERC8004ReputationRegistryV2.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {TaskValidationPolicy} from "../../../contracts/TaskValidationPolicy.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IReputationSigned} from "../../../contracts/interfaces/IReputationSigned.sol";
import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {IReputationTrust} from "../../../contracts/interfaces/IReputationTrust.sol";
import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {IdentityStandIn} from "../mocks/reputation/IdentityStandIn.sol";
import {TrustLog} from "./TrustLog.sol";
import {TrustModel} from "./TrustModel.sol";
import {CommonBase} from "forge-std/Base.sol";
import {StdCheats} from "forge-std/StdCheats.sol";
import {StdUtils} from "forge-std/StdUtils.sol";
import {Vm} from "forge-std/Vm.sol";

/// @notice What people do with tasks, classes and exclusion, with bounded arguments. `model` follows from the arguments,
/// `log` from the events alone. A step that isn't possible in the present state does nothing.
contract TrustHandler is CommonBase, StdCheats, StdUtils {
    int128 private constant MAX_VALUE = 1e38;
    uint8 private constant NAMED_THRESHOLD = 60;

    struct Rated {
        address client;
        bytes32 taskId;
        uint256 agentId;
        uint64 index;
        bool requested;
        bool validated;
    }

    ERC8004ReputationRegistryV2 private immutable REGISTRY;
    ERC8004ValidationRegistry private immutable VALIDATION;
    TaskValidationPolicy private immutable POLICY;
    IdentityStandIn private immutable IDENTITY;
    address private immutable VALIDATOR = address(0x5a11da702);

    TrustModel public immutable model = new TrustModel();
    TrustLog public immutable log = new TrustLog();
    uint256[] public agents;
    address[3] public people;
    uint256[3] private _keys;
    string[5] public tags = ["starred", "", "own tag", "contested", "week"];
    Rated[] private _rated;
    uint256 private _taskCount;
    uint256 private _nonce;
    /// @dev Of the tasks that were authorized by their clients and not rated yet.
    bytes32[] private _openTasks;
    mapping(bytes32 taskId => address client) private _clientOf;
    mapping(bytes32 taskId => uint256 agentId) private _agentOf;
    mapping(uint256 agentId => address owner) private _owners;
    /// @dev Successful calls by name.
    mapping(string call => uint256) public reach;

    constructor(
        ERC8004ReputationRegistryV2 registry,
        ERC8004ValidationRegistry validation,
        TaskValidationPolicy policy,
        IdentityStandIn identity,
        uint256[] memory agents_
    ) {
        (REGISTRY, VALIDATION, POLICY, IDENTITY) = (registry, validation, policy, identity);
        agents = agents_;
        for (uint256 i; i < people.length; ++i) {
            (people[i], _keys[i]) = makeAddrAndKey(string(abi.encodePacked("person ", bytes1(uint8(65 + i)))));
        }
        for (uint256 i; i < agents_.length; ++i) {
            _owners[agents_[i]] = identity.ownerOf(agents_[i]);
        }
    }

    modifier logged() {
        vm.recordLogs();
        _;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == address(REGISTRY)) log.read(logs[i]);
        }
    }

    function give(uint256 person, uint256 agent, int128 value, uint8 decimals, uint256 tag) external logged {
        (address client, uint256 agentId) = (people[person % 3], _agent(agent));
        _dismissIfOperator(agentId, client);
        (value, decimals) = (_value(value), decimals % 19);
        vm.prank(client);
        REGISTRY.giveFeedback(agentId, value, decimals, tags[tag % 5], "week", "", "ipfs://x", 0);
        model.give(agentId, client, value, decimals, tags[tag % 5]);
        ++reach["give"];
    }

    function giveSigned(uint256 person, uint256 agent, int128 value, uint8 decimals, uint256 tag) external logged {
        IERC8004ReputationRegistryV2.FeedbackInput memory input;
        input.agentId = _agent(agent);
        _dismissIfOperator(input.agentId, people[person % 3]);
        (input.value, input.valueDecimals, input.tag1) = (_value(value), decimals % 19, tags[tag % 5]);
        IReputationSigned.SignedBy memory by = _by(person);
        REGISTRY.giveFeedbackBySig(input, by, _sign(person, REGISTRY.feedbackDigest(input, by)));
        model.give(input.agentId, by.client, input.value, input.valueDecimals, input.tag1);
        ++reach["giveSigned"];
    }

    function authorize(uint256 person, uint256 agent) external logged {
        _authorize(person, agent);
    }

    function rate(uint256 task, int128 value, uint8 decimals, uint256 tag) external logged {
        _rate(task, value, decimals, tag);
    }

    function rateSigned(uint256 task, int128 value, uint8 decimals, uint256 tag) external logged {
        bytes32 taskId = _takeTask(task);
        IERC8004ReputationRegistryV2.FeedbackInput memory input;
        input.agentId = _agentOf[taskId];
        (input.value, input.valueDecimals, input.tag1) = (_value(value), decimals % 19, tags[tag % 5]);
        uint256 person = _clientOf[taskId] == people[0] ? 0 : _clientOf[taskId] == people[1] ? 1 : 2;
        IReputationSigned.SignedBy memory by = _by(person);
        bytes memory signature = _sign(person, REGISTRY.taskFeedbackDigest(taskId, input, by));
        REGISTRY.giveTaskFeedbackBySig(taskId, input, by, signature);
        _enterRated(taskId, by.client, input.value, input.valueDecimals, input.tag1);
        ++reach["rateSigned"];
    }

    /// @dev By the client itself and by its signature in turn.
    function revoke(uint256 person, uint256 agent, uint64 index) external logged {
        (address client, uint256 agentId, uint64 found) = _findLive(person, agent, index);
        if (found == 0) return;
        if (reach["revoke"] > reach["revokeSigned"]) {
            uint256 place = client == people[0] ? 0 : client == people[1] ? 1 : 2;
            IReputationSigned.SignedBy memory by = _by(place);
            bytes memory signature = _sign(place, REGISTRY.revocationDigest(agentId, found, by));
            REGISTRY.revokeFeedbackBySig(agentId, found, by, signature);
            ++reach["revokeSigned"];
        } else {
            vm.prank(client);
            REGISTRY.revokeFeedback(agentId, found);
            ++reach["revoke"];
        }
        model.revoke(agentId, client, found);
    }

    function mark(uint256 rated, uint8 response) external logged {
        _mark(rated, response);
    }

    /// @dev The validator thinks better of it, and anybody lowers the rating; also that of a revoked one.
    function withdraw(uint256 rated, uint8 response) external logged {
        (bool found, uint256 place) = _findRated(rated, true);
        if (!found) {
            _rate(rated, int128(uint128(rated % 101)), response, rated);
            _mark(_rated.length - 1, response);
            (found, place) = _findRated(rated, true);
            if (!found) return;
        }
        Rated storage one = _rated[place];
        _answer(one, uint8(_bound(response, 0, NAMED_THRESHOLD - 1)));
        REGISTRY.withdrawTaskValidation(one.client, one.taskId);
        one.validated = false;
        model.setClass(one.agentId, one.client, one.index, FeedbackClass.TaskBacked);
        ++reach["withdraw"];
    }

    function exclude(uint256 person, uint256 agent, uint256 delay) external logged {
        (bool found, address client, uint256 agentId) = _findClient(person, agent, false);
        if (!found) return;
        _setOperator(agentId, client, true);
        (, uint256 from, uint256 until) = REGISTRY.getExclusion(agentId, client);
        if (block.timestamp > until) {
            REGISTRY.announceExclusion(agentId, client);
            (, from, until) = REGISTRY.getExclusion(agentId, client);
        }
        uint256 earliest = from > block.timestamp ? from : block.timestamp;
        vm.warp(_bound(delay, earliest, earliest + 1 hours > until ? until : earliest + 1 hours));
        REGISTRY.excludeClient(agentId, client);
        model.setExcluded(agentId, client, true);
        ++reach["exclude"];
    }

    /// @dev Announced only. Left alone it stays so, and `exclude` may carry it out later.
    function announce(uint256 person, uint256 agent) external logged {
        (bool found, address client, uint256 agentId) = _findClient(person, agent, false);
        if (!found) return;
        (, uint256 from, uint256 until) = REGISTRY.getExclusion(agentId, client);
        if (block.timestamp <= until) {
            _setOperator(agentId, client, true);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IReputationTrust.ReputationExclusionAnnounced.selector, agentId, client, from, until
                )
            );
            REGISTRY.announceExclusion(agentId, client);
            return;
        }
        _setOperator(agentId, client, true);
        REGISTRY.announceExclusion(agentId, client);
        _setOperator(agentId, client, false);
        ++reach["announce"];
    }

    function reinstate(uint256 person, uint256 agent) external logged {
        (bool found, address client, uint256 agentId) = _findClient(person, agent, true);
        if (!found) return;
        _setOperator(agentId, client, false);
        REGISTRY.reinstateClient(agentId, client);
        model.setExcluded(agentId, client, false);
        ++reach["reinstate"];
    }

    /// @dev An operator is dismissed; what was excluded stays so.
    function dismiss(uint256 person, uint256 agent) external {
        _setOperator(_agent(agent), people[person % 3], false);
        ++reach["dismiss"];
    }

    function cancelNonce(uint256 person) external {
        vm.prank(people[person % 3]);
        REGISTRY.cancelNonce(++_nonce);
        ++reach["cancelNonce"];
    }

    function everybody() external view returns (address[] memory list) {
        list = new address[](people.length);
        for (uint256 i; i < list.length; ++i) {
            list[i] = people[i];
        }
    }

    function ratedCount() external view returns (uint256) {
        return _rated.length;
    }

    function ratedAt(uint256 place) external view returns (Rated memory) {
        return _rated[place];
    }

    function _agent(uint256 seed) private view returns (uint256) {
        return agents[seed % agents.length];
    }

    /// @dev A third are small, a third fill int64, a third reach to the edge.
    function _value(int128 value) private pure returns (int128) {
        uint256 size = uint256(keccak256(abi.encode(value))) % 3;
        if (size == 0) return value % 101;
        if (size == 1) return int64(value);
        return int128(_bound(int256(value), -MAX_VALUE, MAX_VALUE));
    }

    function _setOperator(uint256 agentId, address client, bool yes) private {
        vm.prank(_owners[agentId]);
        IDENTITY.setApprovalForAll(client, yes);
    }

    function _by(uint256 person) private returns (IReputationSigned.SignedBy memory) {
        return IReputationSigned.SignedBy(people[person % 3], ++_nonce, block.timestamp);
    }

    function _sign(uint256 person, bytes32 digest) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keys[person % 3], digest);
        return abi.encodePacked(r, s, v);
    }

    function _dismissIfOperator(uint256 agentId, address client) private {
        if (IDENTITY.isAuthorizedOrOwner(client, agentId)) _setOperator(agentId, client, false);
    }

    function _authorize(uint256 person, uint256 agent) private {
        (address client, uint256 agentId) = (people[person % 3], _agent(agent));
        _dismissIfOperator(agentId, client);
        bytes32 taskId = bytes32(++_taskCount);
        IReputationTasks.TaskAuthorization memory authorization = IReputationTasks.TaskAuthorization(
            taskId, agentId, block.timestamp + 2 hours, VALIDATOR, NAMED_THRESHOLD, bytes32(person)
        );
        bytes32 commitment = REGISTRY.taskCommitment(client, authorization);
        vm.startPrank(client);
        // One more, which stays unrevealed.
        REGISTRY.commitTaskAuthorization(keccak256(abi.encode("never revealed", _taskCount)));
        REGISTRY.commitTaskAuthorization(commitment);
        skip(30 + person % 571);
        REGISTRY.authorizeTaskWithReveal(authorization);
        vm.stopPrank();
        (_clientOf[taskId], _agentOf[taskId]) = (client, agentId);
        _openTasks.push(taskId);
        ++reach["authorize"];
    }

    function _rate(uint256 task, int128 value, uint8 decimals, uint256 tag) private {
        bytes32 taskId = _takeTask(task);
        address client = _clientOf[taskId];
        (value, decimals) = (_value(value), decimals % 19);
        vm.prank(client);
        REGISTRY.giveTaskFeedback(taskId, value, decimals, tags[tag % 5], "", "", "ipfs://y", 0);
        _enterRated(taskId, client, value, decimals, tags[tag % 5]);
        ++reach["rate"];
    }

    /// @dev The agent's owner has the result validated, and anybody raises the rating.
    function _mark(uint256 rated, uint8 response) private {
        (bool found, uint256 place) = _findRated(rated, false);
        if (!found) {
            _rate(rated, int128(uint128(rated % 101)), response, rated);
            place = _rated.length - 1;
        }
        Rated storage one = _rated[place];
        bool revoked = model.entry(one.agentId, one.client, one.index).revoked;
        _answer(one, uint8(_bound(response, NAMED_THRESHOLD, 100)));
        if (revoked) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IERC8004ReputationRegistryV2.ReputationAlreadyRevoked.selector, one.agentId, one.client, one.index
                )
            );
        }
        REGISTRY.markTaskValidated(one.client, one.taskId, VALIDATOR);
        if (revoked) return;
        one.validated = true;
        model.setClass(one.agentId, one.client, one.index, FeedbackClass.Validated);
        ++reach["mark"];
    }

    /// @dev Takes one of the open tasks out of the list, after expired ones; a new one when there is none.
    function _takeTask(uint256 seed) private returns (bytes32 taskId) {
        while (_openTasks.length != 0) {
            uint256 place = seed % _openTasks.length;
            taskId = _openTasks[place];
            _openTasks[place] = _openTasks[_openTasks.length - 1];
            _openTasks.pop();
            (,,, uint256 deadline,,,) = REGISTRY.getTask(_clientOf[taskId], taskId);
            if (block.timestamp > deadline) continue;
            _dismissIfOperator(_agentOf[taskId], _clientOf[taskId]);
            return taskId;
        }
        _authorize(seed, seed >> 8);
        taskId = _openTasks[0];
        _openTasks.pop();
    }

    /// @dev A live feedback, the first one from the seeds on; index 0 when there is none.
    function _findLive(uint256 person, uint256 agent, uint64 index)
        private
        view
        returns (address client, uint256 agentId, uint64 found)
    {
        for (uint256 i; i < 6; ++i) {
            client = people[(person % 3 + i) % 3];
            agentId = agents[(agent % 2 + i / 3) % 2];
            uint64 last = model.lastIndex(agentId, client);
            for (uint64 j; j < last; ++j) {
                found = 1 + (index % last + j) % last;
                if (!model.entry(agentId, client, found).revoked) return (client, agentId, found);
            }
        }
        return (client, agentId, 0);
    }

    /// @dev The first client from the seeds on that has rated the agent and is excluded, or not, as wanted.
    function _findClient(uint256 person, uint256 agent, bool wanted)
        private
        view
        returns (bool, address client, uint256 agentId)
    {
        for (uint256 i; i < 6; ++i) {
            client = people[(person % 3 + i) % 3];
            agentId = agents[(agent % 2 + i / 3) % 2];
            if (model.lastIndex(agentId, client) == 0) continue;
            if (model.excluded(agentId, client) == wanted) return (true, client, agentId);
        }
        return (false, client, agentId);
    }

    function _enterRated(bytes32 taskId, address client, int128 value, uint8 decimals, string memory tag1) private {
        uint256 agentId = _agentOf[taskId];
        model.give(agentId, client, value, decimals, tag1);
        uint64 index = model.lastIndex(agentId, client);
        model.setClass(agentId, client, index, FeedbackClass.TaskBacked);
        _rated.push(Rated(client, taskId, agentId, index, false, false));
    }

    function _answer(Rated storage one, uint8 response) private {
        bytes32 requestHash = POLICY.taskRequestHash(address(REGISTRY), one.client, one.taskId, one.agentId, VALIDATOR);
        if (!one.requested) {
            vm.prank(_owners[one.agentId]);
            VALIDATION.validationRequest(VALIDATOR, one.agentId, "", requestHash);
            one.requested = true;
        }
        vm.prank(VALIDATOR);
        VALIDATION.validationResponse(requestHash, response, "", 0, "");
    }

    function _findRated(uint256 seed, bool validated) private view returns (bool, uint256) {
        for (uint256 i; i < _rated.length; ++i) {
            uint256 place = (seed % _rated.length + i) % _rated.length;
            if (_rated[place].validated == validated) return (true, place);
        }
        return (false, 0);
    }
}

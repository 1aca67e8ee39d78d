// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004ReputationRegistryV2} from "../../../contracts/ERC8004ReputationRegistryV2.sol";
import {IERC8004Reputation} from "../../../contracts/interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IdentityStandIn} from "../mocks/reputation/IdentityStandIn.sol";
import {ReputationModel} from "./ReputationModel.sol";
import {CommonBase} from "forge-std/Base.sol";
import {StdUtils} from "forge-std/StdUtils.sol";
import {Vm} from "forge-std/Vm.sol";

/// @notice What people do to the registry, with bounded arguments, and what it ought to make of that.
/// `model` follows from the arguments, `rebuilt` from the event log alone.
contract ReputationHandler is CommonBase, StdUtils {
    int128 private constant MAX_VALUE = 1e38;

    ERC8004ReputationRegistryV2 private immutable REGISTRY;
    IdentityStandIn private immutable IDENTITY;
    ReputationModel public immutable model = new ReputationModel();
    ReputationModel public immutable rebuilt = new ReputationModel();

    uint256[] public agents;
    address[5] public people;
    string[7] public tags = ["", "starred", "week", "own tag", "another", "contested", "disputed"];
    /// @dev Successful calls by name.
    mapping(string call => uint256) public reach;

    constructor(ERC8004ReputationRegistryV2 registry, IdentityStandIn identity, uint256[] memory agents_) {
        REGISTRY = registry;
        IDENTITY = identity;
        agents = agents_;
        for (uint256 i; i < people.length; ++i) {
            people[i] = address(uint160(0x1000 + i));
        }
    }

    /// @dev Reads the events of a call into `rebuilt`.
    modifier logged() {
        vm.recordLogs();
        _;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == address(REGISTRY)) _rebuild(logs[i]);
        }
    }

    function give(uint256 person, uint256 agent, int128 value, uint8 decimals, uint256 tag1, uint256 tag2)
        external
        logged
    {
        uint256 agentId = _agent(agent);
        address from = _outsider(person, agentId);
        if (from == address(0)) return;
        IERC8004ReputationRegistryV2.FeedbackInput memory input = _input(agentId, value, decimals, tag1, tag2);
        vm.prank(from);
        REGISTRY.giveFeedback(
            agentId, input.value, input.valueDecimals, input.tag1, input.tag2, "", "ipfs://x", bytes32(uint256(1))
        );
        model.give(agentId, from, input.value, input.valueDecimals, input.tag1, input.tag2);
        ++reach["give"];
    }

    /// @dev The same kind of feedback several times, as most clients give it.
    function giveBatch(uint256 person, uint256 agent, uint256 count, int128 value, uint8 decimals, uint256 tag)
        external
        logged
    {
        uint256 agentId = _agent(agent);
        address from = _outsider(person, agentId);
        if (from == address(0)) return;
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs =
            _inputs(_bound(count, 1, 3), _input(agentId, value, decimals, tag, tag));
        vm.prank(from);
        REGISTRY.giveFeedbackBatch(inputs);
        for (uint256 i; i < inputs.length; ++i) {
            model.give(agentId, from, inputs[i].value, inputs[i].valueDecimals, inputs[i].tag1, inputs[i].tag2);
        }
        ++reach["giveBatch"];
    }

    /// @dev Somebody of the agent's side as it is now, alone or in a batch.
    function rateOwn(uint256 person, uint256 agent, bool batch) external logged {
        uint256 agentId = _agent(agent);
        address from = IDENTITY.ownerOf(agentId);
        for (uint256 i; i < people.length; ++i) {
            address other = people[(person % people.length + i) % people.length];
            if (IDENTITY.isAuthorizedOrOwner(other, agentId)) {
                from = other;
                break;
            }
        }
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs = _inputs(1, _input(agentId, 1, 0, 0, 0));
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationSelfFeedback.selector, agentId, from)
        );
        vm.prank(from);
        if (batch) REGISTRY.giveFeedbackBatch(inputs);
        else REGISTRY.giveFeedback(agentId, 1, 0, "", "", "", "", 0);
        ++reach["rateOwn"];
    }

    function revoke(uint256 person, uint256 agent, uint64 index) external logged {
        (address from, uint256 agentId, uint64 found) = _someFeedback(person, agent, index, false);
        if (found == 0) return;
        vm.prank(from);
        REGISTRY.revokeFeedback(agentId, found);
        model.revoke(agentId, from, found);
        ++reach["revoke"];
    }

    function revokeAgain(uint256 person, uint256 agent, uint64 index) external logged {
        (address from, uint256 agentId, uint64 found) = _someFeedback(person, agent, index, true);
        if (found == 0) return;
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationAlreadyRevoked.selector, agentId, from, found)
        );
        vm.prank(from);
        REGISTRY.revokeFeedback(agentId, found);
        ++reach["revokeAgain"];
    }

    /// @dev The author's highest index tried by somebody who has not given so much.
    function revokeAnothers(uint256 person, uint256 agent, uint256 stranger) external logged {
        (address from, uint256 agentId, uint64 found) = _someFeedback(person, agent, 0, false);
        if (found == 0) return;
        found = model.lastIndex(agentId, from);
        address by = address(uint160(0x2000 + stranger % 100));
        if (model.lastIndex(agentId, _person(stranger)) < found) by = _person(stranger);
        uint64 last = model.lastIndex(agentId, by);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ReputationRegistryV2.ReputationFeedbackNotFound.selector, agentId, by, found, last
            )
        );
        vm.prank(by);
        REGISTRY.revokeFeedback(agentId, found);
        ++reach["revokeAnothers"];
    }

    function respond(uint256 person, uint256 agent, uint64 index, uint256 responder, bool revoked) external logged {
        (address to, uint256 agentId, uint64 found) = _someFeedback(person, agent, index, revoked);
        if (found == 0) return;
        address from = _person(responder);
        vm.prank(from);
        REGISTRY.appendResponse(agentId, to, found, "ipfs://y", bytes32(uint256(2)));
        model.respond(agentId, to, found, from);
        ++reach["respond"];
    }

    /// @dev The agent is sold, or its owner names or dismisses an operator or approved account.
    function changeSide(uint256 agent, uint256 person, uint256 kind) external {
        uint256 agentId = _agent(agent);
        address holder = IDENTITY.ownerOf(agentId);
        kind %= 4;
        vm.prank(holder);
        if (kind == 0) IDENTITY.transferFrom(holder, _person(person), agentId);
        else if (kind == 1) IDENTITY.approve(_person(person), agentId);
        else IDENTITY.setApprovalForAll(_person(person), kind == 2);
        ++reach["changeSide"];
    }

    function agentCount() external view returns (uint256) {
        return agents.length;
    }

    function everybody() external view returns (address[] memory list) {
        list = new address[](people.length);
        for (uint256 i; i < list.length; ++i) {
            list[i] = people[i];
        }
    }

    function _person(uint256 seed) private view returns (address) {
        return people[seed % people.length];
    }

    function _agent(uint256 seed) private view returns (uint256) {
        return agents[seed % agents.length];
    }

    /// @dev The first person from the seed on that may rate the agent; zero when all are on its side.
    function _outsider(uint256 seed, uint256 agentId) private view returns (address) {
        for (uint256 i; i < people.length; ++i) {
            address person = people[(seed % people.length + i) % people.length];
            if (!IDENTITY.isAuthorizedOrOwner(person, agentId)) return person;
        }
        return address(0);
    }

    /// @dev A feedback, revoked or not as wanted, the first one from the seeds on; index 0 when there is none.
    function _someFeedback(uint256 person, uint256 agent, uint64 index, bool revoked)
        private
        view
        returns (address from, uint256 agentId, uint64 found)
    {
        for (uint256 i; i < people.length * agents.length; ++i) {
            from = people[(person % people.length + i) % people.length];
            agentId = agents[(agent % agents.length + i / people.length) % agents.length];
            uint64 last = model.lastIndex(agentId, from);
            for (uint64 j; j < last; ++j) {
                found = 1 + (index % last + j) % last;
                if (model.entry(agentId, from, found).revoked == revoked) return (from, agentId, found);
            }
        }
        return (from, agentId, 0);
    }

    function _inputs(uint256 count, IERC8004ReputationRegistryV2.FeedbackInput memory input)
        private
        pure
        returns (IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs)
    {
        inputs = new IERC8004ReputationRegistryV2.FeedbackInput[](count);
        for (uint256 i; i < count; ++i) {
            inputs[i] = input;
        }
    }

    /// @dev Four in eight values are small, two fill int64, two reach to the edge; decimals are mostly 0.
    function _input(uint256 agentId, int128 value, uint8 decimals, uint256 tag1, uint256 tag2)
        private
        view
        returns (IERC8004ReputationRegistryV2.FeedbackInput memory input)
    {
        input.agentId = agentId;
        uint256 size = uint256(keccak256(abi.encode(value))) % 8;
        if (size < 4) input.value = value % 101;
        else if (size < 6) input.value = int64(value);
        else input.value = int128(_bound(int256(value), -MAX_VALUE, MAX_VALUE));
        input.valueDecimals = decimals < 128 ? 0 : decimals % 19;
        input.tag1 = tags[tag1 % tags.length];
        input.tag2 = tags[tag2 % tags.length];
        input.feedbackURI = "ipfs://x";
    }

    function _rebuild(Vm.Log memory log) private {
        uint256 agentId = uint256(log.topics[1]);
        address from = address(uint160(uint256(log.topics[2])));
        if (log.topics[0] == IERC8004Reputation.NewFeedback.selector) {
            (, int128 value, uint8 decimals, string memory tag1, string memory tag2,,,) =
                abi.decode(log.data, (uint64, int128, uint8, string, string, string, string, bytes32));
            rebuilt.give(agentId, from, value, decimals, tag1, tag2);
        } else if (log.topics[0] == IERC8004Reputation.FeedbackRevoked.selector) {
            rebuilt.revoke(agentId, from, uint64(uint256(log.topics[3])));
        } else {
            (uint64 index,,) = abi.decode(log.data, (uint64, string, bytes32));
            rebuilt.respond(agentId, from, index, address(uint160(uint256(log.topics[3]))));
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {IReputationTrust} from "../../../contracts/interfaces/IReputationTrust.sol";
import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {ReputationFixture} from "./ReputationFixture.sol";

/// @notice Short forms of the calls about tasks, classes and exclusion.
abstract contract TrustFixture is ReputationFixture {
    bytes32 internal constant TASK = keccak256("task");
    bytes32 internal constant OTHER_TASK = keccak256("other task");
    bytes32 internal constant SALT = keccak256("salt");

    address internal validator = makeAddr("validator");
    address internal listed = makeAddr("listed validator");
    address internal anybody = makeAddr("anybody");

    function setUp() public virtual override {
        vm.warp(1_800_000_000);
        super.setUp();
    }

    /// @dev Without validator, due in a day.
    function _authorization(bytes32 taskId) internal view returns (IReputationTasks.TaskAuthorization memory) {
        return _authorization(taskId, agent, address(0), 0);
    }

    function _authorization(bytes32 taskId, uint256 agentId, address named, uint256 minResponse)
        internal
        view
        returns (IReputationTasks.TaskAuthorization memory)
    {
        return IReputationTasks.TaskAuthorization({
            taskId: taskId,
            agentId: agentId,
            deadline: block.timestamp + 1 days,
            validator: named,
            minResponse: minResponse,
            salt: SALT
        });
    }

    function _commit(address from, IReputationTasks.TaskAuthorization memory authorization) internal {
        bytes32 commitment = registry.taskCommitment(from, authorization);
        vm.prank(from);
        registry.commitTaskAuthorization(commitment);
    }

    function _reveal(address from, IReputationTasks.TaskAuthorization memory authorization) internal {
        vm.prank(from);
        registry.authorizeTaskWithReveal(authorization);
    }

    /// @dev Half a minute goes by.
    function _authorize(address from, IReputationTasks.TaskAuthorization memory authorization) internal {
        _commit(from, authorization);
        skip(30);
        _reveal(from, authorization);
    }

    function _rate(address from, bytes32 taskId, int128 value, uint8 decimals, string memory tag1) internal {
        vm.prank(from);
        registry.giveTaskFeedback(taskId, value, decimals, tag1, "week", ENDPOINT, URI, HASH);
    }

    /// @dev Authorizes and rates a task of the fixture's agent.
    function _rateNew(address from, bytes32 taskId, int128 value, uint8 decimals, string memory tag1) internal {
        _authorize(from, _authorization(taskId));
        _rate(from, taskId, value, decimals, tag1);
    }

    function _request(address from, bytes32 taskId, address by) internal returns (bytes32 requestHash) {
        requestHash = policy.taskRequestHash(address(registry), from, taskId, agent, by);
        vm.prank(owner);
        validation.validationRequest(by, agent, URI, requestHash);
    }

    function _answer(address from, bytes32 taskId, address by, uint8 response) internal {
        bytes32 requestHash = policy.taskRequestHash(address(registry), from, taskId, agent, by);
        vm.prank(by);
        validation.validationResponse(requestHash, response, URI, HASH, "soft");
    }

    /// @dev A task of `client` that `validator` has approved and anybody raised.
    function _validated(bytes32 taskId, int128 value, uint8 decimals, string memory tag1) internal {
        _authorize(client, _authorization(taskId, agent, validator, 90));
        _rate(client, taskId, value, decimals, tag1);
        _request(client, taskId, validator);
        _answer(client, taskId, validator, 95);
        _mark(client, taskId, validator);
    }

    function _mark(address from, bytes32 taskId, address by) internal {
        vm.prank(anybody);
        registry.markTaskValidated(from, taskId, by);
    }

    function _setOperator(address who, bool yes) internal {
        vm.prank(owner);
        identity.setApprovalForAll(who, yes);
    }

    function _announce(address who) internal {
        vm.prank(anybody);
        registry.announceExclusion(agent, who);
    }

    function _exclude(address who) internal {
        vm.prank(anybody);
        registry.excludeClient(agent, who);
    }

    function _reinstate(address who) internal {
        vm.prank(anybody);
        registry.reinstateClient(agent, who);
    }

    /// @dev Makes the client an operator and has it excluded; a day goes by.
    function _excludeOperator(address who) internal {
        _setOperator(who, true);
        _announce(who);
        skip(1 days);
        _exclude(who);
    }

    function _class(address from, uint64 index) internal view returns (FeedbackClass) {
        return registry.getFeedbackClass(agent, from, index);
    }

    function _assertClass(address from, uint64 index, FeedbackClass class) internal view {
        assertEq(uint256(_class(from, index)), uint256(class), "class");
    }

    function _assertTrust(FeedbackClass class, string memory tag1, uint64 count, int256 sum) internal view {
        IReputationTrust.TrustSummary memory got = registry.getTrustSummaryByTag(agent, class, tag1);
        _assertSame(got, count, sum);
        if (bytes(tag1).length == 0) _assertSame(registry.getTrustSummary(agent, class), count, sum);
    }

    function _assertOpen(address from, string memory tag1, uint64 count, int256 sum) internal view {
        _assertSame(registry.getOpenSummary(agent, _list(from), tag1), count, sum);
    }

    function _assertSame(IReputationTrust.TrustSummary memory got, uint64 count, int256 sum) internal pure {
        assertEq(got.count, count, "count");
        assertEq(got.sumAt18Decimals, sum, "sum");
        assertEq(got.meanAt18Decimals, count == 0 ? int256(0) : sum / int256(uint256(count)), "mean");
    }
}

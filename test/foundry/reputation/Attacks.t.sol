// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {ERC8004ReputationRegistryV2} from "../../../contracts/ERC8004ReputationRegistryV2.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {TaskValidationPolicy} from "../../../contracts/TaskValidationPolicy.sol";
import {IERC8004Reputation} from "../../../contracts/interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {Relay} from "../mocks/reputation/Relay.sol";
import {ReputationFixture} from "./ReputationFixture.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

contract ReputationAttacksTest is ReputationFixture {
    /// @dev A16: the agent's side rates its own agent, by itself or through the batch.
    function test_attack_A16_FeedbackOnOneself() external {
        address[3] memory side = [owner, operator, approved];
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs = new IERC8004ReputationRegistryV2.FeedbackInput[](1);
        inputs[0] = _input(agent, 100, 0, "starred", "");
        for (uint256 i; i < side.length; ++i) {
            bytes memory expected =
                abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationSelfFeedback.selector, agent, side[i]);
            vm.expectRevert(expected);
            _give(side[i], 100, 0, "starred", "");
            vm.expectRevert(expected);
            vm.prank(side[i]);
            registry.giveFeedbackBatch(inputs);
        }
        assertEq(registry.getClientCount(agent), 0);
    }

    /// @dev A17: every function works when a contract calls it, as itself.
    function test_attack_A17_EveryFunctionThroughAContract() external {
        Relay relay = new Relay(registry);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Reputation.NewFeedback(
            agent, address(relay), 1, 87, 0, "starred", "starred", "week", ENDPOINT, URI, HASH
        );
        relay.giveFeedback(_input(agent, 87, 0, "starred", "week"));
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs = new IERC8004ReputationRegistryV2.FeedbackInput[](2);
        inputs[0] = _input(agent, 89, 0, "starred", "week");
        inputs[1] = _input(secondAgent, 1, 0, "", "");
        relay.giveFeedbackBatch(inputs);
        relay.revokeFeedback(agent, 1);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Reputation.ResponseAppended(agent, address(relay), 2, address(relay), URI, HASH);
        relay.appendResponse(agent, address(relay), 2, URI, HASH);
        relay.readEverything(agent, address(identity));
        assertEq(registry.getLastIndex(agent, address(relay)), 2);
        assertEq(registry.getLastIndex(secondAgent, address(relay)), 1);
    }

    /// @dev A29: an owner registers again to get rid of a bad record.
    function test_attack_A29_SecondRegistrationDoesNotResetReputation() external {
        _give(client, -100, 0, "starred", "");
        _give(other, -50, 0, "starred", "");
        vm.prank(owner);
        uint256 fresh = identity.register();
        assertTrue(fresh != agent);
        _assertSummary(_list(client, other), "starred", "", 2, -75, 0);
        assertEq(registry.getClients(agent), _list(client, other));
        assertEq(registry.getClientCount(fresh), 0);
        // Nor does selling the agent, to oneself or to another.
        vm.prank(owner);
        identity.transferFrom(owner, makeAddr("other wallet"), agent);
        _assertSummary(_list(client, other), "starred", "", 2, -75, 0);
        _assertFeedback(client, 1, -100, 0, "starred", "", false);
    }

    /// @dev The same over the identity registry that the suite deploys.
    function test_attack_A29_OverTheSuitesIdentityRegistry() external {
        ERC8004IdentityRegistry ours = new ERC8004IdentityRegistry();
        ERC8004ValidationRegistry itsValidation = new ERC8004ValidationRegistry(address(ours));
        TaskValidationPolicy itsPolicy = new TaskValidationPolicy(address(itsValidation), governance, new address[](0));
        ERC8004ReputationRegistryV2 reputation = new ERC8004ReputationRegistryV2(address(ours), address(itsPolicy));
        vm.prank(owner);
        uint256 first = ours.register();
        vm.prank(client);
        reputation.giveFeedback(first, -100, 0, "starred", "", "", "", 0);
        vm.prank(owner);
        uint256 second = ours.register();
        (uint64 count, int128 value,) = reputation.getSummary(first, _list(client), "", "");
        assertEq(count, 1);
        assertEq(value, -100);
        assertEq(reputation.getClientCount(second), 0);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationSelfFeedback.selector, first, owner)
        );
        vm.prank(owner);
        reputation.giveFeedback(first, 100, 0, "", "", "", "", 0);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 2));
        vm.prank(client);
        reputation.giveFeedback(2, 100, 0, "", "", "", "", 0);
    }

    /// @dev Somebody takes all places of a tag in advance, to make it unusable or to have it read as another.
    function test_attack_SquattedTagPlacesChangeNothingButTheCost() external {
        _takePlaces();
        _give(client, 10, 0, WIDE_TAG1, "");
        _give(other, 20, 0, WIDE_TAG1, "");
        _assertSummary(_list(client, other), WIDE_TAG1, "", 2, 15, 0);
        (,, string memory tag1,,) = registry.readFeedback(squattedAgent, squatter, 1);
        assertEq(tag1, "filler3549693");
        (uint64 count,,) = registry.getSummary(squattedAgent, _list(squatter), WIDE_TAG1, "");
        assertEq(count, 0);
    }

    /// @dev A stranger's revocation names the stranger's own feedback only, whatever index it gives.
    function test_attack_StrangerRevokesNothing() external {
        _give(client, 10, 0, "", "");
        _give(client, 10, 0, "", "");
        _give(other, 20, 0, "", "");
        _revoke(other, 1);
        _assertSummary(client, 2, 10, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationFeedbackNotFound.selector, agent, other, 2, 1)
        );
        _revoke(other, 2);
    }
}

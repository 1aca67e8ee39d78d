// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004ReputationRegistryV2} from "../../../contracts/ERC8004ReputationRegistryV2.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IdentityStandIn} from "../mocks/reputation/IdentityStandIn.sol";
import {Test} from "forge-std/Test.sol";

/// @notice A reputation registry over an identity stand-in with one agent.
abstract contract ReputationFixture is Test {
    string internal constant ENDPOINT = "https://agent.example.com/a2a/v1/tasks/0";
    string internal constant URI = "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG";
    bytes32 internal constant HASH = keccak256("feedback file");

    address internal owner = makeAddr("owner");
    address internal operator = makeAddr("operator");
    address internal approved = makeAddr("approved");
    address internal client = makeAddr("client");
    address internal other = makeAddr("other client");
    address internal responder = makeAddr("responder");

    IdentityStandIn internal identity;
    ERC8004ReputationRegistryV2 internal registry;
    uint256 internal agent;

    function setUp() public virtual {
        identity = new IdentityStandIn();
        registry = new ERC8004ReputationRegistryV2(address(identity));
        // Not agent 0, so that an id that was never set can't pass for the right one.
        identity.register();
        vm.startPrank(owner);
        agent = identity.register();
        identity.setApprovalForAll(operator, true);
        identity.approve(approved, agent);
        vm.stopPrank();
    }

    function _give(address from, int128 value, uint8 decimals, string memory tag1, string memory tag2) internal {
        vm.prank(from);
        registry.giveFeedback(agent, value, decimals, tag1, tag2, ENDPOINT, URI, HASH);
    }

    function _revoke(address from, uint64 index) internal {
        vm.prank(from);
        registry.revokeFeedback(agent, index);
    }

    function _respond(address from, address to, uint64 index) internal {
        vm.prank(from);
        registry.appendResponse(agent, to, index, URI, HASH);
    }

    function _list(address one) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = one;
    }

    function _list(address one, address two) internal pure returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (one, two);
    }

    function _assertSummary(
        address[] memory clients,
        string memory tag1,
        string memory tag2,
        uint64 count,
        int128 value,
        uint8 decimals
    ) internal view {
        (uint64 gotCount, int128 gotValue, uint8 gotDecimals) = registry.getSummary(agent, clients, tag1, tag2);
        assertEq(gotCount, count, "count");
        assertEq(gotValue, value, "value");
        assertEq(gotDecimals, decimals, "decimals");
    }

    function _assertFeedback(
        address from,
        uint64 index,
        int128 value,
        uint8 decimals,
        string memory tag1,
        string memory tag2,
        bool revoked
    ) internal view {
        (int128 gotValue, uint8 gotDecimals, string memory gotTag1, string memory gotTag2, bool gotRevoked) =
            registry.readFeedback(agent, from, index);
        assertEq(gotValue, value, "value");
        assertEq(gotDecimals, decimals, "decimals");
        assertEq(gotTag1, tag1, "tag1");
        assertEq(gotTag2, tag2, "tag2");
        assertEq(gotRevoked, revoked, "revoked");
    }

    function _input(uint256 agentId, int128 value, uint8 decimals, string memory tag1, string memory tag2)
        internal
        pure
        returns (IERC8004ReputationRegistryV2.FeedbackInput memory)
    {
        return IERC8004ReputationRegistryV2.FeedbackInput({
            agentId: agentId,
            value: value,
            valueDecimals: decimals,
            tag1: tag1,
            tag2: tag2,
            endpoint: ENDPOINT,
            feedbackURI: URI,
            feedbackHash: HASH
        });
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ValidationFixture} from "./ValidationFixture.sol";

/// @notice Tags whose id doesn't fit the 24 bits of a record. The fillers were found by a search over 2 * 10^7 tags:
/// each takes, as its own first place, one of the four places at which the tag `crowded` looks, or the highest place.
contract ValidationTagsTest is ValidationFixture {
    string private constant CROWDED = "crowded";
    string private constant HIGHEST = "filler0bbzc5";
    uint256 private constant REQUESTS = 6;

    function setUp() public override {
        super.setUp();
        for (uint256 i; i < REQUESTS; ++i) {
            _request(validator, agent, bytes32(i));
        }
    }

    function test_theFillersTakeThePlaces() external pure {
        uint256 places = uint256(keccak256(abi.encode(bytes32(bytes(CROWDED)) | bytes32(uint256(7)))));
        string[4] memory fillers = _fillers();
        for (uint256 i; i < 4; ++i) {
            assertEq(_firstPlace(fillers[i]), uint24(places >> 24 * i));
        }
        assertEq(_firstPlace(HIGHEST), type(uint24).max);
    }

    function test_WhenTheTagHasTheHighestNarrowId() external {
        _checkTag(HIGHEST);
    }

    function test_WhenTheTagHasAWideId() external {
        _crowd();
        _checkTag(CROWDED);
    }

    function test_attack_fillingThePlacesOfATagKeepsItUsable() external {
        _crowd();
        for (uint256 i; i < 4; ++i) {
            _respond(bytes32(i), uint8(10 * i), CROWDED);
        }
        _respond(bytes32(uint256(4)), 77, HIGHEST);
        _respond(bytes32(uint256(5)), 78, "soft");
        _assertSummary(CROWDED, 4, 15);
        _assertSummary(HIGHEST, 1, 77);
        _assertSummary("soft", 1, 78);
        _assertSummary("", 6, 35);
    }

    /// @dev Two tags that are both kept beside the record, told apart where each answer is looked at.
    function test_TwoEscapedTags() external {
        _crowd();
        _respond(bytes32(uint256(0)), 10, "soft");
        _respond(bytes32(uint256(1)), 20, "hard");
        _respond(bytes32(uint256(2)), 30, CROWDED);
        _respond(bytes32(uint256(3)), 40, HIGHEST);
        _respond(bytes32(uint256(4)), 50, CROWDED);
        _assertSummary("soft", 1, 10);
        _assertSummary("hard", 1, 20);
        _assertSummary(CROWDED, 2, 40);
        _assertSummary(HIGHEST, 1, 40);
        // From one escaped tag to the other, and out of the escape.
        _respond(bytes32(uint256(4)), 60, HIGHEST);
        _assertSummary(CROWDED, 1, 30);
        _assertSummary(HIGHEST, 2, 50);
        _respond(bytes32(uint256(4)), 70, "hard");
        _assertSummary(HIGHEST, 1, 40);
        _assertSummary("hard", 2, 45);
    }

    /// @dev Ids from 2^32 on don't fit the sums' tag fields either. That many tags can't be made in a test; the counter
    /// is put there instead, after a check that it is the counter.
    function test_WhenTheIdDoesNotFitTheSums() external {
        _crowd();
        vm.store(address(registry), bytes32(WIDE_COUNT_SLOT), bytes32(uint256(2 ** 32 - 2 ** 24)));
        _respond(0, 10, CROWDED);
        assertEq(uint256(vm.load(address(registry), bytes32(WIDE_COUNT_SLOT))), 2 ** 32 - 2 ** 24 + 1);
        _assertSummary(CROWDED, 1, 10);
        _assertSummary("soft", 0, 0);
        _respond(0, 20, CROWDED);
        _assertSummary(CROWDED, 1, 20);
        _respond(bytes32(uint256(1)), 30, CROWDED);
        _respond(bytes32(uint256(2)), 40, "soft");
        _assertSummary(CROWDED, 2, 25);
        _assertSummary("soft", 1, 40);
        _respond(0, 50, "soft");
        _respond(bytes32(uint256(1)), 60, "soft");
        _assertSummary(CROWDED, 0, 0);
        _assertSummary("soft", 3, 50);
    }

    /// @dev The tag alone, beside others, and replaced.
    function _checkTag(string memory tag) private {
        _respond(0, 80, tag);
        (,,,, string memory stored,) = registry.getValidationStatus(0);
        assertEq(stored, tag);
        _assertSummary(tag, 1, 80);
        _assertSummary("soft", 0, 0);
        _respond(bytes32(uint256(1)), 60, tag);
        _assertSummary(tag, 2, 70);
        _respond(bytes32(uint256(2)), 40, "soft");
        _respond(bytes32(uint256(3)), 20, "hard");
        _assertSummary(tag, 2, 70);
        _assertSummary("soft", 1, 40);
        _respond(0, 90, "soft");
        (,,,, stored,) = registry.getValidationStatus(0);
        assertEq(stored, "soft");
        _assertSummary(tag, 1, 60);
        _assertSummary("soft", 2, 65);
        (uint64 count, uint256 sum) = registry.summarizePage(agent, 0, REQUESTS, _list(validator), tag, true);
        assertEq(count, 1);
        assertEq(sum, 60);
    }

    /// @dev Another agent's validator spends the gas to fill all places of the tag, which then gets the first wide id.
    function _crowd() private {
        string[4] memory fillers = _fillers();
        _request(stranger, otherAgent, "crowd");
        for (uint256 i; i < 4; ++i) {
            _respond("crowd", 0, fillers[i]);
        }
        assertEq(uint256(vm.load(address(registry), bytes32(WIDE_COUNT_SLOT))), 0);
        uint256 before = vm.snapshotState();
        _respond("crowd", 0, CROWDED);
        assertEq(uint256(vm.load(address(registry), bytes32(WIDE_COUNT_SLOT))), 1);
        vm.revertToState(before);
    }

    function _assertSummary(string memory tag, uint64 count, uint8 average) private view {
        (uint64 c, uint8 a) = registry.getSummary(agent, _none(), tag);
        assertEq(c, count, tag);
        assertEq(a, average, tag);
        (c, a) = registry.getSummary(agent, _list(validator), tag);
        assertEq(c, count, tag);
        assertEq(a, average, tag);
        (c, a) = registry.getIndependentSummary(agent, _none(), tag);
        assertEq(c, count, tag);
        assertEq(a, average, tag);
    }

    function _firstPlace(string memory tag) private pure returns (uint256) {
        bytes32 word = bytes32(bytes(tag)) | bytes32(bytes(tag).length);
        return uint24(uint256(keccak256(abi.encode(word))));
    }

    function _fillers() private pure returns (string[4] memory) {
        return ["filler02qoie", "filler07euun", "filler01fctt", "filler0bjitg"];
    }
}

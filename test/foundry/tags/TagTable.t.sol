// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {TagTable} from "../../../contracts/base/TagTable.sol";
import {FeedbackRecord} from "../../../contracts/libraries/FeedbackRecord.sol";
import {TagTableHarness} from "./TagTableHarness.sol";
import {Test} from "forge-std/Test.sol";

contract TagTableTest is Test {
    /// @dev Where the harness keeps the words by id.
    uint256 private constant WORDS_SLOT = 0;
    bytes32 private constant FOREIGN_WORD = bytes32("foreign") | bytes32(uint256(7));

    /// @dev The first of its places is id 4.
    string private constant RESERVED_FIRST = "low898848";
    /// @dev The first of its places is id 15, the highest that is taken by a well-known tag.
    string private constant LAST_RESERVED_FIRST = "t16944365";

    TagTableHarness private _table = new TagTableHarness();

    string[15] private _wellKnown = [
        "starred",
        "reachable",
        "ownerVerified",
        "uptime",
        "successRate",
        "responseTime",
        "blocktimeFreshness",
        "revenues",
        "tradingYield",
        "day",
        "week",
        "month",
        "year",
        "soft",
        "hard"
    ];

    function test_EmptyTag() external {
        _assertKnown("", 0);
    }

    function test_WellKnownTags() external {
        for (uint256 i; i < _wellKnown.length; ++i) {
            _assertKnown(_wellKnown[i], i + 1);
            assertEq(_table.idOf(_wordOf(_wellKnown[i])), i + 1);
            assertEq(_table.wordOf(i + 1), _wordOf(_wellKnown[i]));
        }
        assertEq(_table.wordOf(0), 0);
        assertEq(_table.wordOf(16), 0);
        assertEq(_table.idOf(0), 0);
        assertEq(_table.idOf(FOREIGN_WORD), 0);
    }

    /// @dev Near misses of a well-known tag are tags of their own.
    function test_NearMissesOfAWellKnownTag() external {
        string[5] memory tags = ["Starred", "starre", "starredd", "starred ", "starred\x00"];
        for (uint256 i; i < tags.length; ++i) {
            assertGt(_assertNew(tags[i]), 15);
        }
        assertGt(_assertNew("sta\x00red"), 15);
    }

    function test_Lengths() external {
        uint256[8] memory lengths = [uint256(1), 2, 30, 31, 32, 33, 255, 256];
        for (uint256 i; i < lengths.length; ++i) {
            assertEq(_assertNew(_ofLength(lengths[i], "a")), _place(_ofLength(lengths[i], "a"), 0));
            _assertNew(_ofLength(lengths[i], 0x00));
            _assertNew(_ofLength(lengths[i], 0xff));
        }
    }

    function test_RevertWhen_TooLong() external {
        assertEq(_table.MAX_TAG_LENGTH(), 256);
        uint256[3] memory lengths = [uint256(257), 288, 5000];
        for (uint256 i; i < lengths.length; ++i) {
            string memory tag = _ofLength(lengths[i], "a");
            vm.expectRevert(abi.encodeWithSelector(TagTable.TagTooLong.selector, lengths[i], 256));
            _table.intern(tag);
            (bool known, uint256 id) = _table.find(tag);
            assertFalse(known);
            assertEq(id, 0);
        }
    }

    function test_NotUTF8() external {
        _assertNew(string(bytes(hex"c3")));
        _assertNew(string(bytes(hex"ff00fe")));
        _assertNew(string(bytes(hex"f0808080f0808080f0808080f0808080f0808080f0808080f0808080f0808080f08080")));
        _assertNew(unicode"völlig gültig ✓");
    }

    /// @dev A tag of 32 or more bytes that equals the word of a short one, length byte and all, is another tag.
    function test_LongTagsDoNotPassForShortOnes() external {
        string memory short = "abc";
        uint256 id = _assertNew(short);
        string memory long = string(abi.encode(_wordOf(short)));
        uint256 other = _assertNew(long);
        assertTrue(id != other);
        assertEq(_table.tagOf(id), short);
        assertEq(_table.tagOf(other), long);
    }

    function test_NewShortTagCostsOneWrite() external {
        vm.record();
        _table.intern("fresh");
        (, bytes32[] memory writes) = vm.accesses(address(_table));
        assertEq(writes.length, 1);
    }

    function test_TakesTheFirstFreePlace() external {
        for (uint256 taken; taken < 4; ++taken) {
            string memory tag = string.concat("tag", vm.toString(taken));
            for (uint256 i; i < taken; ++i) {
                _fill(_place(tag, i), FOREIGN_WORD);
            }
            assertEq(_assertNew(tag), _place(tag, taken));
        }
    }

    function test_WideIdsWhenAllPlacesAreTaken() external {
        uint256 first = _table.FIRST_WIDE();
        assertEq(first, 2 ** 24);
        string[3] memory tags = ["one", "two", _ofLength(100, "x")];
        for (uint256 i; i < tags.length; ++i) {
            for (uint256 j; j < 4; ++j) {
                _fill(_place(tags[i], j), FOREIGN_WORD);
            }
            assertEq(_assertNew(tags[i]), first + i);
        }
        // And they keep them when others follow.
        for (uint256 i; i < tags.length; ++i) {
            _assertKnown(tags[i], first + i);
        }
        // The record of a feedback takes exactly the narrow ones.
        assertTrue(FeedbackRecord.areNarrow(first - 1, first - 1));
        assertFalse(FeedbackRecord.areNarrow(first, 0));
        assertFalse(FeedbackRecord.areNarrow(0, first));
    }

    function test_PassesOverReservedIds() external {
        assertEq(_place(RESERVED_FIRST, 0), 4);
        assertEq(_assertNew(RESERVED_FIRST), _place(RESERVED_FIRST, 1));
        assertEq(_place(LAST_RESERVED_FIRST, 0), 15);
        assertEq(_assertNew(LAST_RESERVED_FIRST), _place(LAST_RESERVED_FIRST, 1));
    }

    /// @dev What `_takePlaces` of the reputation tests builds on: tags that really collide, without any cheat.
    function test_GroundCollisions() external {
        string[4] memory fillers = ["filler3549693", "filler6759242", "filler41269692", "filler7923089"];
        for (uint256 i; i < fillers.length; ++i) {
            assertEq(_assertNew(fillers[i]), _place("contested", i));
        }
        assertEq(_assertNew("contested"), 2 ** 24);
        for (uint256 i; i < fillers.length; ++i) {
            _assertKnown(fillers[i], _place("contested", i));
        }
    }

    function testFuzz_RoundTrip(string calldata a, string calldata b) external {
        vm.assume(bytes(a).length <= 256 && bytes(b).length <= 256);
        uint256 idA = _table.intern(a);
        uint256 idB = _table.intern(b);
        assertEq(idA == idB, keccak256(bytes(a)) == keccak256(bytes(b)));
        _assertKnown(a, idA);
        _assertKnown(b, idB);
    }

    function _ofLength(uint256 length, bytes1 fill) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        for (uint256 i; i < length; ++i) {
            text[i] = fill;
        }
        return string(text);
    }

    function _wordOf(string memory tag) private pure returns (bytes32) {
        bytes memory text = bytes(tag);
        if (text.length > 31) return (keccak256(text) & ~bytes32(uint256(0xff))) | bytes32(uint256(0xff));
        return bytes32(text) | bytes32(text.length);
    }

    /// @dev The id of the tag's place with this number.
    function _place(string memory tag, uint256 probe) private pure returns (uint256) {
        return uint24(uint256(keccak256(abi.encode(_wordOf(tag)))) >> (24 * probe));
    }

    function _fill(uint256 id, bytes32 word) private {
        vm.store(address(_table), keccak256(abi.encode(id, WORDS_SLOT)), word);
    }

    function _assertNew(string memory tag) private returns (uint256 id) {
        (bool known,) = _table.find(tag);
        assertFalse(known, "new");
        id = _table.intern(tag);
        _assertKnown(tag, id);
    }

    /// @dev Found under the id, read back, and interned again without a write.
    function _assertKnown(string memory tag, uint256 id) private {
        (bool known, uint256 found) = _table.find(tag);
        assertTrue(known, "known");
        assertEq(found, id, "found id");
        assertEq(_table.tagOf(id), tag, "text");
        vm.record();
        assertEq(_table.intern(tag), id, "same id again");
        (, bytes32[] memory writes) = vm.accesses(address(_table));
        assertEq(writes.length, 0, "nothing written");
    }
}

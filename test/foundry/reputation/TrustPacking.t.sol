// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {AgentWord, ShareState, TrustCell} from "../../../contracts/libraries/TrustPacking.sol";
import {Test} from "forge-std/Test.sol";

/// @notice No field of the packed words touches another, at any accepted value.
contract TrustPackingTest is Test {
    int256 private constant MAX_SUM = 1e56 * 2 ** 31;

    function testFuzz_P18_CellsAddUp(int256[4] memory sums, uint32[4] memory counts) external pure {
        TrustCell cell;
        int256 wantedSum;
        int256 wantedCount;
        for (uint256 i; i < 4; ++i) {
            int256 sum = bound(sums[i], -MAX_SUM / 4, MAX_SUM / 4);
            int256 count = int256(uint256(counts[i] / 8));
            cell = cell.plus(count, sum);
            (wantedCount, wantedSum) = (wantedCount + count, wantedSum + sum);
            _assertCell(cell, wantedCount, wantedSum);
        }
        for (uint256 i; i < 4; ++i) {
            int256 sum = bound(sums[i], -MAX_SUM / 4, MAX_SUM / 4);
            int256 count = int256(uint256(counts[i] / 8));
            cell = cell.plus(-count, -sum);
            (wantedCount, wantedSum) = (wantedCount - count, wantedSum - sum);
            _assertCell(cell, wantedCount, wantedSum);
        }
        assertEq(TrustCell.unwrap(cell), 0);
    }

    function _assertCell(TrustCell cell, int256 wantedCount, int256 wantedSum) private pure {
        (int256 count, int256 sum) = cell.split();
        assertEq(count, wantedCount);
        assertEq(sum, wantedSum);
    }

    function testFuzz_P18_AgentWordKeepsItsFields(int256 sum, uint32 count, uint40 clients, uint32 tag) external pure {
        AgentWord word = AgentWord.wrap(clients / 2);
        word = word.withMain(tag);
        assertEq(word.isMain(tag), tag < 2 ** 24, "main");
        assertFalse(word.isMain(uint256(tag) + 1), "not main");
        sum = bound(sum, -MAX_SUM, MAX_SUM);
        int256 times = int256(uint256(count / 2));
        int256 rest;
        (word, rest) = word.plus(times, sum);
        (int256 gotCount, int256 gotSum) = word.split();
        assertEq(gotCount, times, "count");
        assertEq(gotSum + rest, sum, "sum");
        assertTrue(rest == 0 || sum != int160(sum), "rest without need");
        assertTrue(sum != int160(sum) || rest == 0, "rest");
        assertEq(word.clients(), clients / 2, "clients");
        assertEq(word.withClient().clients(), uint256(clients / 2) + 1, "one client more");
        AgentWord same = word.withMain(uint256(tag) + 1);
        assertEq(same.isMain(tag), tag < 2 ** 24, "main stays");
        (word, rest) = word.plus(-times, -gotSum);
        (gotCount, gotSum) = word.split();
        assertEq(gotCount, 0);
        assertEq(gotSum, 0);
        assertEq(rest, 0);
    }

    function test_TheHighestMainTag() external pure {
        AgentWord word;
        assertFalse(word.withMain(2 ** 24).isMain(2 ** 24));
        assertTrue(word.withMain(2 ** 24 - 1).isMain(2 ** 24 - 1));
    }

    function test_AgentWordAtTheEdgesOfItsSum() external pure {
        AgentWord word;
        int256 rest;
        (word, rest) = word.plus(1, type(int160).max);
        assertEq(rest, 0);
        (word, rest) = word.plus(1, 1);
        assertEq(rest, 1);
        (word, rest) = word.plus(-1, -1);
        assertEq(rest, 0);
        (, int256 sum) = word.split();
        assertEq(sum, int256(type(int160).max) - 1);
        (word, rest) = AgentWord.wrap(0).plus(1, type(int160).min);
        assertEq(rest, 0);
        (, rest) = word.plus(1, -1);
        assertEq(rest, -1);
        assertEq(word.clients(), 0);
    }

    function testFuzz_ShareStateKeepsItsFields(uint40 time, uint256[5] memory tags) external pure {
        ShareState state;
        for (uint256 i; i < 5; ++i) {
            tags[i] = bound(tags[i], 0, 2 ** 42 - 1);
            state = state.withTag(tags[i]);
            assertEq(state.tagCount(), i + 1);
        }
        state = state.announced(time);
        assertEq(state.announcedAt(), time);
        assertFalse(state.isExcluded());
        state = state.excluded();
        assertTrue(state.isExcluded());
        assertEq(state.announcedAt(), 0);
        _assertTags(state, tags);
        state = state.reinstated();
        assertFalse(state.isExcluded());
        state = state.announced(type(uint40).max).reinstated();
        assertEq(state.announcedAt(), 0);
        _assertTags(state, tags);
        assertEq(ShareState.unwrap(state) >> 254, 0, "spare bits");
    }

    function _assertTags(ShareState state, uint256[5] memory tags) private pure {
        assertEq(state.tagCount(), 5);
        for (uint256 i; i < 5; ++i) {
            assertEq(state.tagAt(i), tags[i]);
            assertTrue(state.hasTag(tags[i]));
        }
        uint256 stranger;
        while (
            stranger == tags[0] || stranger == tags[1] || stranger == tags[2] || stranger == tags[3]
                || stranger == tags[4]
        ) ++stranger;
        assertFalse(state.hasTag(stranger));
    }
}

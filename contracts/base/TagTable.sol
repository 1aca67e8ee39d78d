// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {WellKnownTags} from "../libraries/WellKnownTags.sol";

/// @title Interned tags: a small id in the packed records, the string stored once
/// @notice Id 0 is the empty tag. Ids up to `WellKnownTags.LAST_ID` are fixed in code. Any other tag gets a narrow id
/// (24 bits) cut from its hash, at the first free one of `PROBES` places: one storage slot up to 31 bytes, ten for the
/// longest. Whoever fills all places of a tag in advance gains nothing but a dearer tag for the others: it then gets a wide
/// id, counted up from 2^24, which never runs out. Nothing is ever removed, so an id means the same tag for ever.
abstract contract TagTable {
    /// @notice A tag is longer than `maximum` bytes.
    error TagTooLong(uint256 length, uint256 maximum);

    /// @notice Longest tag in bytes. Without a limit one tag of many kilobytes would spoil every read that returns it.
    uint256 public constant MAX_TAG_LENGTH = 256;

    /// @dev Ids below this one are narrow: they fit the packed records.
    uint256 internal constant WIDE_TAG = 1 << 24;
    uint256 private constant PROBES = 4;
    /// @dev Marks the word of a tag too long for one word; no length of a short tag reaches it.
    bytes32 private constant LONG_MARKER = bytes32(uint256(0xff));

    /// @dev Word of a tag: up to 31 bytes as in `WellKnownTags`; longer ones 31 bytes of keccak256 and the marker.
    mapping(uint256 id => bytes32 word) private _words;
    mapping(uint256 id => string tag) private _longTags;
    mapping(bytes32 word => uint256 id) private _wideIds;
    uint256 private _wideCount;

    /// @dev The id of a tag, given out now when it is new.
    function _internTag(string calldata tag) internal returns (uint256 id) {
        uint256 length = bytes(tag).length;
        if (length == 0) return 0;
        if (length > MAX_TAG_LENGTH) revert TagTooLong(length, MAX_TAG_LENGTH);
        bytes32 word = length > 31 ? _longWord(keccak256(bytes(tag))) : bytes32(bytes(tag)) | bytes32(length);
        bool known;
        (known, id) = _lookUp(word);
        if (known) return id;
        if (id == 0) {
            id = WIDE_TAG + _wideCount++;
            _wideIds[word] = id;
        }
        _words[id] = word;
        if (length > 31) _longTags[id] = tag;
    }

    /// @dev The id of a tag that is known already. A tag nobody ever used has none.
    function _findTag(string memory tag) internal view returns (bool known, uint256 id) {
        uint256 length = bytes(tag).length;
        if (length == 0) return (true, 0);
        if (length > MAX_TAG_LENGTH) return (false, 0);
        return _lookUp(length > 31 ? _longWord(keccak256(bytes(tag))) : bytes32(bytes(tag)) | bytes32(length));
    }

    /// @dev The tag of an id that was given out.
    function _tagOf(uint256 id) internal view returns (string memory tag) {
        if (id == 0) return "";
        bytes32 word = id > WellKnownTags.LAST_ID ? _words[id] : WellKnownTags.wordOf(id);
        uint256 length = uint8(uint256(word));
        if (length > 31) return _longTags[id];
        tag = new string(length);
        // The word holds the text from the left; `new` has reserved and zeroed the 32 bytes that are written.
        assembly ("memory-safe") {
            mstore(add(tag, 32), and(word, not(0xff)))
        }
    }

    /// @dev Not known: `id` is the free narrow place, or 0 when all places are taken.
    function _lookUp(bytes32 word) private view returns (bool known, uint256 id) {
        id = WellKnownTags.idOf(word);
        if (id != 0) return (true, id);
        uint256 hash = uint256(keccak256(abi.encode(word)));
        for (uint256 i; i < PROBES; ++i) {
            id = uint24(hash >> (24 * i));
            if (id <= WellKnownTags.LAST_ID) continue;
            bytes32 held = _words[id];
            if (held == word) return (true, id);
            if (held == 0) return (false, id);
        }
        id = _wideIds[word];
        known = id != 0;
    }

    function _longWord(bytes32 hash) private pure returns (bytes32) {
        return (hash & ~LONG_MARKER) | LONG_MARKER;
    }
}

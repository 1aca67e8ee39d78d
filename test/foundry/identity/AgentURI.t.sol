// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {AgentURI} from "../../../contracts/libraries/AgentURI.sol";
import {IdentityBase} from "./Base.t.sol";

/// @dev How URIs are kept, seen from outside: what goes in comes out, and no slot keeps what is no longer used.
contract AgentURITest is IdentityBase {
    uint256 private constant COUNTERS_SLOT = 6;
    uint256 private constant URI_WORDS_SLOT = 7;
    uint256 private constant MAX_REST = 24_575;

    function setUp() public override {
        super.setUp();
        registry.register();
    }

    /// @dev This contract owns the agents itself.
    function onERC721Received(address, address, uint256, bytes calldata) external pure returns (bytes4) {
        return this.onERC721Received.selector;
    }

    function testFuzz_roundTrip(uint256 prefix, bytes calldata rest) public {
        string memory uri = string(bytes.concat(_prefix(prefix % 12), rest));
        uint256 agentId = registry.register(uri);
        assertEq(registry.tokenURI(agentId), uri);
        registry.setAgentURI(0, uri);
        assertEq(registry.tokenURI(0), uri);
    }

    function testFuzz_changeOfURI(uint256 prefix, uint256 length, uint256 newPrefix, uint256 newLength, uint256 seed)
        public
    {
        string memory uri = _uri(prefix % 12, _interestingLength(length), seed);
        string memory newURI = _uri(newPrefix % 12, _interestingLength(newLength), seed / 2);
        uint256 agentId = registry.register(uri);
        uint256 next = registry.register(newURI);
        registry.setAgentURI(agentId, newURI);
        assertEq(registry.tokenURI(agentId), newURI);
        assertEq(registry.tokenURI(next), newURI);
        registry.setAgentURI(agentId, uri);
        assertEq(registry.tokenURI(agentId), uri);
        _assertSlots(agentId, bytes(uri));
    }

    function test_everyLengthWithEveryBeginning() public {
        for (uint256 prefix; prefix < 12; ++prefix) {
            for (uint256 length; length <= 200; ++length) {
                this.roundTrip(_uri(prefix, length, length));
            }
        }
    }

    /// @dev A call of its own, so that memory starts empty.
    function roundTrip(string calldata uri) external {
        registry.setAgentURI(0, uri);
        assertEq(registry.tokenURI(0), uri);
        _assertSlots(0, bytes(uri));
    }

    function test_everyKindToEveryKind() public {
        uint256[10] memory lengths = [uint256(0), 1, 7, 8, 39, 40, 71, 72, 1000, MAX_REST];
        for (uint256 i; i < lengths.length; ++i) {
            for (uint256 j; j < lengths.length; ++j) {
                this.roundTrip(_uri(0, lengths[i], i));
                this.roundTrip(_uri(1, lengths[j], 100 + j));
            }
        }
    }

    /// @dev The beginnings themselves, one byte less, and one byte changed.
    function test_bareAndBrokenBeginnings() public {
        for (uint256 prefix = 1; prefix < 12; ++prefix) {
            bytes memory text = _prefix(prefix);
            this.roundTrip(string(text));
            for (uint256 i; i < text.length; ++i) {
                bytes memory broken = bytes.concat(text, "tail");
                broken[i] ^= 0x20;
                this.roundTrip(string(broken));
                this.roundTrip(string(_cut(text, i)));
            }
        }
    }

    function test_bytesThatAreNoText() public {
        bytes memory all = new bytes(256);
        for (uint256 i; i < 256; ++i) {
            all[i] = bytes1(uint8(i));
            this.roundTrip(string(bytes.concat(all[i])));
        }
        this.roundTrip(string(all));
        this.roundTrip(string(new bytes(7)));
        this.roundTrip(string(new bytes(39)));
        this.roundTrip(string(new bytes(71)));
        this.roundTrip(string(new bytes(72)));
    }

    /// @dev Callers need not pad with zeros; what follows the URI in the calldata must not get into the slots.
    function testFuzz_dirtyPadding(uint256 length, uint256 seed) public {
        length = bound(length, 0, 90);
        bytes memory uri = _bytes(seed, length);
        bytes memory call = bytes.concat(
            registry.setAgentURI.selector, abi.encode(0, 64, length), uri, hex"ffffffffffffffffffffffffffffffffffffff"
        );
        call = bytes.concat(call, _bytes(seed ^ 1, 64));
        (bool ok,) = address(registry).call(call);
        assertTrue(ok);
        assertEq(bytes(registry.tokenURI(0)), uri);
        _assertSlots(0, uri);
    }

    function test_RevertWhen_longerThanOneContractHolds() public {
        for (uint256 prefix; prefix < 12; ++prefix) {
            uint256 maximum = MAX_REST + (prefix < 8 ? _prefix(prefix).length : 0);
            string memory uri = string(bytes.concat(_prefix(prefix), _bytes(prefix, maximum - _prefix(prefix).length)));
            registry.setAgentURI(0, uri);
            assertEq(registry.tokenURI(0), uri);
            uri = string.concat(uri, "x");
            bytes memory expected =
                abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityURITooLong.selector, maximum + 1, maximum);
            vm.expectRevert(expected);
            registry.setAgentURI(0, uri);
            vm.expectRevert(expected);
            registry.register(uri);
        }
    }

    /// @dev The address that follows from the nonce, in every length of its RLP encoding that fits into the head's 7 bytes.
    function test_codeAddressAtEveryNonceLength() public {
        uint56[16] memory nonces = [
            1,
            2,
            0x7f,
            0x80,
            0xff,
            0x100,
            0xffff,
            0x10000,
            0xffffff,
            0x1000000,
            0xffffffff,
            0x100000000,
            0xffffffffff,
            0xffffffffffff,
            0x1000000000000,
            0xffffffffffffff
        ];
        for (uint256 i; i < nonces.length; ++i) {
            _checkNonce(nonces[i], i);
        }
    }

    function testFuzz_codeAddress(uint64 nonce, uint256 seed) public {
        _checkNonce(uint64(bound(nonce, 1, type(uint56).max)), seed);
    }

    /// @dev The registry's own count is in step with the chain's: no vm.setNonce here.
    function test_codeAddressesOfARealSequence() public {
        for (uint256 i = 1; i <= 260; ++i) {
            string memory uri = _uri(i % 12, 72 + i, i);
            uint256 agentId = registry.register(uri);
            address code = vm.computeCreateAddress(address(registry), i);
            assertEq(registry.tokenURI(agentId), uri);
            assertEq(vm.getNonce(address(registry)), i + 1);
            assertEq(code.code[0], bytes1(0));
            assertEq(code.code.length, 1 + 72 + i + (_prefix(i % 12).length - _dropped(i % 12)));
        }
        assertEq(registry.tokenURI(1), _uri(1, 73, 1));
    }

    /// @dev A registration that fails after the URI was stored takes the creation back with it.
    function test_codeAddressAfterAFailedRegistration() public {
        string memory uri = _uri(3, 500, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityReservedMetadataKey.selector, WALLET_KEY)
        );
        registry.register(uri, _entries(WALLET_KEY, ""));
        uint256 agentId = registry.register(uri);
        assertEq(registry.tokenURI(agentId), uri);
        assertEq(vm.getNonce(address(registry)), 2);
    }

    /// @dev A chain that counts nonces in another way: the URI would be lost, so the call fails.
    function test_RevertWhen_theChainPutsTheCodeElsewhere() public {
        vm.setNonce(address(registry), 5);
        address created = vm.computeCreateAddress(address(registry), 5);
        address expected = vm.computeCreateAddress(address(registry), 1);
        vm.expectRevert(abi.encodeWithSelector(AgentURI.AgentURICodeMisplaced.selector, created, expected));
        registry.setAgentURI(0, _uri(0, 72, 1));
        registry.setAgentURI(0, _uri(0, 71, 1));
    }

    function test_RevertWhen_theCodeCannotBeCreated() public {
        address code = vm.computeCreateAddress(address(registry), 1);
        vm.etch(code, hex"00");
        vm.expectRevert(SSTORE2.DeploymentFailed.selector);
        registry.setAgentURI{gas: 5_000_000}(0, _uri(0, 72, 1));
    }

    /// @dev Two agents with neighbouring ids don't share slots.
    function test_neighboursKeepTheirURIs() public {
        for (uint256 i; i < 8; ++i) {
            registry.register(_uri(i, 71, i));
        }
        registry.setAgentURI(4, "");
        for (uint256 i; i < 8; ++i) {
            assertEq(registry.tokenURI(i + 1), i == 3 ? "" : _uri(i, 71, i));
        }
    }

    function _checkNonce(uint64 nonce, uint256 seed) private {
        uint256 before = vm.snapshotState();
        vm.store(address(registry), bytes32(COUNTERS_SLOT), bytes32((uint256(nonce - 1) << 64) | 1));
        vm.setNonceUnsafe(address(registry), nonce);
        string memory uri = _uri(2, 72 + seed % 64, seed);
        registry.setAgentURI(0, uri);
        assertEq(registry.tokenURI(0), uri);
        assertGt(vm.computeCreateAddress(address(registry), nonce).code.length, 72);
        registry.transferFrom(address(this), bob, 0);
        assertEq(registry.tokenURI(0), uri);
        vm.revertToState(before);
    }

    /// @dev The two slots hold bytes 7–38 and 39–70 of the rest when the rest is 8 to 71 bytes long, and zeros otherwise.
    function _assertSlots(uint256 agentId, bytes memory uri) private view {
        bytes memory rest = uri;
        for (uint256 prefix = 1; prefix < 8; ++prefix) {
            bytes memory text = _prefix(prefix);
            if (uri.length >= text.length && keccak256(_cut(uri, text.length)) == keccak256(text)) {
                rest = _from(uri, text.length);
                break;
            }
        }
        bytes memory padded = rest.length > 71 ? new bytes(71) : bytes.concat(rest, new bytes(71));
        uint256 slot = uint256(keccak256(abi.encode(agentId, URI_WORDS_SLOT)));
        for (uint256 i; i < 2; ++i) {
            bytes32 expected;
            for (uint256 j; j < 32; ++j) {
                expected |= bytes32(padded[7 + 32 * i + j]) >> (8 * j);
            }
            assertEq(vm.load(address(registry), bytes32(slot + i)), expected, "slot of the URI");
        }
    }

    function _interestingLength(uint256 random) private pure returns (uint256) {
        uint256[10] memory lengths = [uint256(0), 7, 8, 39, 40, 71, 72, 73, 300, 5000];
        return random % 4 == 0 ? random % 200 : lengths[random % 10];
    }

    function _uri(uint256 prefix, uint256 length, uint256 seed) private pure returns (string memory) {
        return string(bytes.concat(_prefix(prefix), _bytes(seed, length)));
    }

    /// @dev 1 to 7 are dropped from what is stored, the others aren't.
    function _prefix(uint256 number) private pure returns (bytes memory) {
        string[12] memory texts = [
            "",
            "ipfs://",
            "https://",
            "data:application/json;base64,",
            "data:application/json;utf8,",
            "data:application/json,",
            "http://",
            "ar://",
            "data:application/json",
            "HTTPS://",
            "data:application/json;charset=utf-8,",
            "did:sage:mainnet:"
        ];
        return bytes(texts[number]);
    }

    function _dropped(uint256 prefix) private pure returns (uint256) {
        return prefix < 8 ? _prefix(prefix).length : 0;
    }

    function _cut(bytes memory data, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i; i < length; ++i) {
            part[i] = data[i];
        }
    }

    function _from(bytes memory data, uint256 start) private pure returns (bytes memory part) {
        part = new bytes(data.length - start);
        for (uint256 i; i < part.length; ++i) {
            part[i] = data[start + i];
        }
    }
}

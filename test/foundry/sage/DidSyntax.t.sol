// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ShortString, ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {SageRegistryV3} from "../../../contracts/SageRegistryV3.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {DidSyntax} from "../../../contracts/libraries/DidSyntax.sol";
import {RegistrationFixture} from "./RegistrationFixture.sol";

contract DidSyntaxHarness {
    function prefixFor(string calldata network) external pure returns (string memory) {
        ShortString prefix = DidSyntax.prefixFor(network);
        return ShortStrings.toString(prefix);
    }

    function checkIdentifier(string calldata identifier) external pure {
        DidSyntax.checkIdentifier(identifier);
    }
}

contract DidSyntaxTest is RegistrationFixture {
    string private constant LONGEST = "a234567890b234567890c234567890d234567890e234567890f234567890g234";

    DidSyntaxHarness private _syntax;

    function setUp() public override {
        super.setUp();
        _syntax = new DidSyntaxHarness();
    }

    function test_P6_everyByteAtEveryPositionOfShortIdentifiers() public {
        for (uint256 length = 1; length <= 3; ++length) {
            for (uint256 position; position < length; ++position) {
                for (uint256 character; character < 256; ++character) {
                    bytes memory text = length == 1 ? bytes("a") : length == 2 ? bytes("a0") : bytes("a0z");
                    _checkWith(text, position, bytes1(uint8(character)));
                }
            }
        }
    }

    function testFuzz_P6_everyByteAtEveryPosition(uint256 length, uint256 position, bytes1 character) public {
        length = bound(length, 1, 64);
        bytes memory text = new bytes(length);
        for (uint256 i; i < length; ++i) {
            text[i] = bytes(LONGEST)[i];
        }
        _checkWith(text, bound(position, 0, length - 1), character);
    }

    /// @dev Any bytes: what passes has the length, the characters and the ends that it should.
    function testFuzz_P6_onlyTheOneSpellingPasses(bytes memory text) public {
        (bool good, bytes memory reason) = _judge(text);
        if (!good) vm.expectRevert(reason);
        _syntax.checkIdentifier(string(text));
    }

    function test_P6_lengths() public {
        _syntax.checkIdentifier("a");
        assertEq(bytes(LONGEST).length, 64);
        _syntax.checkIdentifier(LONGEST);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageDidLength.selector, 0));
        _syntax.checkIdentifier("");
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageDidLength.selector, 65));
        _syntax.checkIdentifier(string.concat(LONGEST, "5"));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageDidLength.selector, 100_000));
        _syntax.checkIdentifier(string(new bytes(100_000)));
    }

    function test_P6_theRegistryTakesTheShortestAndTheLongest() public {
        uint256 first = register(alice, "a", list(secp256k1Key(1)));
        uint256 second = register(alice, LONGEST, list(secp256k1Key(2)));
        assertEq(registry.agentByDID("did:sage:testnet:a"), first);
        assertEq(registry.agentByDID(string.concat("did:sage:testnet:", LONGEST)), second);
        assertEq(registry.didFor(LONGEST), string.concat("did:sage:testnet:", LONGEST));
    }

    /// @dev Only the very string of the DID finds the agent.
    function testFuzz_P6_agentByDidKnowsOneSpelling(bytes memory other, uint256 position, bytes1 character) public {
        register(alice, "alice-1", list(secp256k1Key(1)));
        bytes memory did = bytes(didOf("alice-1"));
        position = bound(position, 0, did.length - 1);
        if (did[position] != character) {
            did[position] = character;
            _expectUnknown(string(did));
        }
        if (keccak256(other) != keccak256(bytes(didOf("alice-1")))) _expectUnknown(string(other));
        _expectUnknown(string.concat(didOf("alice-1"), string(other), " "));
    }

    function test_attack_A06_otherSpellingsAreRefusedEverywhere() public {
        string[14] memory bad = [
            ":abc",
            "Alice",
            "alice-",
            "-alice",
            ".a",
            "a.",
            "_a",
            "a_",
            "al ice",
            "al/ice",
            "al%61ice",
            "alic\u0435",
            "alice\x00",
            "al:ice"
        ];
        uint256[14] memory places = [uint256(0), 0, 5, 0, 0, 1, 0, 1, 2, 2, 2, 4, 5, 2];
        ISageRegistryV3.KeyInput[] memory keys = inputsOf(list(secp256k1Key(1)), didOf("alice"), alice, 0);
        for (uint256 i; i < bad.length; ++i) {
            bytes memory reason =
                abi.encodeWithSelector(ISageRegistryV3.SageDidCharacter.selector, bytes(bad[i])[places[i]], places[i]);
            vm.startPrank(alice);
            vm.expectRevert(reason);
            registry.registerAgentWithReveal(bad[i], keys, AGENT_URI, SALT);
            vm.expectRevert(reason);
            registry.bindAgentWithReveal(0, bad[i], keys, SALT);
            vm.expectRevert(reason);
            registry.didFor(bad[i]);
            vm.expectRevert(reason);
            registry.registrationCommitment(alice, bad[i], keys, AGENT_URI, SALT);
            vm.expectRevert(reason);
            registry.bindingCommitment(alice, 0, bad[i], keys, SALT);
            vm.stopPrank();
        }
    }

    function test_P6_networks() public {
        assertEq(_syntax.prefixFor("mainnet"), "did:sage:mainnet:");
        assertEq(_syntax.prefixFor("1"), "did:sage:1:");
        assertEq(_syntax.prefixFor("base-sepolia"), "did:sage:base-sepolia:");
        assertEq(_syntax.prefixFor("a23456789b123456789c1"), "did:sage:a23456789b123456789c1:");
        string[9] memory bad = ["", "a23456789b123456789c12", "Main", "a.b", "a_b", "a:b", "a b", "caf\u00e9", "a/b"];
        for (uint256 i; i < bad.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageDidNetwork.selector, bad[i]));
            _syntax.prefixFor(bad[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageDidNetwork.selector, "a:b"));
        new SageRegistryV3(address(identity), "a:b", p256Verifier, address(0), governance, guardian);
    }

    function testFuzz_P6_networkCharacters(uint256 length, uint256 position, bytes1 character) public {
        length = bound(length, 1, 21);
        bytes memory text = new bytes(length);
        for (uint256 i; i < length; ++i) {
            text[i] = bytes(LONGEST)[i];
        }
        text[bound(position, 0, length - 1)] = character;
        bool good = _isAlphanumeric(character) || character == "-";
        if (!good) vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageDidNetwork.selector, string(text)));
        string memory prefix = _syntax.prefixFor(string(text));
        if (good) assertEq(prefix, string.concat("did:sage:", string(text), ":"));
    }

    function _checkWith(bytes memory text, uint256 position, bytes1 character) private {
        text[position] = character;
        (bool good, bytes memory reason) = _judge(text);
        if (!good) vm.expectRevert(reason);
        _syntax.checkIdentifier(string(text));
    }

    /// @dev The rule once more, in the plainest way.
    function _judge(bytes memory text) private pure returns (bool good, bytes memory reason) {
        if (text.length < 1 || text.length > 64) {
            return (false, abi.encodeWithSelector(ISageRegistryV3.SageDidLength.selector, text.length));
        }
        for (uint256 i; i < text.length; ++i) {
            bool isEnd = i == 0 || i == text.length - 1;
            bool allowed = _isAlphanumeric(text[i]);
            if (!isEnd && (text[i] == "." || text[i] == "_" || text[i] == "-")) allowed = true;
            if (!allowed) {
                return (false, abi.encodeWithSelector(ISageRegistryV3.SageDidCharacter.selector, text[i], i));
            }
        }
        return (true, "");
    }

    function _isAlphanumeric(bytes1 character) private pure returns (bool) {
        return (character >= "a" && character <= "z") || (character >= "0" && character <= "9");
    }

    function _expectUnknown(string memory did) private {
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageDidUnknown.selector, did));
        registry.agentByDID(did);
    }
}

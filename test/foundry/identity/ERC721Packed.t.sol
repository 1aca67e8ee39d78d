// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {
    AcceptingReceiver,
    Actor,
    RefusingReceiver,
    RevertingReceiver,
    SilentReceiver
} from "../mocks/identity/Receivers.sol";
import {IMintable, PackedToken, ReferenceToken} from "../mocks/identity/Tokens.sol";

/// @dev Drives OpenZeppelin's ERC-721 and ours with the same calls. Result or error data, logs and views must be equal.
contract ERC721PackedTest is Test {
    uint256 private constant OPERATIONS = 12;
    uint256 private constant REACHED_KINDS = 7;

    ReferenceToken private _reference;
    PackedToken private _packed;
    uint256 private _ids = 4;
    address[] private _accounts;
    mapping(uint256 kind => uint256 count) private _succeeded;

    function setUp() public {
        _reference = new ReferenceToken();
        _packed = new PackedToken();
        _accounts = [
            makeAddr("a"),
            makeAddr("b"),
            makeAddr("c"),
            address(new AcceptingReceiver()),
            address(new Actor()),
            address(new RefusingReceiver()),
            address(new RevertingReceiver()),
            address(new SilentReceiver()),
            address(0)
        ];
    }

    function testFuzz_sameAsOpenZeppelin(uint256 seed) public {
        vm.recordLogs();
        for (uint256 i; i < OPERATIONS; ++i) {
            _step(uint256(keccak256(abi.encode(seed, i))));
        }
        _compareViews();
    }

    /// @dev The same over one long sequence, which reaches deep states, and the reach: every kind of call succeeded.
    function test_sameAsOpenZeppelin_longSequence() public {
        _ids = 150;
        vm.recordLogs();
        for (uint256 i; i < 2000; ++i) {
            this.stepAlone(uint256(keccak256(abi.encode("long", i))), i % 400 == 399);
        }
        for (uint256 kind; kind < REACHED_KINDS; ++kind) {
            assertGt(_succeeded[kind], 20, "a kind of call hardly ever succeeded");
        }
    }

    /// @dev A call of its own, so that each step starts with empty memory.
    function stepAlone(uint256 random, bool compare) external {
        _step(random);
        if (compare) _compareViews();
    }

    function testFuzz_extraBitsSurviveEverythingButSetExtra(uint256 seed, uint256 extra) public {
        uint256 mask = type(uint256).max << 161;
        for (uint256 i; i < OPERATIONS; ++i) {
            _step(uint256(keccak256(abi.encode(seed, i))));
        }
        for (uint256 id; id < _ids; ++id) {
            bool exists = _owner(id) != address(0);
            assertEq(_packed.extraOf(id), exists ? _packed.firstExtra(id) & mask : 0);
        }
        if (_owner(0) == address(0)) return;
        _packed.setExtra(0, extra);
        assertEq(_packed.extraOf(0), extra & mask);
        _compareViews();
    }

    function test_namesAndInterfaces() public view {
        assertEq(_packed.name(), _reference.name());
        assertEq(_packed.symbol(), _reference.symbol());
        bytes4[5] memory ids = [bytes4(0x01ffc9a7), 0x80ac58cd, 0x5b5e139f, 0xffffffff, 0x780e9d63];
        for (uint256 i; i < ids.length; ++i) {
            assertEq(_packed.supportsInterface(ids[i]), _reference.supportsInterface(ids[i]));
        }
    }

    function test_RevertWhen_balanceOfTheZeroAddressIsAsked() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidOwner.selector, address(0)));
        _packed.balanceOf(address(0));
    }

    function test_RevertWhen_mintedToTheZeroAddress() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(0)));
        _packed.mint(address(0), 1);
    }

    function test_RevertWhen_mintedTwice() public {
        _packed.mint(_accounts[0], 1);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidSender.selector, address(0)));
        _packed.mint(_accounts[1], 1);
    }

    /// @dev An approval left behind by a former owner must never come back to life.
    function test_approvalDoesNotOutliveATransfer() public {
        (address a, address b, address c) = (_accounts[0], _accounts[1], _accounts[2]);
        _packed.mint(a, 1);
        vm.prank(a);
        _packed.approve(c, 1);
        assertTrue(_packed.isAuthorized(c, 1));
        vm.prank(a);
        _packed.transferFrom(a, b, 1);
        assertEq(_packed.getApproved(1), address(0));
        assertFalse(_packed.isAuthorized(c, 1));
        vm.prank(c);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, c, 1));
        _packed.transferFrom(b, c, 1);
        vm.prank(b);
        _packed.approve(address(0), 1);
        assertFalse(_packed.isAuthorized(c, 1));
        assertFalse(_packed.isAuthorized(address(0), 1));
    }

    function _step(uint256 random) private {
        uint256 kind = _take(random, 0, 10);
        address caller = _accounts[_take(random, 1, _accounts.length - 1)];
        uint256 id = _take(random, 2, _ids);
        address to = _accounts[_take(random, 4, _accounts.length)];
        bytes memory data = abi.encode(random);
        bytes memory call;
        if (kind == 0) {
            call = abi.encodeCall(IMintable.mint, (to, id));
        } else if (kind == 1) {
            call = abi.encodeCall(IMintable.safeMint, (to, id, data));
        } else if (kind == 2) {
            call = abi.encodeCall(IERC721.approve, (to, id));
        } else if (kind == 3) {
            call = abi.encodeCall(IERC721.setApprovalForAll, (to, random >> 255 == 0));
        } else {
            kind = 4 + kind % 3;
            // Mostly the true owner as sender, and mostly someone who may: otherwise hardly any transfer succeeds.
            address from = _take(random, 5, 8) == 0 ? _accounts[_take(random, 6, _accounts.length)] : _owner(id);
            if (_take(random, 7, 3) != 0 && _owner(id) != address(0)) caller = _owner(id);
            if (kind == 4) call = abi.encodeCall(IERC721.transferFrom, (from, to, id));
            else if (kind == 5) call = abi.encodeWithSelector(0x42842e0e, from, to, id);
            else call = abi.encodeWithSelector(0xb88d4fde, from, to, id, data);
        }
        if (kind == 2 && _take(random, 7, 3) == 0 && _owner(id) != address(0)) caller = _owner(id);
        // The approved account may transfer but not approve: tried more often where it must fail.
        if (_take(random, 8, kind == 2 ? 2 : 4) == 0 && _owner(id) != address(0)) {
            address approved = _reference.getApproved(id);
            if (approved != address(0)) caller = approved;
        }
        _both(kind, caller, call);
        _same(abi.encodeCall(IERC721.ownerOf, (id)));
        _same(abi.encodeCall(IERC721.getApproved, (id)));
    }

    function _both(uint256 kind, address caller, bytes memory call) private {
        vm.prank(caller);
        (bool expectedOk, bytes memory expectedResult) = address(_reference).call(call);
        vm.prank(caller);
        (bool ok, bytes memory result) = address(_packed).call(call);
        assertEq(ok, expectedOk, "outcome");
        assertEq(result, expectedResult, "returned or error data");
        // Taken in any case: forge also records what a call emitted before it failed.
        Vm.Log[] memory logs = vm.getRecordedLogs();
        if (!ok) return;
        ++_succeeded[kind];
        assertEq(logs.length % 2, 0, "number of logs");
        uint256 half = logs.length / 2;
        for (uint256 i; i < half; ++i) {
            assertEq(abi.encode(logs[half + i].topics), abi.encode(logs[i].topics), "topics");
            assertEq(logs[half + i].data, logs[i].data, "data of a log");
            bool own = logs[i].emitter == address(_reference);
            assertEq(logs[half + i].emitter, own ? address(_packed) : logs[i].emitter, "emitter");
        }
    }

    function _compareViews() private view {
        for (uint256 id; id < _ids; ++id) {
            _compareToken(id);
        }
        for (uint256 i; i < _accounts.length; ++i) {
            _same(abi.encodeCall(IERC721.balanceOf, (_accounts[i])));
            for (uint256 j; j < _accounts.length; ++j) {
                _same(abi.encodeCall(IERC721.isApprovedForAll, (_accounts[i], _accounts[j])));
            }
        }
    }

    function _compareToken(uint256 id) private view {
        _same(abi.encodeCall(IERC721.ownerOf, (id)));
        _same(abi.encodeCall(IERC721.getApproved, (id)));
        _same(abi.encodeWithSelector(0xc87b56dd, id));
        for (uint256 i; i < _accounts.length; ++i) {
            _same(abi.encodeCall(IMintable.isAuthorized, (_accounts[i], id)));
        }
    }

    function _same(bytes memory call) private view {
        (bool expectedOk, bytes memory expectedResult) = address(_reference).staticcall(call);
        (bool ok, bytes memory result) = address(_packed).staticcall(call);
        assertEq(ok, expectedOk, "outcome of a view");
        assertEq(result, expectedResult, "data of a view");
    }

    function _owner(uint256 id) private view returns (address) {
        return address(uint160(uint256(vm.load(address(_reference), keccak256(abi.encode(id, 2))))));
    }

    function _take(uint256 random, uint256 place, uint256 bound) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(random, place))) % bound;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";
import {AcceptingReceiver, RefusingReceiver} from "../mocks/identity/Receivers.sol";
import {AgentOfAlice} from "./setters.t.sol";

contract OwnershipTest is AgentOfAlice {
    uint256 private constant WORDS_SLOT = 0;
    uint256 private constant COUNT_SHIFT = 163;
    uint256 private constant MAX_COUNT = 2 ** 19 - 1;

    address[] private _accounts;
    /// @dev The naive list that the registry is compared with.
    mapping(uint256 agentId => uint256[] times) private _times;

    function setUp() public override {
        super.setUp();
        _accounts = [alice, bob, carol, eve, address(new AcceptingReceiver())];
    }

    function test_ownershipOf_RevertWhen_theAgentDoesNotExist() public {
        _expectNonexistent(2);
        registry.ownershipOf(2);
    }

    function test_ownershipOf_afterEveryFormOfRegistration() public {
        vm.startPrank(carol);
        registry.register();
        registry.register(IPFS_URI);
        registry.register(IPFS_URI, new IERC8004Identity.MetadataEntry[](0));
        registry.registerBatch(new string[](2));
        vm.stopPrank();
        registry.registerFor(carol, IPFS_URI);
        for (uint256 agentId = 2; agentId < 8; ++agentId) {
            (address owner, uint256 transfers) = registry.ownershipOf(agentId);
            assertEq(owner, carol);
            assertEq(transfers, 0);
            assertEq(registry.transferredAt(agentId, 0), 0);
            assertEq(registry.transferredAt(agentId, 1), 0);
        }
    }

    function testFuzz_transferredAt_WhenThereWasNoSuchTransfer(uint256 agentId, uint256 transfer) public {
        _move(alice, alice, eve, 0);
        assertEq(registry.transferredAt(bound(agentId, 1, type(uint256).max), transfer), 0);
        assertEq(registry.transferredAt(0, transfer == 1 ? 0 : transfer), 0);
        // Numbers that a careless cut to the bits of the count would take for the first.
        assertEq(registry.transferredAt(0, MAX_COUNT + 2), 0);
        assertEq(registry.transferredAt(0, 2 ** 255 + 1), 0);
        assertEq(registry.transferredAt(0, 1), START);
    }

    function test_ItCountsWhoeverTransfersInWhateverForm() public {
        for (uint256 i; i < 3; ++i) {
            for (uint256 form; form < 3; ++form) {
                uint256 before = vm.snapshotState();
                vm.warp(START + 3 * i + form);
                vm.prank(_side()[i]);
                if (form == 0) registry.transferFrom(alice, eve, 0);
                else if (form == 1) registry.safeTransferFrom(alice, eve, 0);
                else registry.safeTransferFrom(alice, eve, 0, "data");
                _times[0].push(START + 3 * i + form);
                _compare(0, eve);
                _compare(1, eve);
                assertEq(registry.tokenURI(0), IPFS_URI);
                _times[0].pop();
                vm.revertToState(before);
            }
        }
    }

    function test_ItCountsTransfersToOneselfAndSeveralInOneSecond() public {
        for (uint256 i; i < 14; ++i) {
            if (i % 4 == 3) skip(1);
            vm.prank(alice);
            registry.transferFrom(alice, alice, 0);
            _times[0].push(block.timestamp);
            _compare(0, alice);
        }
        assertEq(registry.transferredAt(0, 1), START);
        assertEq(registry.transferredAt(0, 14), START + 3);
    }

    /// @dev A time takes its 40 bits and none of its neighbours'.
    function test_ItKeepsTheLargestTime() public {
        for (uint256 i; i < 14; ++i) {
            vm.warp(i % 2 == 0 ? type(uint40).max : 1);
            vm.prank(alice);
            registry.transferFrom(alice, alice, 0);
            _times[0].push(block.timestamp);
            _compare(0, alice);
        }
    }

    function test_WhenATransferFailsNothingIsCounted() public {
        address refusing = address(new RefusingReceiver());
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, refusing));
        registry.safeTransferFrom(alice, refusing, 0);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721IncorrectOwner.selector, bob, 0, alice));
        registry.transferFrom(bob, alice, 0);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, eve, 0));
        vm.prank(eve);
        registry.transferFrom(alice, eve, 0);
        _compare(0, alice);
    }

    /// @dev Over a count with all its bits, and over one with none, whatever the other parts of the word are.
    function test_NothingElseTouchesTheTransfers() public {
        uint256[3] memory counts = [uint256(0), 5, MAX_COUNT];
        for (uint256 i; i < counts.length; ++i) {
            vm.warp(START + i * 1000);
            _setCount(0, counts[i]);
            uint256 last = registry.transferredAt(0, 5);
            _setWallet(vm.createWallet("wallet"), 0, block.timestamp + 1);
            _expectCount(counts[i]);
            vm.startPrank(alice);
            for (uint256 length; length < 100; ++length) {
                registry.setAgentURI(0, string(_bytes(i, length)));
                _expectCount(counts[i]);
                assertEq(bytes(registry.tokenURI(0)), _bytes(i, length));
            }
            registry.setMetadata(0, "key", "value");
            registry.unsetAgentWallet(0);
            registry.approve(eve, 0);
            registry.approve(address(0), 0);
            registry.setApprovalForAll(eve, true);
            registry.setApprovalForAll(eve, false);
            vm.stopPrank();
            _expectCount(counts[i]);
            assertEq(registry.transferredAt(0, 5), last);
            for (uint256 j; j < 5 && i == 0; ++j) {
                _move(alice, alice, alice, 0);
            }
        }
    }

    function test_RevertWhen_ThereWereTooManyTransfers() public {
        _setCount(0, MAX_COUNT - 1);
        _move(alice, alice, alice, 0);
        _expectCount(MAX_COUNT);
        assertEq(registry.transferredAt(0, MAX_COUNT), START);
        bytes memory exhausted =
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityTransfersExhausted.selector, 0, MAX_COUNT);
        vm.startPrank(alice);
        vm.expectRevert(exhausted);
        registry.transferFrom(alice, bob, 0);
        vm.expectRevert(exhausted);
        registry.safeTransferFrom(alice, bob, 0, "data");
        vm.stopPrank();
        _expectCount(MAX_COUNT);
        assertEq(registry.tokenURI(0), IPFS_URI);
        // Other agents go on.
        _move(eve, eve, alice, 1);
    }

    /// @dev Two agents, up to 40 transfers of any kind, other calls in between, against a plain list of times.
    function testFuzz_transfersEqualANaiveList(uint256 seed, uint256 count) public {
        count = bound(count, 0, 40);
        for (uint256 i; i < count; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 agentId = random % 2;
            address owner = registry.ownerOf(agentId);
            // Half of them in the same second as the one before.
            if ((random >> 8) % 2 == 0) skip((random >> 16) % (1 << (random >> 64) % 28));
            if ((random >> 96) % 3 == 0) _setURI(owner, agentId, random);
            address to = (random >> 104) % 4 == 0 ? owner : _accounts[(random >> 112) % _accounts.length];
            vm.prank(owner);
            if ((random >> 120) % 2 == 0) registry.transferFrom(owner, to, agentId);
            else registry.safeTransferFrom(owner, to, agentId, "data");
            _times[agentId].push(block.timestamp);
            assertEq(_transfers(agentId), _times[agentId].length);
            if ((random >> 128) % 3 == 0) _setURI(to, agentId, random >> 1);
        }
        _compare(0, registry.ownerOf(0));
        _compare(1, registry.ownerOf(1));
    }

    function _move(address caller, address from, address to, uint256 agentId) private {
        vm.prank(caller);
        registry.transferFrom(from, to, agentId);
    }

    function _setURI(address owner, uint256 agentId, uint256 random) private {
        string memory uri = string(_bytes(random, random % 80));
        vm.prank(owner);
        registry.setAgentURI(agentId, uri);
        assertEq(registry.tokenURI(agentId), uri);
    }

    /// @dev Writes the count into the agent's word, where bits 163–181 hold it.
    function _setCount(uint256 agentId, uint256 count) private {
        bytes32 slot = keccak256(abi.encode(agentId, WORDS_SLOT));
        uint256 word = uint256(vm.load(address(registry), slot)) & ~(MAX_COUNT << COUNT_SHIFT);
        vm.store(address(registry), slot, bytes32(word | (count << COUNT_SHIFT)));
    }

    function _expectCount(uint256 count) private view {
        (address owner, uint256 transfers) = registry.ownershipOf(0);
        assertEq(owner, alice);
        assertEq(transfers, count);
    }

    function _compare(uint256 agentId, address expectedOwner) private view {
        (address owner, uint256 transfers) = registry.ownershipOf(agentId);
        uint256[] memory times = _times[agentId];
        assertEq(owner, expectedOwner);
        assertEq(transfers, times.length);
        for (uint256 i; i < times.length; ++i) {
            assertEq(registry.transferredAt(agentId, i + 1), times[i]);
        }
        assertEq(registry.transferredAt(agentId, 0), 0);
        assertEq(registry.transferredAt(agentId, times.length + 1), 0);
    }
}

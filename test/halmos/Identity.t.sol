// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Deployed, IIdentity} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states. ecrecover is taken to give any address for any signature.
contract IdentityProofs is Deployed {
    address private constant OWNER = address(0xA11CE);
    address private constant OTHER_OWNER = address(0xB0B);
    address private constant WALLET = address(0x3A11E7);
    uint256 private constant BEGIN = 1_800_000_000;

    IIdentity private _registry;
    uint256 private _agentId;
    uint256 private _otherId;

    function setUp() public {
        vm.warp(BEGIN);
        _registry = _identityRegistry();
        vm.prank(OWNER);
        _agentId = _registry.register();
        vm.prank(OTHER_OWNER);
        _otherId = _registry.register();
    }

    /// @dev P16, P15: ids rise by one, the new agent is its receiver's, and all others stay as they were.
    function check_P15_P16_idsRiseByOne(address receiver, address account) public {
        vm.assume(receiver.code.length == 0 && account != address(0));
        uint256 balance = _registry.balanceOf(account);
        uint256 count = _registry.agentCount();
        uint256 agentId = _registry.registerFor(receiver, "");
        assert(agentId == count && agentId == _otherId + 1 && _registry.agentCount() == count + 1);
        assert(_registry.ownerOf(agentId) == receiver && _registry.getAgentWallet(agentId) == receiver);
        assert(_registry.balanceOf(account) == balance + (account == receiver ? 1 : 0));
        assert(_registry.ownerOf(_agentId) == OWNER && _registry.ownerOf(_otherId) == OTHER_OWNER);
    }

    /// @dev A45, A23: nobody but owner, operator and approved changes what is said of an agent.
    function check_A45_A23_onlyTheAgentSideChangesAnAgent(
        address caller,
        address operator,
        address approved,
        uint8 kind,
        bytes32 value
    ) public {
        _appoint(operator, approved);
        bytes memory call = abi.encodeCall(_registry.unsetAgentWallet, (_agentId));
        if (kind == 0) call = abi.encodeCall(_registry.setAgentURI, (_agentId, "ipfs://card"));
        if (kind == 1) call = abi.encodeCall(_registry.setMetadata, (_agentId, "role", abi.encode(value)));
        vm.prank(caller);
        (bool done,) = address(_registry).call(call);
        assert(done == _isSide(caller, operator, approved));
    }

    /// @dev A45: nor its wallet, whoever signed, and only with a deadline within the next five minutes.
    function check_A45_onlyTheAgentSideSetsTheWallet(
        address caller,
        address operator,
        address approved,
        uint256 deadline,
        bytes32 r
    ) public {
        _appoint(operator, approved);
        bool set = _trySetWallet(caller, deadline, r);
        assert(_registry.getAgentWallet(_agentId) == (set ? WALLET : OWNER));
        if (!set) return;
        assert(_isSide(caller, operator, approved));
        assert(deadline >= BEGIN && deadline <= BEGIN + 5 minutes);
    }

    /// @dev P8: a signature of a wallet works once, also after the wallet was unset or the agent came back.
    function check_P8_aWalletSignatureWorksOnce(uint256 deadline, bytes32 r, bool unset, uint16 wait) public {
        vm.assume(_trySetWallet(OWNER, deadline, r));
        if (unset) {
            vm.prank(OWNER);
            _registry.unsetAgentWallet(_agentId);
        } else {
            vm.prank(OWNER);
            _registry.transferFrom(OWNER, OTHER_OWNER, _agentId);
            vm.prank(OTHER_OWNER);
            _registry.transferFrom(OTHER_OWNER, OWNER, _agentId);
        }
        vm.warp(BEGIN + wait);
        assert(!_trySetWallet(OWNER, deadline, r));
        assert(_registry.getAgentWallet(_agentId) == address(0));
    }

    /// @dev P10, A46: a transfer, by whomever of the agent's side, ends wallet and approval, is counted, and is the only way to
    /// another owner.
    function check_P10_A46_aTransferEndsWalletAndApproval(
        address caller,
        address operator,
        address approved,
        address to
    ) public {
        _appoint(operator, approved);
        vm.prank(caller);
        (bool moved,) = address(_registry).call(abi.encodeCall(_registry.transferFrom, (OWNER, to, _agentId)));
        assert(moved == (_isSide(caller, operator, approved) && to != address(0)));
        (address owner, uint256 transfers) = _registry.ownershipOf(_agentId);
        assert(owner == (moved ? to : OWNER) && transfers == (moved ? 1 : 0));
        assert(_registry.getAgentWallet(_agentId) == (moved ? address(0) : OWNER));
        assert(_registry.getApproved(_agentId) == (moved ? address(0) : approved));
    }

    /// @dev P10, A46: the same for a wallet that was set by a signature; and an agent moves from its owner only.
    function check_P10_A46_aSetWalletEndsWithTheTransfer(address from, address to, bytes32 r) public {
        vm.assume(_trySetWallet(OWNER, BEGIN + 60, r));
        assert(_registry.getAgentWallet(_agentId) == WALLET);
        vm.prank(OWNER);
        (bool moved,) = address(_registry).call(abi.encodeCall(_registry.transferFrom, (from, to, _agentId)));
        assert(moved == (from == OWNER && to != address(0)));
        assert(_registry.getAgentWallet(_agentId) == (moved ? address(0) : WALLET));
    }

    /// @dev P10: who was owner, operator or approved changes nothing after the transfer.
    function check_P10_theFormerSideIsOut(address caller, address approved, address to, uint8 kind) public {
        vm.assume(caller != to && to != OWNER);
        vm.startPrank(OWNER);
        _registry.approve(approved, _agentId);
        _registry.setApprovalForAll(caller, true);
        _registry.transferFrom(OWNER, to, _agentId);
        vm.stopPrank();
        bytes memory call = abi.encodeCall(_registry.unsetAgentWallet, (_agentId));
        if (kind == 0) call = abi.encodeCall(_registry.setAgentURI, (_agentId, "ipfs://card"));
        if (kind == 1) call = abi.encodeCall(_registry.transferFrom, (to, caller, _agentId));
        if (kind == 2) call = abi.encodeCall(_registry.approve, (caller, _agentId));
        vm.prank(caller);
        (bool done,) = address(_registry).call(call);
        assert(!done);
    }

    /// @dev P15: transfers neither make nor lose tokens: what one account has less another has more.
    function check_P15_transfersKeepTheSupply(address to, address account) public {
        vm.assume(account != address(0) && to != address(0));
        uint256 before = _registry.balanceOf(account);
        vm.prank(OWNER);
        _registry.transferFrom(OWNER, to, _agentId);
        assert(_registry.balanceOf(account) + (account == OWNER ? 1 : 0) == before + (account == to ? 1 : 0));
        assert(_registry.agentCount() == 2);
    }

    function _appoint(address operator, address approved) private {
        vm.startPrank(OWNER);
        _registry.setApprovalForAll(operator, true);
        _registry.approve(approved, _agentId);
        vm.stopPrank();
    }

    /// @dev A low `s`, so that ecrecover decides.
    function _trySetWallet(address caller, uint256 deadline, bytes32 r) private returns (bool set) {
        bytes memory signature = abi.encodePacked(r, bytes32(uint256(1)), bytes1(0x1b));
        vm.prank(caller);
        (set,) =
            address(_registry).call(abi.encodeCall(_registry.setAgentWallet, (_agentId, WALLET, deadline, signature)));
    }

    /// @dev Nobody is approved where the zero address is.
    function _isSide(address caller, address operator, address approved) private pure returns (bool) {
        return caller == OWNER || caller == operator || (caller == approved && approved != address(0));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {ISimpleMultiSig} from "../../../contracts/interfaces/ISimpleMultiSig.sol";
import {SimpleMultiSig} from "../../../contracts/SimpleMultiSig.sol";
import {Target} from "../mocks/multisig/Targets.sol";

/// @notice A 3-of-5 wallet with ether; the owners are sorted by address.
abstract contract MultiSigFixture is Test {
    uint256 internal constant OWNERS = 5;
    uint256 internal constant NONCE = 1;
    uint256 internal constant FOREVER = type(uint256).max;

    SimpleMultiSig internal wallet;
    Target internal target;
    address[] internal owners;
    address internal stranger = makeAddr("stranger");
    mapping(address owner => uint256 key) internal keyOf;

    function setUp() public virtual {
        vm.warp(1_770_000_000);
        owners = _accounts("owner", OWNERS);
        wallet = new SimpleMultiSig(owners, 3);
        target = new Target();
        vm.deal(address(wallet), 100 ether);
    }

    function _accounts(string memory name, uint256 count) internal returns (address[] memory accounts) {
        accounts = new address[](count);
        for (uint256 i; i < count; ++i) {
            Vm.Wallet memory account = vm.createWallet(uint256(keccak256(abi.encode(name, i))));
            keyOf[account.addr] = account.privateKey;
            accounts[i] = account.addr;
        }
        _sort(accounts);
    }

    function _sort(address[] memory accounts) internal pure {
        for (uint256 i = 1; i < accounts.length; ++i) {
            for (uint256 j = i; j > 0 && accounts[j] < accounts[j - 1]; --j) {
                (accounts[j], accounts[j - 1]) = (accounts[j - 1], accounts[j]);
            }
        }
    }

    function _call(address to, uint256 value, bytes memory data)
        internal
        pure
        returns (ISimpleMultiSig.Call[] memory calls)
    {
        calls = new ISimpleMultiSig.Call[](1);
        calls[0] = ISimpleMultiSig.Call(to, value, data);
    }

    function _act(uint256 number) internal view returns (ISimpleMultiSig.Call[] memory) {
        return _call(address(target), 0, abi.encodeCall(target.act, (number)));
    }

    function _self(bytes memory data) internal view returns (ISimpleMultiSig.Call[] memory) {
        return _call(address(wallet), 0, data);
    }

    /// @dev Proposed by the first owner and confirmed by as many as asked for.
    function _proposeWith(ISimpleMultiSig.Call[] memory calls, uint256 confirmations) internal returns (uint256 id) {
        vm.prank(owners[0]);
        id = wallet.proposeBatch(calls);
        for (uint256 i = 1; i < confirmations; ++i) {
            vm.prank(owners[i]);
            wallet.confirm(id);
        }
    }

    function _execute(uint256 id, ISimpleMultiSig.Call[] memory calls) internal {
        vm.prank(owners[0]);
        wallet.execute(id, calls);
    }

    function _do(ISimpleMultiSig.Call[] memory calls) internal returns (uint256 id) {
        id = _proposeWith(calls, wallet.threshold());
        _execute(id, calls);
    }

    /// @dev The first `count` of the signers, who must be sorted.
    function _sign(bytes32 digest, address[] memory signers, uint256 count)
        internal
        view
        returns (ISimpleMultiSig.Confirmation[] memory confirmations)
    {
        confirmations = new ISimpleMultiSig.Confirmation[](count);
        for (uint256 i; i < count; ++i) {
            confirmations[i] = ISimpleMultiSig.Confirmation(signers[i], _signature(signers[i], digest));
        }
    }

    function _signature(address signer, bytes32 digest) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keyOf[signer], digest);
        return abi.encodePacked(r, s, v);
    }

    function _signed(ISimpleMultiSig.Call[] memory calls, uint256 count)
        internal
        view
        returns (ISimpleMultiSig.Confirmation[] memory)
    {
        return _sign(wallet.executionDigest(calls, NONCE, 0, FOREVER), owners, count);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {console2} from "forge-std/console2.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {IdentityHandler, LogMirror} from "./handler.sol";

contract IdentityInvariantTest is Test {
    uint256 private constant WHOLE_RUN = 150;

    ERC8004IdentityRegistry private _registry;
    IdentityHandler private _handler;
    LogMirror private _mirror;

    function setUp() public {
        vm.warp(1_800_000_000);
        _registry = new ERC8004IdentityRegistry();
        _handler = new IdentityHandler(_registry);
        _mirror = _handler.mirror();
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](12);
        selectors[0] = IdentityHandler.register.selector;
        selectors[1] = IdentityHandler.registerWithURI.selector;
        selectors[2] = IdentityHandler.registerWithMetadata.selector;
        selectors[3] = IdentityHandler.registerBatch.selector;
        selectors[4] = IdentityHandler.setAgentURI.selector;
        selectors[5] = IdentityHandler.setMetadata.selector;
        selectors[6] = IdentityHandler.setAgentWallet.selector;
        selectors[7] = IdentityHandler.unsetAgentWallet.selector;
        selectors[8] = IdentityHandler.transfer.selector;
        selectors[9] = IdentityHandler.approve.selector;
        selectors[10] = IdentityHandler.setApprovalForAll.selector;
        selectors[11] = IdentityHandler.registerFor.selector;
        targetSelector(FuzzSelector(address(_handler), selectors));
    }

    /// @dev P15: as many agents as were registered, none more; P16: ids 0 to count − 1, each handed out once (the handler
    /// checks the order of the ids returned).
    function invariant_P16_idsStrictlyIncrease() public view {
        uint256 count = _registry.agentCount();
        assertEq(count, _handler.ghostAgents());
        assertEq(count, _handler.ghostNextId());
        assertTrue(_registry.exists(count - 1));
        assertFalse(_registry.exists(count));
    }

    /// @dev P48 after each call for what the call was about; for everything at the end of the run. The mirror checks the order
    /// of the ids logged.
    function invariant_P48_viewsEqualTheLogs() public view {
        assertEq(_registry.agentCount(), _mirror.count());
        uint256[] memory touched = _handler.touchedIds();
        for (uint256 i; i < touched.length; ++i) {
            _compareAgent(touched[i]);
        }
        _compareAccounts();
    }

    function afterInvariant() public view {
        uint256 count = _registry.agentCount();
        for (uint256 agentId; agentId < count; ++agentId) {
            _compareAgent(agentId);
        }
        bytes32[12] memory names = [
            bytes32("register"),
            "registerWithURI",
            "registerWithMetadata",
            "registerBatch",
            "setAgentURI",
            "setMetadata",
            "setAgentWallet",
            "unsetAgentWallet",
            "transfer",
            "approve",
            "setApprovalForAll",
            "registerFor"
        ];
        uint256 total;
        uint256 fewest = type(uint256).max;
        for (uint256 i; i < names.length; ++i) {
            uint256 calls = _handler.calls(names[i]);
            console2.log(string(abi.encodePacked(names[i])), calls);
            total += calls;
            if (calls < fewest) fewest = calls;
        }
        console2.log("agents", count);
        // Forge replays the shortened sequence of an earlier failure first; only a whole run tells about the reach.
        if (total >= WHOLE_RUN) assertGt(fewest, 0, "a handler never succeeded");
    }

    function _compareAgent(uint256 agentId) private view {
        LogMirror.Agent memory agent = _mirror.agent(agentId);
        assertEq(_registry.ownerOf(agentId), agent.owner, "owner");
        assertEq(_registry.getApproved(agentId), agent.approved, "approved");
        assertEq(_registry.getAgentWallet(agentId), agent.wallet, "wallet");
        assertEq(_registry.tokenURI(agentId), agent.uri, "URI");
        bytes memory wallet = agent.wallet == address(0) ? bytes("") : abi.encodePacked(agent.wallet);
        assertEq(_registry.getMetadata(agentId, "agentWallet"), wallet, "wallet as metadata");
        _compareTransfers(agentId, agent);
        for (uint256 i; i < 3; ++i) {
            string memory key = _handler.keys(i);
            assertEq(_registry.getMetadata(agentId, key), _mirror.metadata(agentId, key), "metadata");
        }
        address[] memory actors = _handler.allActors();
        for (uint256 i; i < actors.length; ++i) {
            bool expected =
                actors[i] == agent.owner || actors[i] == agent.approved || _mirror.operators(agent.owner, actors[i]);
            assertEq(_registry.isAuthorizedOrOwner(actors[i], agentId), expected, "who may act");
        }
    }

    function _compareTransfers(uint256 agentId, LogMirror.Agent memory agent) private view {
        uint256[] memory times = agent.transferTimes;
        (address owner, uint256 transfers) = _registry.ownershipOf(agentId);
        assertEq(owner, agent.owner, "owner with the transfers");
        assertEq(transfers, times.length, "transfers");
        for (uint256 i; i < times.length; ++i) {
            assertEq(_registry.transferredAt(agentId, i + 1), times[i], "time of a transfer");
        }
        assertEq(_registry.transferredAt(agentId, 0), 0, "time of the minting");
        assertEq(_registry.transferredAt(agentId, times.length + 1), 0, "time of a transfer to come");
    }

    function _compareAccounts() private view {
        address[] memory actors = _handler.allActors();
        uint256 sum;
        for (uint256 i; i < actors.length; ++i) {
            uint256 balance = _registry.balanceOf(actors[i]);
            assertEq(balance, _mirror.balances(actors[i]), "balance");
            sum += balance;
            for (uint256 j; j < actors.length; ++j) {
                bool approved = _registry.isApprovedForAll(actors[i], actors[j]);
                assertEq(approved, _mirror.operators(actors[i], actors[j]), "operator");
            }
        }
        // P15: the supply is what all hold together.
        assertEq(sum, _registry.agentCount(), "supply");
    }
}

package dev.sluice.ice.turn;

import java.net.InetAddress;

/// Where relays are opened, and under which address the world knows them: behind a 1:1 NAT they differ.
public record RelayAddress(InetAddress local, InetAddress announced) {
    public RelayAddress {
        if (local.getAddress().length != announced.getAddress().length) {
            throw new IllegalArgumentException("Announce " + local + " by an address of its own family");
        }
        if (announced.isAnyLocalAddress()) {
            throw new IllegalArgumentException("Name the address by which peers reach the relays: " + announced
                    + " stands for all");
        }
    }

    public static RelayAddress of(InetAddress address) {
        return new RelayAddress(address, address);
    }
}

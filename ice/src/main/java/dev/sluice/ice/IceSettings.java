package dev.sluice.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

/// What a [FullIceAgent] has to work with. Begin with [#hosts] and add what there is.
///
/// @param bindAddresses  one socket is opened on each, the preferred first; port 0 asks for a free one
/// @param servers        asked for reflexive and relayed candidates
/// @param policy         which candidates are used
/// @param renomination   the peer understands "renomination" (a=ice-options): a controlling agent moves to better pairs as they appear
/// @param resolver       finds addresses of the peer's candidates with names; null: they are ignored
/// @param hostNames      the name under which the peer is told of a host candidate, so that it learns no address in our network; null: it is told the address
/// @param tls            whom TURN over TLS trusts; null: whom the JVM trusts
public record IceSettings(List<InetSocketAddress> bindAddresses, List<IceServer> servers, IceTransportPolicy policy,
        boolean renomination, NameResolver resolver, Function<InetAddress, String> hostNames, SSLContext tls) {
    public IceSettings {
        bindAddresses = requireHosts(bindAddresses);
        servers = List.copyOf(servers);
        Objects.requireNonNull(policy, "policy");
    }

    /// Host candidates on these addresses, and nothing else.
    public static IceSettings hosts(InetSocketAddress... bindAddresses) {
        return new IceSettings(List.of(bindAddresses), List.of(), IceTransportPolicy.ALL, false, null, null, null);
    }

    public IceSettings withServers(IceServer... known) {
        return new IceSettings(bindAddresses, List.of(known), policy, renomination, resolver, hostNames, tls);
    }

    public IceSettings withPolicy(IceTransportPolicy newPolicy) {
        return new IceSettings(bindAddresses, servers, newPolicy, renomination, resolver, hostNames, tls);
    }

    public IceSettings withRenomination() {
        return new IceSettings(bindAddresses, servers, policy, true, resolver, hostNames, tls);
    }

    public IceSettings withResolver(NameResolver newResolver) {
        return new IceSettings(bindAddresses, servers, policy, renomination, newResolver, hostNames, tls);
    }

    /// @rfc 8828 6.2 Modes and Recommendations
    public IceSettings withHostNames(Function<InetAddress, String> names) {
        return new IceSettings(bindAddresses, servers, policy, renomination, resolver, names, tls);
    }

    public IceSettings withTls(SSLContext context) {
        return new IceSettings(bindAddresses, servers, policy, renomination, resolver, hostNames, context);
    }

    static List<InetSocketAddress> requireHosts(List<InetSocketAddress> addresses) {
        if (addresses.isEmpty() || addresses.stream().anyMatch(IceSettings::isNoHost)) {
            throw new IllegalArgumentException("A host candidate needs an address that the peer can send to:"
                    + " give the addresses of network interfaces, not " + addresses);
        }
        return List.copyOf(addresses);
    }

    private static boolean isNoHost(InetSocketAddress address) {
        return address.isUnresolved() || address.getAddress().isAnyLocalAddress()
                || address.getAddress().isMulticastAddress();
    }
}

package dev.sluice.ice;

import java.net.InetAddress;
import java.util.function.Consumer;

/// Finds the addresses of candidates that have a name, such as the `.local` ones of browsers.
///
/// @rfc 6762 3 Multicast DNS Names
public interface NameResolver {
    /// Must not block. Calls back on the agent's loop once for every address; never, when there is none.
    void resolve(String name, Consumer<InetAddress> found);
}

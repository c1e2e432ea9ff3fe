package dev.sluice.testkit;

/// Remembers which thread drives the network: it is the loop's thread of every host, all others must ask it in through `execute`.
final class Driver {
    private final ThreadLocal<Object> identity = ThreadLocal.withInitial(Object::new);
    private volatile Object driving = identity.get();

    /// The calling thread drives from now on, as when a test framework builds the network on one thread and runs the test on another.
    void takeOver() {
        driving = identity.get();
    }

    boolean isCaller() { return identity.get() == driving; }
}

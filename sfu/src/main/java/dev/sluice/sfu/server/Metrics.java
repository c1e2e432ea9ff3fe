package dev.sluice.sfu.server;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import dev.sluice.sfu.core.CloseReason;
import dev.sluice.sfu.core.DropReason;
import dev.sluice.sfu.core.WorkerSnapshot;
import dev.sluice.sfu.signaling.Mode;
import dev.sluice.sfu.signaling.Wire;

/// What Prometheus reads: the counters of the workers as of the last [#update], and the JVM's own.
///
/// Nothing is counted on the packet path for this; a scrape asks each worker for its snapshot. Confined to the HTTP loop.
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final WorkerState[] states;
    private final SocketTable sockets;

    Metrics(List<WorkerState> first, SocketTable sockets) {
        this.states = first.toArray(WorkerState[]::new);
        this.sockets = sockets;
        for (int worker = 0; worker < states.length; worker++) {
            registerRooms(worker);
            registerReasons(worker);
            registerUdp(worker);
            registerSignaling(worker);
        }
        registerSockets();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /// Takes the workers' states, in their order.
    void update(List<WorkerState> latest) {
        for (int worker = 0; worker < states.length; worker++) {
            states[worker] = latest.get(worker);
        }
    }

    /// The text exposition format.
    String scrape() {
        return registry.scrape();
    }

    private void registerRooms(int worker) {
        gauge(worker, "sluice.rooms", "Rooms", state -> state.rooms().rooms().size());
        gauge(worker, "sluice.sessions", "Publishers and players", state -> state.rooms().sessions());
        gauge(worker, "sluice.sessions.half.open", "Of these, those not connected yet",
                state -> state.rooms().halfOpen());
        gauge(worker, "sluice.tracks", "Published tracks",
                state -> participants(state).mapToInt(p -> p.tracks().size()).sum());
        gauge(worker, "sluice.subscriptions", "Tracks played",
                state -> participants(state).mapToInt(p -> p.subscriptions().size()).sum());
        counter(worker, "sluice.packets.received", "Packets taken from the network",
                state -> state.rooms().packetsReceived());
        counter(worker, "sluice.bytes.received", "Their bytes", state -> state.rooms().bytesReceived());
        counter(worker, "sluice.packets.sent", "Packets given to the network", state -> state.rooms().packetsSent());
        counter(worker, "sluice.bytes.sent", "Their bytes", state -> state.rooms().bytesSent());
        counter(worker, "sluice.packets.forwarded", "Media packets sent to players",
                state -> state.rooms().packetsForwarded());
    }

    private void registerReasons(int worker) {
        for (CloseReason reason : CloseReason.values()) {
            counter(worker, "sluice.sessions.closed", "Sessions ended", reason,
                    state -> state.rooms().closed().getOrDefault(reason, 0L));
        }
        for (DropReason reason : DropReason.values()) {
            counter(worker, "sluice.packets.dropped", "Packets that went no further", reason,
                    state -> state.rooms().dropped().getOrDefault(reason, 0L));
        }
    }

    private void registerUdp(int worker) {
        counter(worker, "sluice.udp.received", "Datagrams read from the socket", state -> state.udp().received());
        counter(worker, "sluice.udp.sent", "Datagrams written to the socket", state -> state.udp().sent());
        counter(worker, "sluice.udp.segmented", "Of these, those that travelled together (GSO)",
                state -> state.udp().segmented());
        counter(worker, "sluice.udp.bad.length", "Datagrams dropped as empty or too long",
                state -> state.udp().badLength());
        counter(worker, "sluice.udp.bad.source", "Datagrams dropped because they came from port 0",
                state -> state.udp().badSource());
        counter(worker, "sluice.udp.egress.full", "Datagrams dropped because the socket's queue was full",
                state -> state.udp().egressFull());
        counter(worker, "sluice.udp.errors", "Reads and writes that the system refused",
                state -> state.udp().socketErrors());
        counter(worker, "sluice.udp.handed.over", "Datagrams passed to another worker",
                state -> state.udp().handedOver());
        counter(worker, "sluice.udp.hand.over.full", "Datagrams dropped because that worker's queue was full",
                state -> state.udp().handOverFull());
        counter(worker, "sluice.udp.addresses.refused",
                "Checks from addresses that another worker holds or that the table of addresses had no room for",
                state -> state.udp().addressesRefused());
        counter(worker, "sluice.internal.errors", "Exceptions that are bugs of the server",
                state -> state.udp().internalErrors());
    }

    private void registerSignaling(int worker) {
        gauge(worker, "sluice.members", "Participants that came by a WebSocket",
                state -> state.signaling().members());
        for (Mode mode : Mode.values()) {
            Gauge.builder("sluice.rooms.by.mode", states, all -> all[worker].signaling().rooms().stream()
                    .filter(room -> room.mode() == mode).count())
                    .tag("worker", Integer.toString(worker))
                    .tag("mode", Wire.spelling(mode))
                    .description("Rooms with participants, by the way their media takes")
                    .register(registry);
        }
    }

    private void registerSockets() {
        SocketCounters counters = sockets.counters();
        Gauge.builder("sluice.sockets", sockets, SocketTable::size).description("Open WebSockets").register(registry);
        FunctionCounter.builder("sluice.sockets.refused", counters, all -> all.refused)
                .description("WebSockets that one source address had too many of").register(registry);
        FunctionCounter.builder("sluice.signaling.messages", counters, all -> all.received).tag("direction", "in")
                .description("Messages over WebSockets").register(registry);
        FunctionCounter.builder("sluice.signaling.messages", counters, all -> all.sent).tag("direction", "out")
                .description("Messages over WebSockets").register(registry);
        for (SocketCounters.Closed reason : SocketCounters.Closed.values()) {
            FunctionCounter.builder("sluice.sockets.closed", counters, all -> all.closed(reason))
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT)).description("WebSockets ended")
                    .register(registry);
        }
    }

    private static Stream<WorkerSnapshot.Participant> participants(WorkerState state) {
        return state.rooms().rooms().stream().flatMap(room -> room.participants().stream());
    }

    private void gauge(int worker, String name, String description, ToDoubleFunction<WorkerState> value) {
        Gauge.builder(name, states, all -> value.applyAsDouble(all[worker]))
                .tag("worker", Integer.toString(worker))
                .description(description)
                .register(registry);
    }

    private void counter(int worker, String name, String description, ToDoubleFunction<WorkerState> value) {
        FunctionCounter.builder(name, states, all -> value.applyAsDouble(all[worker]))
                .tag("worker", Integer.toString(worker))
                .description(description)
                .register(registry);
    }

    private void counter(int worker, String name, String description, Enum<?> reason,
            ToDoubleFunction<WorkerState> value) {
        FunctionCounter.builder(name, states, all -> value.applyAsDouble(all[worker]))
                .tag("worker", Integer.toString(worker))
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .description(description)
                .register(registry);
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
